import type { DifItem } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { classMarks } from "../plots/effects.js";

/** The class with its mark, and for whom the item is harder where it is not negligible. */
export function ClassInWords(props: {
  effectClass: DifItem["effectClass"];
  isHarder: boolean;
  reason: DifItem["reason"];
}) {
  const { t, language } = useLanguage();
  const { effectClass, isHarder, reason } = props;
  if (effectClass === null) return <span className="quiet small">{reason?.[language] ?? "–"}</span>;
  const words = `${classMarks[effectClass]} ${effectClass} – ${t(`dif.class.${effectClass}`)}`;
  if (effectClass === "A") return <span className="quiet">{words}</span>;
  return (
    <>
      <strong className={effectClass === "C" ? "far" : "nowrap"}>{words}</strong>
      <br />
      <span className="small">{t(isHarder ? "dif.harder" : "dif.easier")}</span>
    </>
  );
}
