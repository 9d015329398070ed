import { basename } from "node:path";
import { robustLinkError } from "../../../psychometrics/index.js";
import { InputError, place } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";

/**
 * PISA's link error since 2015 from a table of each country's two means: with the item parameters of the earlier cycle, and
 * with those of the later one.
 *
 * @param path a table with the columns group, first and second, on the reported scale.
 * @throws {InputError} for a cell that is no number, or fewer than two countries.
 */
export async function linkErrorFromMeans(path: string): Promise<number> {
  const file = basename(path);
  const differences = (await readRecords(path, ["group", "first", "second"])).map(
    ({ cells, line, number }) => {
      const [first, second] = (["first", "second"] as const).map((column) => {
        const value = number(column);
        if (Number.isFinite(value)) return value;
        throw new InputError("survey.notNumber", {
          place: place(file, line, column),
          cell: cells[column] ?? "",
        });
      });
      return (second ?? 0) - (first ?? 0);
    },
  );
  if (differences.length < 2) throw new InputError("survey.fewMeans", { file });
  return robustLinkError(differences);
}
