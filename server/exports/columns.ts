import type { CellValue, Column, Table } from "./table.js";

/** A column with how its cell is read from what a row is made of. */
export interface Field<Row> {
  column: Column;
  cell: (row: Row) => CellValue | boolean;
}

/** A table whose columns say themselves what stands in them, so that header and cells cannot come apart. */
export function tableOf<Row>(
  about: Pick<Table, "name" | "title">,
  fields: readonly Field<Row>[],
  rowsOf: readonly Row[],
): Table {
  return {
    ...about,
    columns: fields.map(({ column }) => column),
    *rows() {
      for (const row of rowsOf) {
        yield fields.map(({ cell }) => {
          const value = cell(row);
          return typeof value === "boolean" ? Number(value) : value;
        });
      }
    },
  };
}

/** Fields that all come from one source. */
export function fieldsFrom<Row>(source: Column["source"]) {
  const field =
    (type: Column["type"]) =>
    (
      name: string,
      [vi, en]: readonly [vi: string, en: string],
      cell: Field<Row>["cell"],
      more: Partial<Column> = {},
    ): Field<Row> => ({ column: { name, type, label: { vi, en }, source, ...more }, cell });
  const integer = field("integer");
  return {
    id: field("id"),
    text: field("text"),
    nominal: field("nominal"),
    number: field("number"),
    time: field("time"),
    integer,
    /** 1 for yes, 0 for no. */
    yes: (name: string, label: readonly [string, string], cell: (row: Row) => boolean): Field<Row> =>
      integer(name, label, cell, { values: yesOrNo }),
  };
}

const yesOrNo = [
  { value: 0, label: { vi: "Không", en: "No" } },
  { value: 1, label: { vi: "Có", en: "Yes" } },
];

/** The values of a nominal column with their labels. */
export const valuesOf = (labels: Readonly<Record<string, readonly [vi: string, en: string]>>) => ({
  values: Object.entries(labels).map(([value, [vi, en]]) => ({ value, label: { vi, en } })),
});
