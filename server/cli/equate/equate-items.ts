import { basename, resolve } from "node:path";
import {
  equateObservedScores,
  equateTrueScores,
  link,
  linkedForms,
  type IrtEquatingMethod,
  type LinkedForms,
  type Linking,
  type LinkOptions,
  type NormalAbility,
} from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";
import type { Cell } from "../files/table.js";
import { readRecords } from "../files/read-csv.js";
import { chosenLines } from "../files/chosen-lines.js";
import { onlyDimension, readForm, type FormFiles } from "../files/read-form.js";
import { readTwoForms } from "../files/read-two-forms.js";
import { commonItemsTable } from "../link/result-tables.js";
import type { Conversion, Equated } from "./equated.js";
import { abilityOf } from "./read-ability.js";
import type { EquateRequest } from "./request.js";
import { noteRow } from "../files/note-row.js";

/** The abilities of both groups, and whether somebody said what they are. */
interface Abilities {
  from: NormalAbility;
  to: NormalAbility;
  isAssumed: boolean;
}

const standardNormal: NormalAbility = { mean: 0, variance: 1 };

/**
 * Equates two forms by their calibrated items.
 *
 * @throws {InputError} for anything wrong in the files.
 * @throws {RangeError} for what the library refuses.
 */
export async function equateItems(
  request: EquateRequest,
  methods: readonly IrtEquatingMethod[],
): Promise<Equated> {
  const isOne = resolve(request.from) === resolve(request.to);
  const { from, to, groupLines } = await formsFrom(request, isOne);
  onlyDimension(request.from, from);
  onlyDimension(request.to, to);
  if (isOne && from.form.covariance && to.form.covariance)
    to.form.covariance = { ...to.form.covariance, values: from.form.covariance.values };
  const items = await formsOf(request, isOne);
  const options: LinkOptions = { method: request.linkMethod, ...(request.robust && { robust: {} }) };
  requireAllScores(request.from, from, items?.from);
  requireAllScores(request.to, to, items?.to);
  const linking = isOne || request.oneScale ? null : link(from.form, to.form, options);
  const forms = linkedForms(
    { calibration: from.form, items: items?.from },
    { calibration: to.form, items: items?.to },
    linking,
    options,
  );
  const abilities = await abilitiesOf(request, from, to);
  const highest = forms.to.reduce((sum, { scoreValues }) => sum + (scoreValues.at(-1) ?? 0), 0);
  const conversions = methods.map((method): Conversion => ({
    method,
    highest,
    scores:
      method === "true-score"
        ? equateTrueScores(forms)
        : equateObservedScores(forms, { ...abilities, fromWeight: request.fromWeight }),
  }));
  return {
    conversions,
    tables: linking ? { "common-items.csv": commonItemsTable(linking) } : {},
    summary: summaryOf(request, forms, linking, abilities, methods),
    notes: notesOn(forms, conversions, abilities, methods),
    lines: [
      ...groupLines,
      ...(linking
        ? [
            say("link.constants", {
              base: request.from,
              other: request.to,
              slope: linking.slope.toFixed(5),
              intercept: linking.intercept.toFixed(5),
            }),
            ...(methods.includes("true-score") ? [say("equate.thetaScale", { from: request.from })] : []),
          ]
        : []),
      ...(forms.sensitivity ? [] : [say("equate.noErrors")]),
    ],
  };
}

/** The two calibrations; in a group that both have where they are compared, which those of one calibration or scale are not. */
async function formsFrom(
  { from, to, fromGroup, toGroup, model, oneScale }: EquateRequest,
  isOne: boolean,
): Promise<{ from: FormFiles; to: FormFiles; groupLines: string[] }> {
  if (!isOne && !oneScale) {
    const asks = [
      { path: from, group: fromGroup, option: "--from-group" },
      { path: to, group: toGroup, option: "--to-group" },
    ] as const;
    const { first, second, lines } = await readTwoForms(asks, model);
    return { from: first, to: second, groupLines: lines };
  }
  const first = await readForm(from, model, fromGroup);
  const second = await readForm(to, model, toGroup);
  const isSame = isOne && first.group === second.group;
  return {
    from: first,
    to: second,
    groupLines: [...chosenLines(from, first), ...(isSame ? [] : chosenLines(to, second))],
  };
}

