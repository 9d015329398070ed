import type { Grouping, Groupings } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Two or more groups that are large enough to be compared. */
export const isUsable = ({ groups }: Grouping) => groups.filter(({ n }) => n !== null).length > 1;

const sectionOf = {
  questionnaire: "questionnaire",
  language: "testTakers",
  class: "testTakers",
  booklet: "design",
  session: "design",
  place: "design",
} as const satisfies Record<Grouping["kind"], string>;

/** By what to group: questions of the questionnaire first, then what is known of the test takers and of the design. */
export function GroupingSelect(props: {
  all: Groupings;
  /** What is chosen where nothing is grouped; left out where something must be. */
  none?: string;
  chosen: string;
  onChange: (grouping: Grouping | undefined) => void;
}) {
  const { t, local } = useLanguage();
  const { groupings, groupSizeMin } = props.all;
  const option = (grouping: Grouping) => (
    <option key={grouping.id} value={grouping.id} disabled={!isUsable(grouping)}>
      {local(grouping.title)}
      {isUsable(grouping) ? "" : ` (${t("compare.tooSmall", { least: groupSizeMin })})`}
    </option>
  );
  const sections = (["questionnaire", "testTakers", "design"] as const).map((section) => ({
    section,
    groupings: groupings.filter(({ kind }) => sectionOf[kind] === section),
  }));
  return (
    <label className="field">
      <span>{t("compare.grouping")}</span>
      <select
        className="select"
        value={props.chosen}
        onChange={(event) => {
          props.onChange(groupings.find(({ id }) => id === event.target.value));
        }}
      >
        {props.none !== undefined && <option value="">{props.none}</option>}
        {sections.map(
          ({ section, groupings: own }) =>
            own.length > 0 && (
              <optgroup key={section} label={t(`compare.${section}`)}>
                {own.map(option)}
              </optgroup>
            ),
        )}
      </select>
    </label>
  );
}

/** One of a grouping's groups; those too small cannot be taken. */
export function GroupSelect(props: {
  label: string;
  grouping: Grouping;
  least: number;
  chosen: string;
  onChange: (id: string) => void;
}) {
  const { t, local, format } = useLanguage();
  return (
    <label className="field">
      <span>{props.label}</span>
      <select
        className="select"
        value={props.chosen}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.grouping.groups.map(({ id, title, n }) => (
          <option key={id} value={id} disabled={n === null}>
            {local(title)} (
            {n === null ? t("compare.tooSmall", { least: props.least }) : `n = ${format.count(n)}`})
          </option>
        ))}
      </select>
    </label>
  );
}
