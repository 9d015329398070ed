import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import { useNavigate } from "react-router";
import type { BlockRow, StudyBody } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fixedDesign } from "./design-edits.js";
import { textOf } from "../../shared/staff/form.js";

/** A new study with one booklet of the first test block, to be designed on its own page. */
export function NewStudyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const blocks = useQuery({ queryKey: ["blocks"], queryFn: () => api.get<BlockRow[]>("/api/blocks") });
  const make = useMutation({
    mutationFn: (body: StudyBody) => api.post("/api/studies", body),
    onSuccess: async (_, body) => {
      await queries.invalidateQueries({ queryKey: ["studies"] });
      await navigate(`/studies/${body.id}`);
    },
  });
  const first = blocks.data?.find((row) => row.block.kind === "test");

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!first) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    make.mutate({
      id: text("id"),
      title: { vi: text("titleVi"), ...(text("titleEn") ? { en: text("titleEn") } : {}) },
      languages: text("titleEn") ? ["vi", "en"] : ["vi"],
      design: fixedDesign([first.block.id]),
      practiceBlockId: blocks.data?.find((row) => row.block.kind === "practice")?.block.id ?? null,
      questionnaireBlockId: null,
      seed: text("seed"),
    });
  };

  return (
    <Dialog title={t("study.new")} isOpen onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t("study.id")}</span>
          <input className="input" name="id" required pattern="[A-Za-z0-9_\-]{1,40}" autoFocus />
          <small className="hint">{t("study.idHint")}</small>
        </label>
        <label className="field">
          <span>{t("study.titleVi")}</span>
          <input className="input" name="titleVi" required maxLength={200} lang="vi" />
        </label>
        <label className="field">
          <span>{t("study.titleEn")}</span>
          <input className="input" name="titleEn" maxLength={200} lang="en" />
        </label>
        <label className="field">
          <span>{t("study.seed")}</span>
          <input
            className="input"
            name="seed"
            required
            maxLength={80}
            defaultValue={String(new Date().getFullYear())}
          />
          <small className="hint">{t("study.seedHint")}</small>
        </label>
        <div role="alert">
          {make.isError && <p className="banner bad">{messageOf(make.error)}</p>}
          {blocks.data && !first && <p className="banner attention">{t("study.noBlocks")}</p>}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("act.cancel")}
          </button>
          <button className="button primary" disabled={make.isPending || !first}>
            {t("study.make")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
