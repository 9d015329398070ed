import { useLanguage } from "../../../shared/staff/use-language.js";
import { SelectField } from "../fields/basic.js";

/** How gaps become a score: all of them right, or a point a gap. */
export function GapRule(props: {
  value: "allOrNothing" | "perGap";
  onChange: (rule: "allOrNothing" | "perGap") => void;
}) {
  const { t } = useLanguage();
  return (
    <SelectField
      label={t("editor.rule")}
      value={props.value}
      options={[
        { value: "allOrNothing", label: t("editor.rules.allOrNothing") },
        { value: "perGap", label: t("editor.rules.perGap") },
      ]}
      onChange={props.onChange}
    />
  );
}
