import { useLanguage } from "../../shared/staff/use-language.js";

/** Which subjects' items count; none chosen means all. */
export function SubjectChoice(props: {
  subjects: string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const { t } = useLanguage();
  if (props.subjects.length < 2) return null;
  const toggle = (subject: string) =>
    props.onChange(
      props.chosen.includes(subject)
        ? props.chosen.filter((other) => other !== subject)
        : [...props.chosen, subject],
    );
  return (
    <div className="segmented" role="group" aria-label={t("subjects.title")}>
      <button
        type="button"
        className="button"
        aria-pressed={props.chosen.length === 0}
        onClick={() => props.onChange([])}
      >
        {t("subjects.all")}
      </button>
      {props.subjects.map((subject) => (
        <button
          key={subject}
          type="button"
          className="button"
          aria-pressed={props.chosen.includes(subject)}
          onClick={() => toggle(subject)}
        >
          {t(`subject.${subject}`)}
        </button>
      ))}
    </div>
  );
}
