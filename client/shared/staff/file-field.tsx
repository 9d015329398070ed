import { useId, useState } from "react";
import { useLanguage } from "./use-language.js";

/**
 * A file to choose, by a button in the page's language (the browser's own button speaks the browser's). The same file
 * can be chosen again once it was mended: every choice is told.
 */
export function FileField({
  label,
  hint,
  accept,
  onChoose,
}: {
  label: string;
  hint: string;
  /** Endings of names, as of the HTML attribute: ".xlsx,.csv". */
  accept: string;
  onChoose: (file: File) => void;
}) {
  const { t } = useLanguage();
  const id = useId();
  const [name, setName] = useState<string | null>(null);
  return (
    <div className="field">
      <span id={`${id}label`}>{label}</span>
      <span className="row">
        <label className="button file-button">
          <input
            className="visually-hidden"
            type="file"
            accept={accept}
            aria-labelledby={`${id}label ${id}button`}
            aria-describedby={`${id}name ${id}hint`}
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (!file) return;
              setName(file.name);
              onChoose(file);
            }}
          />
          <span id={`${id}button`}>{t("file.choose")}</span>
        </label>
        <span id={`${id}name`} className="file-name" role="status">
          {name ?? t("file.none")}
        </span>
      </span>
      <small className="hint" id={`${id}hint`}>
        {hint}
      </small>
    </div>
  );
}
