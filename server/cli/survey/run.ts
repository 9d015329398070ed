import {
  estimate,
  percentiles,
  regression,
  replicatedGroups,
  replicated,
  combineGroup,
  suppressionReason,
  zonesWithOneHalf,
  type ReplicatedGroup,
  type ScaleConstants,
  type SurveyData,
} from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { say, spokenLanguage, wordsIn, type Sentence } from "../../terminal/words.js";
import { refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import { readSurvey, type SurveyTable } from "./read-survey.js";
import { comparedStatistics } from "./compared.js";
import { compositeTable } from "./composite.js";
import { checkTrend, cycleColumn, differencesOf } from "./differences.js";
import { linkErrorFromMeans } from "./link-error.js";
import { weightNote } from "../calibrate/weight-note.js";
import { replicationOf } from "./replication-of.js";
import type { SurveyRequest } from "./request.js";
import { reportedValues } from "./reported-scale.js";
import {
  differencesTable,
  levelsTable,
  meansTable,
  percentilesTable,
  regressionTable,
  type GroupResult,
} from "./result-tables.js";
import { codeOf } from "../files/note-row.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  "means.csv",
  "levels.csv",
  "percentiles.csv",
  "regression.csv",
  "differences.csv",
  "composite.csv",
  "summary.json",
];

/**
 * Reads the table, estimates group by group, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runSurvey(
  asked: SurveyRequest,
  tell: (sentence: string) => void,
): Promise<Record<string, string>> {
  const request =
    asked.linkMeans === undefined
      ? asked
      : { ...asked, linkError: await linkErrorFromMeans(asked.linkMeans) };
  checkTrend(request);
  const table = await readSurvey(request.table, request);
  const replication = refusing(request, () => replicationOf(request, table));
  const { values, scale } = refusing(request, () => reportedValues(request, table, replication.full));
  const data: SurveyData = { values, replication };
  tell(
    say("survey.read", {
      file: request.table,
      persons: table.weights.length,
      values: table.values.length,
      replicates: data.replication.replicates.length,
      left: table.withoutValues,
    }),
  );
  const notes = [...unitNote(request, scale), ...notesOn(request, table, data)];
  const inWords = notes.map((note) => wordsIn(spokenLanguage(), note));
  if (notes.length > 0) tell(say("survey.notes", { notes: inWords.join(" ") }));
  const groups = refusing(request, () => resultsOf(request, table, data));
  const files: Record<string, string> = { "means.csv": csvOf(meansTable(groups, request.by)) };
  if (request.cuts.length > 0) files["levels.csv"] = csvOf(levelsTable(groups, request.by, request.cuts));
  if (request.percentiles.length > 0) {
    files["percentiles.csv"] = csvOf(percentilesTable(groups, request.by, request.percentiles));
  }
  if (request.predictors.length > 0) {
    files["regression.csv"] = csvOf(regressionTable(groups, request.by, request.predictors));
  }
  const statistics = comparedStatistics(request, data);
  if (groups.length > 1) {
    const found = refusing(request, () => differencesOf(request, groups, statistics, data.replication));
    files["differences.csv"] = csvOf(differencesTable(found));
  }
  if (groups.length > 1 && request.isIndependent)
    files["composite.csv"] = csvOf(compositeTable(groups, request.by, statistics));
  files["summary.json"] =
    `${JSON.stringify({ ...summaryOf(request, table, data, scale), notes: inWords, note_codes: notes.map(codeOf) }, null, 2)}\n`;
  return files;
}

/** In which unit cuts and a link error were taken, where there are two. */
function unitNote({ cuts, linkError }: SurveyRequest, scale: ScaleConstants | null): Sentence[] {
  const options = [...(cuts.length > 0 ? ["--cuts"] : []), ...(linkError > 0 ? ["--link-error"] : [])];
  if (scale === null || options.length === 0) return [];
  const slope = String(Number(scale.slope.toPrecision(4)));
  return [{ key: "note.unit-of-scale", values: { options: options.join(", "), slope } }];
}

/** What a reader should know before using the numbers. */
function notesOn(request: SurveyRequest, table: SurveyTable, { replication }: SurveyData): Sentence[] {
  const weights = weightNote(replication.full, (p) => ({
    key: "note.person-in-line",
    values: { line: table.lines[p] ?? "" },
  }));
  const made = request.replicates === undefined && request.method !== "jk1" && request.method !== "bootstrap";
  const single = made ? zonesWithOneHalf(table.zones, table.halves) : [];
  const apart = table.by.filter((cells) => cells.includes("")).length;
  const unweighted = table.senate?.filter((group) => group === "").length ?? 0;
  return [
    ...(weights === null ? [] : [weights]),
    ...(apart > 0
      ? [
          {
            key: "note.empty-group",
            values: { count: apart, columns: request.by.join(", ") },
          } satisfies Sentence,
        ]
      : []),
    ...(unweighted > 0
      ? [
          {
            key: "note.empty-senate",
            values: { count: unweighted, column: request.senate ?? "" },
          } satisfies Sentence,
        ]
      : []),
    ...(single.length > 0
      ? [{ key: "note.zones-with-one-half", values: { zones: someOf(single) } } satisfies Sentence]
      : []),
  ];
}

