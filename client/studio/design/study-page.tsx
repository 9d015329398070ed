import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import type { Design } from "../../../item-bank/types.js";
import type { BlockRow, StudyBody, StudyDetail } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { ConfirmDialog } from "../../shared/staff/confirm-dialog.js";
import { LeaveWarning } from "../../shared/staff/leave-warning.js";
import { messageOf } from "../../shared/staff/problem.js";
import { SaveState } from "../../shared/staff/save-state.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { BookletMatrix } from "./booklet-matrix.js";
import { DesignKind } from "./design-kind.js";
import { DesignReportView } from "./design-report.js";
import { Sessions } from "./sessions.js";

/** One study: its design as a matrix of booklets and blocks, what is balanced, its sessions, and its opening. */
export function StudyPage() {
  const { studyId = "" } = useParams();
  const study = useQuery({
    queryKey: ["study", studyId],
    queryFn: () => api.get<StudyDetail>(`/api/studies/${studyId}`),
  });
  const blocks = useQuery({ queryKey: ["blocks"], queryFn: () => api.get<BlockRow[]>("/api/blocks") });
  return (
    <div className="page">
      <Loaded query={study}>
        {(detail) => (
          <Loaded query={blocks}>
            {(rows) => <StudyDesk key={detail.status} study={detail} blocks={detail.sealedBlocks ?? rows} />}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

function StudyDesk({ study, blocks }: { study: StudyDetail; blocks: BlockRow[] }) {
  const { t, local } = useLanguage();
  const account = useAccount();
  const queries = useQueryClient();
  const [design, setDesign] = useState<Design>(study.design);
  const [practice, setPractice] = useState(study.practiceBlockId);
  const [questionnaire, setQuestionnaire] = useState(study.questionnaireBlockId);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [asked, setAsked] = useState<"open" | "close" | null>(null);
  const mayDesign = account?.roles.some((role) => role === "designer" || role === "admin") ?? false;
  const isOpenToChange = study.status === "preparing" && mayDesign;
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ["study", study.id] }),
      queries.invalidateQueries({ queryKey: ["studies"] }),
    ]);

  const save = useMutation({
    mutationFn: () =>
      api.put(`/api/studies/${study.id}`, {
        id: study.id,
        title: study.title,
        languages: study.languages,
        design,
        practiceBlockId: practice,
        questionnaireBlockId: questionnaire,
        seed: study.seed,
      } satisfies StudyBody),
    onSuccess: async () => {
      setSavedAt(new Date());
      await refresh();
    },
  });
  const turn = useMutation({
    mutationFn: async (act: "open" | "close") => {
      // What is on the screen is what is opened.
      if (act === "open") await save.mutateAsync();
      await api.post(`/api/studies/${study.id}/${act}`);
    },
    onSuccess: async () => {
      setAsked(null);
      await refresh();
    },
  });
  // What came back from the server is a copy of what was sent: compared by content.
  const isChanged =
    JSON.stringify(design) !== JSON.stringify(study.design) ||
    practice !== study.practiceBlockId ||
    questionnaire !== study.questionnaireBlockId;
  const problem = turn.error ?? save.error;

  return (
    <>
      <div className="page-head">
        <h1>
          {local(study.title)}{" "}
          <span className={study.status === "open" ? "badge good" : "badge"}>
            {t(`study.status.${study.status}`)}
          </span>{" "}
          {study.isDemo && <span className="badge info">{t("study.demo")}</span>}
        </h1>
        {mayDesign && (
          <div className="row">
            {isOpenToChange && <SaveState isChanged={isChanged} savedAt={savedAt} />}
            {isOpenToChange && (
              <button
                className="button"
                disabled={!isChanged || save.isPending}
                onClick={() => save.mutate()}
              >
                {t("act.save")}
              </button>
            )}
            {study.status !== "closed" && (
              <button
                className={study.status === "preparing" ? "button primary" : "button danger"}
                disabled={turn.isPending}
                onClick={() => setAsked(study.status === "preparing" ? "open" : "close")}
              >
                {t(study.status === "preparing" ? "study.open" : "study.close")}
              </button>
            )}
          </div>
        )}
      </div>
      <p className="quiet measure">{t(`study.explained.${study.status}`)}</p>
      {study.packageHash && (
        <p className="small">
          {t("study.package")} <code>{study.packageHash.slice(0, 16)}…</code> · {t("study.seed")}{" "}
          <code>{study.seed}</code>
        </p>
      )}
      <div role="alert">{problem && !asked && <p className="banner bad">{messageOf(problem)}</p>}</div>
      <LeaveWarning isChanged={isChanged} />
      {asked && (
        <ConfirmDialog
          title={t(`study.${asked}Title`)}
          act={t(`study.${asked}`)}
          isDanger={asked === "close"}
          isBusy={turn.isPending}
          problem={problem ? messageOf(problem) : null}
          onConfirm={() => turn.mutate(asked)}
          onClose={() => {
            setAsked(null);
            turn.reset();
            save.reset();
          }}
        >
          <p>{t(`study.${asked}Explained`)}</p>
        </ConfirmDialog>
      )}
      <h2>{t("study.design")}</h2>
      <DesignKind design={design} blocks={blocks} isReadOnly={!isOpenToChange} onChange={setDesign} />
      <BookletMatrix design={design} blocks={blocks} isReadOnly={!isOpenToChange} onChange={setDesign} />
      <DesignReportView design={design} />
      <div className="row">
        <BlockChoice
          label={t("study.practice")}
          kind="practice"
          blocks={blocks}
          value={practice}
          isReadOnly={!isOpenToChange}
          onChange={setPractice}
        />
        <BlockChoice
          label={t("study.questionnaire")}
          kind="questionnaire"
          blocks={blocks}
          value={questionnaire}
          isReadOnly={!isOpenToChange}
          onChange={setQuestionnaire}
        />
      </div>
      <Sessions studyId={study.id} mayDesign={mayDesign} isOpen={study.status === "open"} />
    </>
  );
}

function BlockChoice(props: {
  label: string;
  kind: "practice" | "questionnaire";
  blocks: BlockRow[];
  value: string | null;
  isReadOnly: boolean;
  onChange: (blockId: string | null) => void;
}) {
  const { t, local } = useLanguage();
  return (
    <label className="field">
      <span>{props.label}</span>
      <select
        className="select"
        value={props.value ?? ""}
        disabled={props.isReadOnly}
        onChange={(event) => props.onChange(event.target.value || null)}
      >
        <option value="">{t("study.without")}</option>
        {props.blocks
          .filter((row) => row.block.kind === props.kind)
          .map((row) => (
            <option key={row.block.id} value={row.block.id}>
              {row.block.id} · {local(row.block.title)}
            </option>
          ))}
      </select>
    </label>
  );
}
