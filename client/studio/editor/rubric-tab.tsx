import type { Item, Rubric } from "../../../item-bank/types.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { LocalisedField, NumberField } from "./fields/basic.js";
import { freeId, ListEditor } from "./fields/list-editor.js";
import { LocalisedMarkupField } from "./fields/markup-field.js";

type Code = Rubric["codes"][number];

/** The coding guide: for each code its score, when it is given, and samples in both languages. */
export function RubricTab({ item, onChange }: { item: Item; onChange: (item: Item) => void }) {
  const { t } = useLanguage();
  const codes = item.rubric?.codes ?? [];
  const makeCode = (taken: Code[]): Code => ({
    code: freeId(["0", ...taken.map((code) => code.code)], ""),
    score: 0,
    label: {},
    description: {},
    samples: [],
  });
  return (
    <ListEditor
      label={t("rubric.codes")}
      path="/rubric/codes"
      entries={codes}
      keyOf={(code) => code.code}
      make={makeCode}
      onChange={(next) => onChange({ ...item, rubric: { codes: next } })}
    >
      {(code, change, place) => (
        <>
          <NumberField
            label={t("rubric.score")}
            min={0}
            max={item.maxScore}
            step={1}
            value={code.score}
            onChange={(score) => change({ ...code, score: score ?? 0 })}
          />
          <LocalisedField
            label={t("rubric.label")}
            path={`/rubric/codes/${place}/label`}
            value={code.label}
            onChange={(label) => change({ ...code, label })}
          />
          <LocalisedMarkupField
            label={t("rubric.description")}
            path={`/rubric/codes/${place}/description`}
            rows={3}
            value={code.description}
            onChange={(description) => change({ ...code, description })}
          />
          <fieldset>
            <legend>{t("rubric.samples")}</legend>
            {code.samples.map((sample, index) => (
              <LocalisedField
                key={index}
                label={String(index + 1)}
                path={`/rubric/codes/${place}/samples/${index}`}
                value={sample}
                onChange={(next) =>
                  change({
                    ...code,
                    // A sample emptied in both languages is gone.
                    samples: code.samples
                      .map((old, place) => (place === index ? next : old))
                      .filter((old, place) => place !== index || Object.keys(old).length > 0),
                  })
                }
              />
            ))}
            <button
              type="button"
              className="button small-button"
              onClick={() => change({ ...code, samples: [...code.samples, { vi: " " }] })}
            >
              + {t("rubric.addSample")}
            </button>
          </fieldset>
        </>
      )}
    </ListEditor>
  );
}
