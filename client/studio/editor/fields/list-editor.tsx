import type { ReactNode } from "react";
import { useLanguage } from "../../../shared/staff/use-language.js";

interface Props<T> {
  label: string;
  /** Where the list stands in the item, for the way from a problem to its place. */
  path: string;
  entries: T[];
  /** An entry's place in the item where it is not its place on the screen. */
  placeOf?: (entry: T) => number;
  keyOf: (entry: T) => string;
  onChange: (entries: T[]) => void;
  /** A new entry; where it is left out, entries cannot be added or removed. */
  make?: (entries: T[]) => T;
  children: (entry: T, change: (entry: T) => void, index: number) => ReactNode;
}

/** A list whose entries are edited in place, added, removed, and moved by buttons. */
export function ListEditor<T>({ label, path, entries, placeOf, keyOf, onChange, make, children }: Props<T>) {
  const { t } = useLanguage();
  const move = (index: number, by: number) => {
    const next = [...entries];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <fieldset className="list-editor" data-path={path}>
      <legend>{label}</legend>
      {entries.map((entry, index) => {
        const name = keyOf(entry);
        return (
          <div key={name} className="list-entry" data-path={`${path}/${placeOf?.(entry) ?? index}`}>
            <div className="list-entry-body">
              {children(
                entry,
                (next) => onChange(entries.map((other, place) => (place === index ? next : other))),
                index,
              )}
            </div>
            <div className="list-entry-tools">
              <code>{name}</code>
              <button
                type="button"
                className="button small-button"
                disabled={index === 0}
                aria-label={t("editor.up", { name })}
                onClick={() => move(index, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                className="button small-button"
                disabled={index === entries.length - 1}
                aria-label={t("editor.down", { name })}
                onClick={() => move(index, 1)}
              >
                ↓
              </button>
              {make && (
                <button
                  type="button"
                  className="button small-button"
                  aria-label={t("editor.remove", { name })}
                  onClick={() => onChange(entries.filter((_, place) => place !== index))}
                >
                  ✕
                </button>
              )}
            </div>
          </div>
        );
      })}
      {make && (
        <button
          type="button"
          className="button small-button"
          onClick={() => onChange([...entries, make(entries)])}
        >
          + {t("editor.addTo", { list: label })}
        </button>
      )}
    </fieldset>
  );
}

/** An id that the list does not have yet: "A", "B", … for style "letter", else the style with a number: "r1", "r2", … */
export function freeId(taken: string[], style: string): string {
  for (let number = 1; ; number++) {
    const id = style === "letter" ? String.fromCharCode(64 + number) : `${style}${number}`;
    if (!taken.includes(id)) return id;
  }
}
