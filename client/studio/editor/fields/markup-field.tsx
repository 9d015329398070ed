import { useId, useRef, useState } from "react";
import { parseMarkup } from "../../../../item-bank/text/markup.js";
import { MarkupError, type MarkupProblem } from "../../../../item-bank/text/markup-problem.js";
import { latexToMathML } from "../../../../item-bank/text/mathml.js";
import { writeMarkup } from "../../../../item-bank/text/write-markup.js";
import type { Localised, RichText } from "../../../../item-bank/types.js";
import { useLanguage } from "../../../shared/staff/use-language.js";

interface Props {
  label: string;
  value: RichText | undefined;
  onChange: (value: RichText | undefined) => void;
  lang: string;
  rows: number;
}

/** Insertions that the small buttons above the field make, around what is selected. */
const insertions = [
  { id: "bold", before: "**", after: "**", sign: "B" },
  { id: "italic", before: "*", after: "*", sign: "I" },
  { id: "formula", before: "$", after: "$", sign: "√x" },
  { id: "superscript", before: "^{", after: "}", sign: "x²" },
  { id: "list", before: "\n- ", after: "", sign: "•" },
  { id: "table", before: "\n\n| A | B |\n|---|---|\n| ", after: " |  |\n", sign: "▦" },
] as const;

/**
 * Formatted text, edited in the bank's small markup. What can be read goes to the item at once and stands in the
 * preview; what cannot is named by line, and the item keeps the last text that could be read.
 */
function MarkupField({ label, value, onChange, lang, rows }: Props) {
  const { t, language } = useLanguage();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  // The author's own words are kept as typed; the text made from them may be spaced differently.
  const [typed, setTyped] = useState(() => (value ? writeMarkup(value) : ""));
  const [problems, setProblems] = useState<readonly MarkupProblem[]>([]);

  const take = (markup: string) => {
    setTyped(markup);
    if (markup.trim() === "") {
      setProblems([]);
      onChange(undefined);
      return;
    }
    try {
      onChange(parseMarkup(markup, latexToMathML));
      setProblems([]);
    } catch (thrown) {
      if (!(thrown instanceof MarkupError)) throw thrown;
      setProblems(thrown.problems);
    }
  };

  const insert = (before: string, after: string) => {
    const element = area.current;
    if (!element) return;
    const { selectionStart: from, selectionEnd: to } = element;
    take(typed.slice(0, from) + before + typed.slice(from, to) + after + typed.slice(to));
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(from + before.length, to + before.length);
    });
  };

  return (
    <div className="field markup-field">
      <div className="row-between">
        <label htmlFor={id}>{label}</label>
        <span className="actions" role="group" aria-label={t("editor.format")}>
          {insertions.map((insertion) => (
            <button
              key={insertion.id}
              type="button"
              className="button small-button quiet-button"
              aria-label={t(`editor.insert.${insertion.id}`)}
              title={t(`editor.insert.${insertion.id}`)}
              onClick={() => insert(insertion.before, insertion.after)}
            >
              {insertion.sign}
            </button>
          ))}
        </span>
      </div>
      <textarea
        id={id}
        ref={area}
        className="textarea"
        lang={lang}
        rows={rows}
        value={typed}
        aria-invalid={problems.length > 0}
        aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
        onChange={(event) => take(event.target.value)}
      />
      {problems.length > 0 && (
        <ul id={`${id}-problems`} className="field-error plain-list" role="alert">
          {problems.map((problem) => (
            <li key={`${problem.line}-${problem.message.en}`}>
              {t("editor.line", { line: problem.line })} {problem.message[language]}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Formatted text in both languages, the second beside the first. */
export function LocalisedMarkupField(props: {
  label: string;
  value: Localised<RichText> | undefined;
  onChange: (value: Localised<RichText>) => void;
  rows?: number;
  /** Where the text stands in the item or unit, for the way from a problem to its place. */
  path?: string;
}) {
  const { t } = useLanguage();
  const set = (language: "vi" | "en", text: RichText | undefined) => {
    const { [language]: _, ...others } = props.value ?? {};
    props.onChange(text === undefined ? others : { ...others, [language]: text });
  };
  return (
    <div className="side-by-side" data-path={props.path}>
      {(["vi", "en"] as const).map((language) => (
        <MarkupField
          key={language}
          lang={language}
          rows={props.rows ?? 2}
          label={`${props.label} · ${t(`language.${language}`)}`}
          value={props.value?.[language]}
          onChange={(text) => set(language, text)}
        />
      ))}
    </div>
  );
}
