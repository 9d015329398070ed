import {
  scoreMoments,
  type ChosenSmoothing,
  type ScoreDistribution,
  type ScoreMoments,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";
import type { Conversion } from "./equated.js";

/** The scores of one form as they occur, and as they were smoothed. */
export interface FormDistribution {
  form: "from" | "to";
  observed: ScoreDistribution;
  smooth: ChosenSmoothing | null;
  /** What was equated. */
  used: ScoreDistribution;
}

/** `distributions.csv`: the share of each score, and its percentile rank: below it, and half of those at it. */
export function distributionsTable(forms: readonly FormDistribution[]): Table {
  return {
    columns: ["form", "score", "share", "smoothed_share", "percentile_rank"],
    rows: forms.flatMap(({ form, observed, smooth, used }) => {
      let below = 0;
      return Array.from(observed.shares, (share, score): Cell[] => {
        const own = used.shares[score] ?? 0;
        const rank = 100 * (below + own / 2);
        below += own;
        return [form, score, share, smooth?.chosen.shares[score] ?? null, rank];
      });
    }),
  };
}

/** `moments.csv`: of both forms, and of the first form's scores as each method converts them. */
export function momentsTable(forms: readonly FormDistribution[], conversions: readonly Conversion[]): Table {
  const cells = ({ mean, sd, skewness, kurtosis }: ScoreMoments): Cell[] => [mean, sd, skewness, kurtosis];
  const from = forms.find(({ form }) => form === "from");
  return {
    columns: ["scores", "method", "mean", "sd", "skewness", "kurtosis"],
    rows: [
      ...forms.map(({ form, observed }): Cell[] => [form, null, ...cells(scoreMoments(observed.shares))]),
      ...conversions.flatMap(({ method, scores }): Cell[][] => {
        const equivalents = scores.map(({ equivalent }) => equivalent);
        return from ? [["converted", method, ...cells(scoreMoments(from.observed.shares, equivalents))]] : [];
      }),
    ],
  };
}

/** `smoothing.csv`: the log-linear models that were fitted to each form's scores. */
export function smoothingTable(forms: readonly FormDistribution[]): Table {
  return {
    columns: ["form", "degree", "likelihood_ratio", "df", "aic", "used"],
    rows: forms.flatMap(({ form, smooth }) =>
      (smooth?.tried ?? []).map((model): Cell[] => [
        ...[form, model.degree, model.likelihoodRatio, model.degreesOfFreedom, model.aic],
        model.degree === smooth?.chosen.degree ? 1 : 0,
      ]),
    ),
  };
}