/** More zones are counted, not named. */
const zonesMax = 10;

function someOf(zones: readonly (string | number)[]): Sentence | string {
  const names = zones.slice(0, zonesMax).join(", ");
  const more = zones.length - zonesMax;
  return more > 0 ? { key: "note.and-others", values: { names, more } } : names;
}

/** What the library refuses is in the caller's table or options. */
function refusing<T>(request: SurveyRequest, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error, "survey.refused", { file: request.table });
  }
}

function resultsOf(request: SurveyRequest, table: SurveyTable, data: SurveyData): GroupResult[] {
  // An empty cell belongs to no group.
  const keys = table.by.map((cells) => (cells.includes("") ? "" : JSON.stringify(cells)));
  const rowsOf = groupRows(keys);
  const rule = request.samplingVariance;
  return replicatedGroups(data, keys, request.cuts)
    .map((group): GroupResult => {
      const rows = Int32Array.from(rowsOf.get(group.group) ?? []);
      const hiddenOf = (persons: Int32Array) =>
        suppressionReason(persons.length, unitCount(table, persons), request);
      // Who has no weight is in no estimate, and must not help a handful of others over the limit.
      const counted = rows.filter((p) => (data.replication.full[p] ?? 0) > 0);
      const complete = counted.filter((p) => table.predictors.every((values) => !Number.isNaN(values[p])));
      const estimated = (statistic: Parameters<typeof estimate>[1], persons = rows) =>
        estimate(data, statistic, { rows: persons, samplingVariance: rule });
      const of = (value: ReplicatedGroup["mean"]) => combineGroup(group, value, data.replication, rule);
      const ofPercentiles = percentiles(request.percentiles.map((p) => p / 100));
      return {
        rows,
        names: JSON.parse(group.group) as string[],
        replicated: group,
        units: unitCount(table, rows),
        hidden: hiddenOf(counted),
        regressionHidden: hiddenOf(complete),
        mean: of(group.mean),
        sd: of(group.sd),
        levels: group.levels.map(of),
        atOrAbove: group.atOrAbove.map(of),
        percentiles: request.percentiles.length > 0 ? estimated(ofPercentiles) : [],
        replicatedPercentiles: once(() => replicated(data, ofPercentiles, rows)),
        regression:
          request.predictors.length > 0
            ? // Only those with all predictors are in it, and in its degrees of freedom; where there are none, all say why.
              estimated(
                regression(table.predictors, request.predictors),
                complete.length > 0 ? complete : rows,
              )
            : [],
      };
    })
    .sort((a, b) => a.names.join("\u0000").localeCompare(b.names.join("\u0000"), "en", { numeric: true }));
}

/** How many sampling units persons are from; null where these are not known. */
function unitCount({ units }: SurveyTable, persons: Int32Array): number | null {
  return units ? new Set(Array.from(persons, (p) => units[p])).size : null;
}

/** Made when it is first asked for: only differences within a sample need it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function groupRows(keys: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  keys.forEach((key, p) => {
    const list = rows.get(key);
    if (list) list.push(p);
    else rows.set(key, [p]);
  });
  return rows;
}

function summaryOf(
  request: SurveyRequest,
  table: SurveyTable,
  data: SurveyData,
  scale: ScaleConstants | null,
): Record<string, unknown> {
  return {
    file: request.table,
    values: table.values.map(({ name }) => name),
    weight: request.weight,
    method: request.method,
    replicates: data.replication.replicates.length,
    factor: data.replication.factor,
    sampling_variance: request.samplingVariance,
    n_persons: table.weights.length,
    n_without_values: table.withoutValues,
    n_without_group: table.by.filter((cells) => cells.includes("")).length,
    persons_min: request.personsMin,
    units_min: request.unitsMin ?? null,
    scale_slope: scale?.slope ?? null,
    scale_intercept: scale?.intercept ?? null,
    senate: request.senate ?? null,
    seed: request.method === "bootstrap" && request.replicates === undefined ? request.seed : null,
    link_error: request.linkError,
    link_error_between: cycleColumn(request),
    groups_are_independent: request.isIndependent,
    version: programVersion,
  };
}
