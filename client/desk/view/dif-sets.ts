import type { DifResult } from "../../../server/contract/comparisons.js";
import type { ColumnSet } from "../../shared/staff/column-sets.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Which statistics there are: those that were asked for, and known to the version that made them. */
export const shownIn = ({ items }: DifResult) => ({
  ratios: items.some(({ ratioP }) => ratioP !== null),
  sibtest: items.some(({ sibtest }) => typeof sibtest?.beta === "number"),
  md: items.some(({ mdFocal }) => typeof mdFocal === "number"),
});

const largest = (id: string) => ({ id, descending: true });

/** What decides on an item first, with one p of each method; then each method by itself. */
export function useDifSets(dif: DifResult): ColumnSet[] {
  const { t } = useLanguage();
  const { ratios, sibtest } = shownIn(dif);
  const set = (id: string, columns: string[], sort?: ColumnSet["sort"]): ColumnSet => ({
    ...{ id, label: t(`dif.sets.${id}`), columns, sort },
  });
  return [
    set("overview", [
      ...["class", "delta", "p", "uniformP", "nonUniformP"],
      ...(sibtest ? ["sibtestP", "crossingP"] : []),
      ...(ratios ? ["ratioP"] : []),
    ]),
    set("mantelHaenszel", ["class", "delta", "p", "homogeneityP", "smd", "counts"]),
    set("logistic", ["uniformP", "nonUniformP", "rSquaredChange", "counts"], largest("rSquaredChange")),
    ...(sibtest
      ? [
          set(
            "sibtest",
            ["beta", "betaClass", "sibtestP", "crossingBeta", "crossingP", "crossingAt"],
            largest("betaClass"),
          ),
        ]
      : []),
    ...(ratios
      ? [set("likelihoodRatio", ["ratioP", "shift", "counts"], { id: "ratioP", descending: false })]
      : []),
    set("rmsd", ["rmsdReference", "mdReference", "rmsdFocal", "mdFocal", "counts"], largest("rmsdFocal")),
  ];
}
