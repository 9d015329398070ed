import type { AlignedData } from "../persons/align.js";
import { categoryShares, observedMargins } from "./complete-cases.js";
import { marginCovariance } from "./margin-covariance.js";
import { independence } from "./margin-jacobian.js";
import { expectedMargins, marginCount, marginsAtNodes, type Moments } from "./moments.js";
import { message, type Message } from "../messages/message.js";
import { residualQuadratic } from "./residual-quadratic.js";
import type { Sample } from "./samples.js";

/**
 * The fit of the model in which items have nothing in common, with the shares of categories that each sample has itself.
 * The reason where it cannot be had: no degrees of freedom are left, or nobody of a sample has one of an item's scores, so that the
 * margins' covariance is singular.
 */
export function independenceFit(
  margins: readonly (Sample & { moments: Moments })[],
  aligned: AlignedData,
): { m2: number; df: number } | Message {
  let m2 = 0;
  let df = 0;
  for (const { moments, places, complete } of margins) {
    const { atNode, columns } = independence(moments, categoryShares(aligned, places, complete));
    const expected = expectedMargins(marginsAtNodes(moments, atNode), atNode.mass);
    const observed = observedMargins(moments, aligned, places, complete);
    const left = residualQuadratic([
      {
        residual: observed.map((value, m) => value - expected[m]),
        covariance: marginCovariance(moments, atNode),
        columns,
        n: complete.weight,
      },
    ]);
    if (left === null) return message("independence-singular");
    m2 += left.value;
    // In M2* a polytomous item's categories enter by their mean alone, so that its shares are one parameter there.
    df += marginCount(moments) - left.rank;
  }
  return df > 0 ? { m2, df } : message("few-degrees-of-freedom");
}
