import type { CodingTask } from "../../../server/contract/coding.js";
import { RichTextView } from "../../shared/rich-text.js";
import { inLanguage } from "../../shared/staff/i18n.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** The question with its stimulus, and for each code what it is given for, with samples. */
export function Guide({ task }: { task: CodingTask }) {
  const { t, language, local, format } = useLanguage();
  const stem = inLanguage(task.stem, language);
  const stimulus = inLanguage(task.stimulus, language);
  return (
    <section className="card coding-guide" aria-label={t("guide.title")}>
      {stem && <RichTextView text={stem} context={{ assets: task.assets }} />}
      {stimulus && (
        <details>
          <summary>{t("guide.stimulus")}</summary>
          <RichTextView text={stimulus} context={{ assets: task.assets }} />
        </details>
      )}
      <h2>{t("guide.title")}</h2>
      {task.rubric.codes.map((code) => {
        const description = inLanguage(code.description, language);
        return (
          <section key={code.code} className="guide-code">
            <h3>
              <kbd>{code.code}</kbd> {local(code.label)}{" "}
              <span className="quiet small">
                {t("coding.score", { count: code.score, shown: format.count(code.score) })}
              </span>
            </h3>
            {description && <RichTextView text={description} context={{ assets: task.assets }} />}
            {code.samples.length > 0 && (
              <ul className="samples" aria-label={t("guide.samples")}>
                {code.samples.map((sample, index) => (
                  <li key={index}>{local(sample)}</li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </section>
  );
}
