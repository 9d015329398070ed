import type { SimulatedStudy, StudyItem, StudyPlan } from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";

/** The columns of `responses.csv` before the items, so that a caller can say which of them are no items. */
export interface LeadingColumns {
  id: string;
  group: string | null;
  booklet: string | null;
  weight: string | null;
  /** Stratum, school, zone and half. */
  sample: string[];
  regressors: string[];
}

/** Which columns a study has. */
export function leadingColumns({ groups, booklets, regressors = [] }: StudyPlan): LeadingColumns {
  const isSampled = groups.some(({ sample }) => sample !== undefined);
  return {
    id: "id",
    group: groups.length > 1 ? "group" : null,
    booklet: booklets ? "booklet" : null,
    weight: isSampled ? "weight" : null,
    sample: isSampled ? ["stratum", "school", "zone", "half"] : [],
    regressors: regressors.map(({ name }) => name),
  };
}

/** The names of the leading columns in their order. */
export function namesOf({ id, group, booklet, weight, sample, regressors }: LeadingColumns): string[] {
  return [id, group, booklet, weight, ...sample, ...regressors].filter((name) => name !== null);
}

/** `responses.csv`: a row per test taker, as `khao calibrate` reads it. */
export function responsesTable({ data, testTakers }: SimulatedStudy, columns: LeadingColumns): Table {
  const count = data.items.length;
  return {
    columns: [...namesOf(columns), ...data.items],
    rows: testTakers.map((person, p): Cell[] => [
      person.id,
      ...(columns.group ? [person.group] : []),
      ...(columns.booklet ? [person.booklet] : []),
      ...(columns.weight ? [person.weight] : []),
      ...(columns.sample.length > 0
        ? [
            person.school?.stratum ?? null,
            person.school?.id ?? null,
            // Zones of different groups are different zones.
            person.school
              ? columns.group
                ? `${person.group}-${person.school.zone}`
                : person.school.zone
              : null,
            person.school?.half ?? null,
          ]
        : []),
      ...person.regressors,
      ...Array.from(data.scores.subarray(p * count, (p + 1) * count), (score) => (score < 0 ? null : score)),
    ]),
  };
}

/** `abilities.csv`: each test taker's true ability, by dimension. */
export function abilitiesTable({ testTakers }: SimulatedStudy, dimensions: readonly string[]): Table {
  return {
    columns: ["id", ...dimensions],
    rows: testTakers.map(({ id, abilities }): Cell[] => [id, ...abilities]),
  };
}

/** `true-items.csv`: in the form of items.csv; an item that differs between groups has a row for each set of parameters. */
export function trueItemsTable({ items, groups }: StudyPlan): Table {
  const steps = Math.max(...items.map(({ difficulties }) => difficulties.length));
  const numbered = (stem: string) => Array.from({ length: steps }, (_, k) => `${stem}${k + 1}`);
  const padded = (values: readonly number[]): Cell[] =>
    Array.from({ length: steps }, (_, k) => values[k] ?? null);
  const hasSlopes = items.some(({ model }) => model === "nominal");
  const hasGroups = items.some(({ differs }) => differs !== undefined && differs.length > 0);
  const row = (item: StudyItem, shift: number, factor: number, own: readonly string[] | null): Cell[] => [
    ...[item.item, item.model, item.difficulties.length, item.slope * factor],
    ...padded(item.difficulties.map((b) => b + shift)),
    item.lowerAsymptote ?? (item.difficulties.length === 1 ? 0 : null),
    ...(hasSlopes ? padded(categorySlopes(item).map((slope) => slope * factor)) : []),
    ...(hasGroups ? [own?.join(" ") ?? ""] : []),
  ];
  return {
    columns: [
      ...["item", "model", "max_score", "a", ...numbered("b"), "c"],
      ...(hasSlopes ? numbered("slope") : []),
      ...(hasGroups ? ["groups"] : []),
    ],
    rows: items.flatMap((item): Cell[][] => {
      const { differs = [] } = item;
      if (differs.length === 0) return [row(item, 0, 1, null)];
      const elsewhere = groups
        .map(({ name }) => name)
        .filter((name) => !differs.some((one) => one.groups.includes(name)));
      return [
        ...(elsewhere.length > 0 ? [row(item, 0, 1, elsewhere)] : []),
        ...differs.map(({ shift = 0, slopeFactor = 1, groups: own }) => row(item, shift, slopeFactor, own)),
      ];
    }),
  };
}

function categorySlopes({ model, slope, difficulties, categorySlopes: own }: StudyItem): readonly number[] {
  if (model !== "nominal") return [];
  return own ?? difficulties.map((_, k) => (k + 1) * slope);
}

/** `models.csv`: the model of each item, as `khao calibrate --models` reads it; the items of rsm are of one scale. */
export function modelsTable({ items }: StudyPlan): Table {
  return { columns: ["item", "model"], rows: items.map(({ item, model }): Cell[] => [item, model]) };
}

/** `dimensions.csv`: which dimension each item measures, as `khao calibrate --dimensions` reads it. */
export function dimensionsTable({ items }: StudyPlan, dimensions: readonly string[]): Table {
  return {
    columns: ["item", "dimension"],
    rows: items.map(({ item, dimension }): Cell[] => [item, dimension ?? dimensions[0] ?? ""]),
  };
}
