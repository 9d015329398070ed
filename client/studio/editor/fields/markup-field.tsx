import { useId, useRef, useState } from "react";
import { parseMarkup } from "../../../../item-bank/text/markup.js";
import { MarkupError, type MarkupProblem } from "../../../../item-bank/text/markup-problem.js";
import { latexToMathML } from "../../../../item-bank/text/mathml.js";
import { writeMarkup } from "../../../../item-bank/text/write-markup.js";
import type { Localised, RichText } from "../../../../item-bank/types.js";
import { LineIcon } from "../../../shared/icons.js";
import { useLanguage } from "../../../shared/staff/use-language.js";

interface Props {
  label: string;
  value: RichText | undefined;
  onChange: (value: RichText | undefined) => void;
  lang: string;
  rows: number;
}

/** Insertions that the small buttons above the field make, around what is selected; with the lines of each button's sign. */
const insertions = [
  { id: "bold", before: "**", after: "**", sign: "M7 4h6a4 4 0 010 8H7zM7 12h7a4 4 0 010 8H7z" },
  { id: "italic", before: "*", after: "*", sign: "M11 4h8M15 4L9 20M5 20h8" },
  { id: "formula", before: "$", after: "$", sign: "M2 13l3-1 4 8 4-16h9M14 11l6 8M20 11l-6 8" },
  {
    id: "superscript",
    before: "^{",
    after: "}",
    sign: "M3 9l9 11M12 9L3 20M16 5.5a2.5 2.5 0 115 .5c0 2-5 3-5 5.5h5",
  },
  { id: "list", before: "\n- ", after: "", sign: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01" },
  {
    id: "table",
    before: "\n\n| A | B |\n|---|---|\n| ",
    after: " |  |\n",
    sign: "M3 5h18v14H3zM3 10h18M9 5v14M15 5v14",
  },
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
              <LineIcon path={insertion.sign} />
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
