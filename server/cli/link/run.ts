import {
  curveMethods,
  jackknifeLink,
  link,
  linkErrorOfDifferences,
  type CurveWeights,
  type JackknifedLink,
  type Linking,
  type LinkMethod,
  type LinkOptions,
  type ModelName,
} from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { InputError, refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import { onlyDimension, type FormFiles } from "../files/read-form.js";
import { readTwoForms } from "../files/read-two-forms.js";
import { readUnits } from "./read-units.js";
import { groupColumns, personColumns, rescaledTable } from "./rescale-table.js";
import { commonItemsTable, jackknifeTable, linkedItemsTable } from "./result-tables.js";

/** What linking from files needs to know. */
export interface LinkRequest {
  base: string;
  other: string;
  method: LinkMethod;
  weights: CurveWeights["kind"];
  symmetric: boolean;
  slope?: "free" | "one";
  robust: boolean;
  /** The |robust z| beyond which robust linking drops an item, and the share of the common items that it may drop; as the library has them by default. */
  robustCutoff?: number;
  robustShare?: number;
  units?: string;
  model: ModelName;
  /** The groups whose parameters count where items differ between groups; by default as `readTwoForms` has it. */
  baseGroup?: string;
  otherGroup?: string;
}

/** Every file that a result folder may hold. */
export const resultFiles = [
  "link.json",
  "common-items.csv",
  "jackknife.csv",
  "items.csv",
  "persons.csv",
  "groups.csv",
];

/**
 * Reads two calibrations, links the second to the scale of the first, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runLink(
  request: LinkRequest,
  tell: (sentence: string) => void,
): Promise<{ linking: Linking; files: Record<string, string> }> {
  if (request.symmetric && !curveMethods.some((name) => name === request.method))
    throw new InputError("link.symmetricCurves", {
      method: request.method,
      curves: curveMethods.join(", "),
    });
  const stray = [
    ...(request.robustCutoff === undefined ? [] : ["--robust-cutoff"]),
    ...(request.robustShare === undefined ? [] : ["--robust-share"]),
  ];
  if (stray.length > 0 && !request.robust)
    throw new InputError("link.robustWanted", { options: stray.join(", ") });
  const {
    first: base,
    second: other,
    lines,
  } = await readTwoForms(
    [
      { path: request.base, group: request.baseGroup, option: "--base-group" },
      { path: request.other, group: request.otherGroup, option: "--other-group" },
    ],
    request.model,
  );
  onlyDimension(request.base, base);
  const dimension = onlyDimension(request.other, other);
  const unitOf = request.units === undefined ? undefined : await readUnits(request.units);
  const options: LinkOptions = {
    method: request.method,
    weights: { kind: request.weights },
    isSymmetric: request.symmetric,
    slope: request.slope,
    ...(request.robust && { robust: { cutoff: request.robustCutoff, shareMax: request.robustShare } }),
  };
  const { linking, jackknifed } = linkOrRefuse(base, other, options, unitOf);
  for (const line of lines) tell(line);
  return { linking, files: await filesOf(request, [base, other], dimension, linking, jackknifed) };
}

function linkOrRefuse(
  base: FormFiles,
  other: FormFiles,
  options: LinkOptions,
  unitOf: Record<string, string> | undefined,
): { linking: Linking; jackknifed: JackknifedLink | null } {
  try {
    const linking = link(base.form, other.form, options);
    const used = linking.items.flatMap(({ item, isUsed }) => (isUsed ? [item] : []));
    const { robust: _, ...rest } = options;
    // One item has no unit to be left out, and two leave too little for a slope.
    const enough = used.length > (linking.hasSlope ? 2 : 1);
    const jackknifed = enough ? jackknifeLink(base.form, other.form, { ...rest, items: used }, unitOf) : null;
    return { linking, jackknifed };
  } catch (error) {
    throw refusalOf(error, "link.refused");
  }
}

async function filesOf(
  request: LinkRequest,
  [base, other]: [FormFiles, FormFiles],
  dimension: string | null,
  linking: Linking,
  jackknifed: JackknifedLink | null,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {
    "link.json": `${JSON.stringify(summaryOf(request, [base, other], linking, jackknifed), null, 2)}\n`,
    "common-items.csv": csvOf(commonItemsTable(linking)),
    "items.csv": csvOf(linkedItemsTable(other, linking)),
  };
  if (jackknifed) files["jackknife.csv"] = csvOf(jackknifeTable(jackknifed));
  if (other.persons)
    files["persons.csv"] = csvOf(await rescaledTable(other.persons, personColumns(dimension), linking));
  if (other.groups) files["groups.csv"] = csvOf(await rescaledTable(other.groups, groupColumns, linking));
  return files;
}

function summaryOf(
  request: LinkRequest,
  [base, other]: [FormFiles, FormFiles],
  linking: Linking,
  jackknifed: JackknifedLink | null,
): Record<string, unknown> {
  const used = linking.items.filter(({ isUsed }) => isUsed);
  const differences = used.flatMap(({ difference }) => (difference === null ? [] : [difference]));
  return {
    method: linking.method,
    weights: request.weights,
    symmetric: request.symmetric,
    slope: linking.slope,
    intercept: linking.intercept,
    slope_is_held: !linking.hasSlope,
    se_slope: linking.standardErrors?.slope ?? null,
    se_intercept: linking.standardErrors?.intercept ?? null,
    cov_slope_intercept: linking.standardErrors?.covariance ?? null,
    link_error_slope: jackknifed?.linkErrors.slope ?? null,
    link_error_intercept: jackknifed?.linkErrors.intercept ?? null,
    n_units: jackknifed?.units.length ?? null,
    link_error_of_differences: differences.length > 1 ? linkErrorOfDifferences(differences) : null,
    criterion: linking.criterion,
    converged: linking.converged,
    base_group: base.group,
    other_group: other.group,
    n_common: linking.items.length,
    n_used: used.length,
    dropped: linking.dropped,
    robust: linking.robust && {
      cutoff: linking.robust.cutoff,
      dropped_max: linking.robust.droppedMax,
      end: linking.robust.end,
      standing_out: linking.robust.standingOut,
    },
    unstable: linking.items.flatMap(({ item, isUnstable }) => (isUnstable ? [item] : [])),
    version: programVersion,
  };
}
