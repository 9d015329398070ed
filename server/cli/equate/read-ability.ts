import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NormalAbility } from "../../../psychometrics/index.js";
import { InputError } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";
import type { FormFiles } from "../files/read-form.js";

/**
 * The distribution of ability of the test takers of a calibration, from the files of its folder: the group's in `groups.csv`
 * (the reference group's by default), or the one of `summary.json`.
 *
 * @returns null for a table of items without a folder, or a folder that does not tell.
 * @throws {InputError} when the folder has no such group.
 */
export async function abilityOf(
  folder: string,
  { groups }: Pick<FormFiles, "groups">,
  group: string | undefined,
): Promise<NormalAbility | null> {
  const of = (mean: unknown, variance: unknown): NormalAbility | null => {
    const found = { mean: Number(mean ?? NaN), variance: Number(variance ?? NaN) };
    return Number.isFinite(found.mean) && found.variance > 0 ? found : null;
  };
  if (groups !== null) {
    const rows = await readRecords(groups, ["group", "mean", "variance"]);
    const own = group === undefined ? rows[0] : rows.find(({ cells }) => cells.group === group);
    if (!own && group !== undefined)
      throw new InputError("link.noGroup", {
        file: groups,
        group,
        groups: rows.map(({ cells }) => cells.group ?? "").join(", "),
      });
    return of(own?.number("mean"), own?.number("variance"));
  }
  const text = await readFile(join(folder, "summary.json"), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const { latent_mean: mean, latent_variance: variance } = JSON.parse(text) as Record<string, unknown>;
    return of(mean, variance);
  } catch {
    return null;
  }
}
