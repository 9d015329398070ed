import { classify, frameworksOf, termsOf } from "../../../item-bank/frameworks/index.js";
import type { Item, ItemMetadata } from "../../../item-bank/types.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { NumberField, SelectField, TextField } from "./fields/basic.js";
import { TermField } from "./fields/term-field.js";

/** What the item is about and for whom; and its highest score. */
export function MetadataTab({ item, onChange }: { item: Item; onChange: (item: Item) => void }) {
  const { t, local } = useLanguage();
  const set = (change: Partial<ItemMetadata>) =>
    onChange({ ...item, metadata: { ...item.metadata, ...change } });
  const { metadata } = item;
  const terms = classify(metadata);
  const { domains, processes } = termsOf(metadata.framework, metadata.subject);
  const lists = { framework: frameworksOf(metadata.subject), domain: domains, process: processes };
  return (
    <>
      <div className="row form-row">
        <SelectField
          label={t("bank.subject")}
          value={metadata.subject}
          options={(["mathematics", "reading", "science", "questionnaire", "practice"] as const).map(
            (value) => ({ value, label: t(`subject.${value}`) }),
          )}
          onChange={(subject) => set({ subject })}
        />
        <NumberField
          label={t("bank.grade")}
          path="/metadata/grade"
          min={1}
          max={12}
          step={1}
          value={metadata.grade}
          onChange={(grade) => set({ grade: grade ?? 9 })}
        />
        <SelectField
          label={t("metadata.expectedDifficulty")}
          value={metadata.expectedDifficulty}
          options={(["easy", "medium", "hard"] as const).map((value) => ({
            value,
            label: t(`metadata.${value}`),
          }))}
          onChange={(expectedDifficulty) => set({ expectedDifficulty })}
        />
        <NumberField
          label={t("metadata.minutes")}
          path="/metadata/minutes"
          min={0.25}
          max={60}
          value={metadata.minutes}
          onChange={(minutes) => set({ minutes: minutes ?? 1 })}
        />
        <NumberField
          label={t("bank.maxScore")}
          path="/maxScore"
          min={0}
          max={20}
          step={1}
          value={item.maxScore}
          onChange={(maxScore) => onChange({ ...item, maxScore: maxScore ?? 0 })}
        />
      </div>
      {(["framework", "domain", "process"] as const).map((name) => (
        <TermField
          // Another framework or subject has other lists.
          key={`${name} ${metadata.subject} ${name === "framework" ? "" : metadata.framework}`}
          label={t(`metadata.${name}`)}
          value={metadata[name]}
          shown={{ code: terms[name].code, name: local(terms[name].name) }}
          terms={lists[name]}
          onChange={(text) => set({ [name]: text })}
        />
      ))}
      {(["author", "source"] as const).map((name) => (
        <TextField
          key={name}
          label={t(`metadata.${name}`)}
          value={metadata[name]}
          onChange={(text) => set({ [name]: text })}
        />
      ))}
      <TextField
        label={t("metadata.keywords")}
        value={(metadata.keywords ?? []).join("; ")}
        onChange={(text) => set({ keywords: text.split(/;\s*/).filter((word) => word !== "") })}
      />
    </>
  );
}
