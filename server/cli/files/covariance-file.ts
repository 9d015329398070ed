import type { JointCovariance } from "../../../psychometrics/index.js";

/** An item's places in the covariance; where it differs between groups, those of each part. */
export type CovariancePlaces = number[] | { groups: string[]; places: number[] }[];

/** `covariance.json`. */
export interface CovarianceFile {
  names: string[];
  places: Record<string, CovariancePlaces>;
  values: number[];
}

/** The covariance with each item's places in it by name, as `khao link` reads it. */
export function covarianceFile(
  { items }: { items: readonly { item: string; groups?: readonly string[] | null }[] },
  { names, places, values }: JointCovariance,
): string {
  const placesOf: CovarianceFile["places"] = {};
  items.forEach(({ item, groups }, i) => {
    const own = places[i] ?? [];
    if (!groups) {
      placesOf[item] = own;
      return;
    }
    const parts = (placesOf[item] ?? []) as { groups: string[]; places: number[] }[];
    placesOf[item] = [...parts, { groups: [...groups], places: own }];
  });
  const file: CovarianceFile = { names, places: placesOf, values };
  return `${JSON.stringify(file)}\n`;
}
