import type { StudyOverview } from "../../../server/contract/research.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Which of the scored items a calibration reads; all of them unless some are taken out. */
export function ItemChoice(props: {
  items: StudyOverview["items"];
  without: readonly string[];
  onChange: (without: string[]) => void;
}) {
  const { t } = useLanguage();
  const { items, without, onChange } = props;
  const toggle = (itemId: string) =>
    onChange(without.includes(itemId) ? without.filter((other) => other !== itemId) : [...without, itemId]);
  return (
    <details>
      <summary>
        {t("analysis.items", {
          count: items.length - items.filter((item) => without.includes(item.itemId)).length,
        })}
      </summary>
      <div className="row item-choice">
        {items.map((item) => (
          <label key={item.itemId} className="check">
            <input
              type="checkbox"
              checked={!without.includes(item.itemId)}
              onChange={() => toggle(item.itemId)}
            />
            <code>{item.itemId}</code>
          </label>
        ))}
      </div>
    </details>
  );
}
