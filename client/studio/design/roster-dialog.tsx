import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RosterAnswer, SessionRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { FileField } from "../../shared/staff/file-field.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Test takers from a school's list (Excel or CSV): first read and shown with its problems, then added. */
export function RosterDialog({ session, onClose }: { session: SessionRow; onClose: () => void }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const send = (list: File, dryRun: boolean) =>
    api.post<RosterAnswer>(`/api/sessions/${session.id}/roster${dryRun ? "?dryRun=1" : ""}`, list);
  const read = useMutation({ mutationFn: (list: File) => send(list, true) });
  const add = useMutation({
    mutationFn: (list: File) => send(list, false),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["sessions", session.studyId] });
      onClose();
    },
  });
  const take = (list: File) => {
    setFile(list);
    add.reset();
    read.mutate(list);
  };
  const error = add.error ?? read.error;
  return (
    <Dialog title={t("roster.title", { session: session.title })} isOpen onClose={onClose} wide>
      <div className="stack">
        <FileField label={t("roster.file")} hint={t("roster.hint")} accept=".xlsx,.csv" onChoose={take} />
        <div role="alert">{error && <p className="banner bad">{messageOf(error)}</p>}</div>
        {read.data && (
          <>
            <p role="status">{t("roster.read", { count: read.data.testTakers.length })}</p>
            {read.data.problems.length > 0 && (
              <ul className="banner attention problem-list">
                {read.data.problems.slice(0, 20).map((problem) => (
                  <li key={`${problem.row}-${problem.message}`}>
                    {t("roster.row", { row: problem.row, message: problem.message })}
                  </li>
                ))}
              </ul>
            )}
            <div
              className="table-frame roster-preview"
              tabIndex={0}
              role="region"
              aria-label={t("roster.preview")}
            >
              <table className="table">
                <caption className="visually-hidden">{t("roster.preview")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("roster.name")}</th>
                    <th scope="col">{t("roster.schoolNumber")}</th>
                    <th scope="col">{t("roster.group")}</th>
                  </tr>
                </thead>
                <tbody>
                  {read.data.testTakers.map((person, index) => (
                    <tr key={index}>
                      <td>{person.name}</td>
                      <td>{person.schoolNumber}</td>
                      <td>{person.group}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("act.cancel")}
          </button>
          <button
            className="button primary"
            disabled={!file || !read.data || read.data.testTakers.length === 0 || add.isPending}
            onClick={() => file && add.mutate(file)}
          >
            {t("roster.add", { count: read.data?.testTakers.length ?? 0 })}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
