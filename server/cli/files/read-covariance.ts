import { readFile } from "node:fs/promises";
import type { FormItem, JointCovariance } from "../../../psychometrics/index.js";
import type { CovarianceFile, CovariancePlaces } from "./covariance-file.js";
import { InputError } from "./input-error.js";

/** A row of the items that the covariance is of. */
interface Row {
  item: string;
  groups: readonly string[] | null;
  parameters: FormItem;
}

/**
 * `covariance.json` as `khao calibrate --covariance` writes it, for some rows of the items beside it.
 *
 * @param file null where there is none, which gives null.
 * @throws {InputError} when it does not fit the items.
 */
export async function readCovariance(
  file: string | null,
  rows: readonly Row[],
): Promise<JointCovariance | null> {
  if (file === null) return null;
  const broken = () => new InputError("link.badCovariance", { file });
  let read: CovarianceFile;
  try {
    read = JSON.parse(await readFile(file, "utf8")) as CovarianceFile;
  } catch {
    throw broken();
  }
  if (!Array.isArray(read.names) || !Array.isArray(read.values) || typeof read.places !== "object")
    throw broken();
  if (read.values.length !== read.names.length ** 2) throw broken();
  const places = rows.map((row) => {
    const own = placesOf(row, read.places[row.item]);
    if (own?.length !== row.parameters.parameters.length) throw broken();
    return own;
  });
  return { names: read.names, places, values: read.values };
}

/** The places of the part of an item that a row is; undefined where the file has no such part. */
function placesOf({ groups }: Row, found: CovariancePlaces | undefined): number[] | undefined {
  if (!Array.isArray(found)) return undefined;
  const whole = found.filter((one) => typeof one === "number");
  const parts = found.filter((one) => typeof one !== "number");
  if (groups === null) return parts.length === 0 ? whole : undefined;
  return parts.find((part) => part.groups.join("\n") === groups.join("\n"))?.places;
}
