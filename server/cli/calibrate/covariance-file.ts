import type { JointCovariance } from "../../../psychometrics/index.js";

/** The covariance with each item's places in it by name, as `khao link` reads it. */
export function covarianceFile(
  { items }: { items: readonly { item: string }[] },
  { names, places, values }: JointCovariance,
): string {
  const placesOf = Object.fromEntries(items.map(({ item }, i) => [item, places[i]]));
  return `${JSON.stringify({ names, places: placesOf, values })}\n`;
}