/** The items of each form by the table of forms; all of each calibration without one. */
async function formsOf(
  { forms, fromForm, toForm, from, to }: EquateRequest,
  isOne: boolean,
): Promise<{ from: string[]; to: string[] } | null> {
  if (forms === undefined) {
    if (fromForm !== undefined || toForm !== undefined) throw new InputError("equate.twoForms");
    if (isOne) throw new InputError("equate.formsWanted", { from, to });
    return null;
  }
  if (fromForm === undefined || toForm === undefined) throw new InputError("equate.twoForms");
  const itemsOf = new Map<string, string[]>();
  for (const { cells } of await readRecords(forms, ["item", "form"]))
    itemsOf.set(cells.form ?? "", [...(itemsOf.get(cells.form ?? "") ?? []), cells.item ?? ""]);
  const [first, second] = [fromForm, toForm].map((form) => {
    const items = itemsOf.get(form);
    if (items) return [...new Set(items)];
    throw new InputError("equate.noForm", {
      file: basename(forms),
      form,
      forms: [...itemsOf.keys()].join(", "),
    });
  });
  return { from: first ?? [], to: second ?? [] };
}

/**
 * A form's sums are of the scores that its items have. Of one in whose data a score between did not occur the table does not tell
 * which scores the steps lead to.
 *
 * @throws {InputError} naming such an item of the form.
 */
function requireAllScores(
  calibration: string,
  { rows }: FormFiles,
  items: readonly string[] | undefined,
): void {
  const item = rows.find((row) => row.hasGap && (items?.includes(row.item) ?? true))?.item;
  if (item !== undefined) throw new InputError("equate.gap", { calibration, item });
}

async function abilitiesOf(request: EquateRequest, from: FormFiles, to: FormFiles): Promise<Abilities> {
  const found = {
    from:
      request.fromAbility ??
      (await abilityOf(request.from, from, request.fromGroup ?? from.group ?? undefined)),
    to: request.toAbility ?? (await abilityOf(request.to, to, request.toGroup ?? to.group ?? undefined)),
  };
  return {
    from: found.from ?? standardNormal,
    to: found.to ?? standardNormal,
    isAssumed: found.from === null || found.to === null,
  };
}

function summaryOf(
  { linkMethod, fromWeight }: EquateRequest,
  forms: LinkedForms,
  linking: Linking | null,
  { from, to }: Abilities,
  methods: readonly IrtEquatingMethod[],
): Record<string, unknown> {
  const population = methods.includes("observed-score");
  return {
    items_from: forms.from.map(({ item }) => item),
    items_to: forms.to.map(({ item }) => item),
    link_method: linking ? linkMethod : null,
    slope: forms.constants.slope,
    intercept: forms.constants.intercept,
    se_slope: linking?.standardErrors?.slope ?? null,
    se_intercept: linking?.standardErrors?.intercept ?? null,
    n_common: linking?.items.length ?? null,
    dropped: linking?.dropped ?? null,
    ability_from: population ? from : null,
    ability_to: population ? to : null,
    from_weight: population ? fromWeight : null,
  };
}

function notesOn(
  forms: LinkedForms,
  conversions: readonly Conversion[],
  { isAssumed }: Abilities,
  methods: readonly IrtEquatingMethod[],
): Cell[][] {
  const without = conversions.flatMap(({ method, scores }) =>
    method === "true-score" ? scores.filter(({ theta }) => theta === null).map(({ score }) => score) : [],
  );
  return [
    ...(forms.sensitivity ? [] : [noteRow("se_equivalent", "", { key: "note.needs-covariance" })]),
    ...(without.length > 0
      ? [noteRow("true-score", without.join(" "), { key: "note.scores-of-no-ability" })]
      : []),
    ...(isAssumed && methods.includes("observed-score")
      ? [noteRow("observed-score", "", { key: "note.ability-assumed" })]
      : []),
  ];
}
