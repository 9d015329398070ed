import seedrandom from "seedrandom";
import {
  chooseSmoothing,
  equateByAnchor,
  equateEquipercentile,
  presmooth,
  scoreDistribution,
  scoreDistributionOfCounts,
  type AnchoredScores,
  type ChosenSmoothing,
  type ScoreDistribution,
  type ScoreEquatingMethod,
} from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import type { Cell } from "../files/table.js";
import {
  distributionsTable,
  momentsTable,
  smoothingTable,
  type FormDistribution,
} from "./distribution-tables.js";
import type { Conversion, Equated } from "./equated.js";
import { readScores, type FormScores } from "./read-scores.js";
import type { EquateRequest } from "./request.js";
import { noteRow } from "../files/note-row.js";

/**
 * Equates the sum scores of two forms as test takers have them.
 *
 * @throws {InputError} for anything wrong in the files.
 * @throws {RangeError} for what the library refuses.
 */
export async function equateScores(
  request: EquateRequest,
  methods: readonly ScoreEquatingMethod[],
): Promise<Equated> {
  const { from, to, anchorItems } = await readScores(
    request,
    methods.some((method) => method !== "equipercentile"),
  );
  const isSmoothed = request.presmooth !== null && methods.includes("equipercentile");
  const forms = {
    from: distributionOf("from", from, isSmoothed ? request.presmooth : null),
    to: distributionOf("to", to, isSmoothed ? request.presmooth : null),
  };
  const conversions = methods.map((method): Conversion => ({
    method,
    highest: to.highestTotal,
    scores:
      method === "equipercentile"
        ? equateEquipercentile(forms.from.used, forms.to.used)
        : equateByAnchor(anchored(from), anchored(to), {
            method,
            firstWeight: request.fromWeight,
            ...(request.bootstrap > 0 && {
              bootstrap: {
                replications: request.bootstrap,
                uniform: seedrandom(`${request.seed}/equate/${method}`),
              },
            }),
          }),
  }));
  const both = [forms.from, forms.to];
  return {
    conversions,
    tables: {
      "distributions.csv": distributionsTable(both),
      "moments.csv": momentsTable(both, conversions),
      ...(isSmoothed ? { "smoothing.csv": smoothingTable(both) } : {}),
    },
    summary: summaryOf(request, from, to, anchorItems, methods),
    notes: notesOn(request, [from, to], methods),
    lines: [from, to].map((form) =>
      say("equate.read", {
        file: form.file,
        persons: countOf(form),
        max: form.highestTotal,
        left: form.left,
      }),
    ),
  };
}

const countOf = ({ totals, weights, isCounted }: FormScores): number =>
  isCounted && weights ? weights.reduce((sum, count) => sum + count, 0) : totals.length;

function distributionOf(
  form: FormDistribution["form"],
  { totals, weights, isCounted, highestTotal }: FormScores,
  smoothing: EquateRequest["presmooth"],
): FormDistribution {
  let observed: ScoreDistribution;
  if (isCounted && weights) {
    const counts = new Float64Array(highestTotal + 1);
    totals.forEach((score, n) => (counts[score] = weights[n] ?? 0));
    observed = scoreDistributionOfCounts(counts);
  } else {
    observed = scoreDistribution(totals, highestTotal, weights ?? undefined);
  }
  const smooth = smoothing === null ? null : smoothed(observed, smoothing);
  return { form, observed, smooth, used: smooth?.chosen ?? observed };
}

function smoothed(observed: ScoreDistribution, smoothing: number | "aic"): ChosenSmoothing {
  if (smoothing === "aic") return chooseSmoothing(observed);
  const chosen = presmooth(observed, smoothing);
  return { chosen, tried: [chosen] };
}

function anchored({ totals, anchors, weights, highestTotal, highestAnchor }: FormScores): AnchoredScores {
  return { totals, anchors: anchors ?? [], weights: weights ?? undefined, highestTotal, highestAnchor };
}

function summaryOf(
  request: EquateRequest,
  from: FormScores,
  to: FormScores,
  anchorItems: readonly string[],
  methods: readonly ScoreEquatingMethod[],
): Record<string, unknown> {
  const hasAnchor = methods.some((method) => method !== "equipercentile");
  return {
    n_from: countOf(from),
    n_to: countOf(to),
    n_left_out_from: from.left,
    n_left_out_to: to.left,
    max_from: from.highestTotal,
    max_to: to.highestTotal,
    presmoothing: request.presmooth,
    anchor_items: hasAnchor ? anchorItems : null,
    anchor_max: hasAnchor ? from.highestAnchor : null,
    anchor_is_external: hasAnchor ? request.external : null,
    from_weight: methods.includes("frequency-estimation") ? request.fromWeight : null,
    bootstrap: hasAnchor ? request.bootstrap : null,
    seed: hasAnchor && request.bootstrap > 0 ? request.seed : null,
  };
}

function notesOn(
  { bootstrap, weight }: EquateRequest,
  forms: readonly FormScores[],
  methods: readonly ScoreEquatingMethod[],
): Cell[][] {
  const anchoredMethods = methods.filter((method) => method !== "equipercentile");
  return [
    ...forms.flatMap(({ file, left }): Cell[][] =>
      left > 0 ? [noteRow("scores", file, { key: "note.incomplete-left-out", values: { count: left } })] : [],
    ),
    ...(weight === undefined ? [] : [noteRow("scores", "", { key: "note.effective-number" })]),
    ...(bootstrap > 0
      ? []
      : anchoredMethods.map((method) => noteRow(method, "", { key: "note.needs-bootstrap" }))),
  ];
}
