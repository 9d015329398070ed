import type { AssembledForms, Demand, DemandCheck, Infeasibility } from "../../../psychometrics/index.js";
import { say, type WordKey } from "../../terminal/words.js";

const kinds: Record<DemandCheck["kind"], WordKey> = {
  length: "assemble.length",
  requirement: "plain",
  "stimulus-items": "assemble.stimulusItems",
  enemies: "assemble.enemies",
  exposure: "assemble.exposure",
  "common-items": "assemble.commonItems",
  overlap: "assemble.overlap",
  forced: "assemble.forced",
  excluded: "assemble.excluded",
};

/** What was asked, in the language of the terminal; requirements by their own names. */
export function demandName({ kind, name }: Pick<DemandCheck, "kind" | "name"> | Demand): string {
  const text = say(kinds[kind], { text: name });
  return (kind === "stimulus-items" || kind === "overlap") && name !== "" ? `${text}: ${name}` : text;
}

/** A cell to which nothing belongs: a blank one would be taken for something that is lacking. */
const nothing = "–";

function digits(value: number): string {
  return String(Number(value.toFixed(3)));
}

function limits({ min, max }: Pick<DemandCheck, "min" | "max">): string {
  if (min !== null && max !== null)
    return min === max ? digits(min) : say("assemble.between", { min: digits(min), max: digits(max) });
  if (min !== null) return say("assemble.atLeast", { min: digits(min) });
  return say("assemble.atMost", { max: digits(max ?? Infinity) });
}

/**
 * A line for each thing that was asked: wanted, and met by each form. What all forms together have to meet says so and
 * stands under the first.
 *
 * @param other what stands under a form that `checks` says nothing of.
 */
export function requirementLines(
  checks: readonly DemandCheck[],
  forms: readonly string[],
  other = nothing,
): string[] {
  const rows = new Map<string, { name: string; wanted: string; other: string; met: Map<string, string> }>();
  const order = Object.keys(kinds);
  const byKind = [...checks].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  for (const check of byKind) {
    const name = demandName(check);
    const wanted = limits(check);
    const key = JSON.stringify([check.kind, check.name, wanted, check.form === null]);
    const row = rows.get(key) ?? { name, wanted, other, met: new Map<string, string>() };
    if (check.form === null) {
      // The other kinds say in their name that they are about all forms.
      const isPlain = check.kind === "requirement" || check.kind === "length";
      if (isPlain && forms.length > 1) row.name = say("assemble.together", { text: name });
      row.other = nothing;
    }
    row.met.set(check.form ?? forms[0] ?? "", `${digits(check.met)}${check.isMet ? "" : " !"}`);
    rows.set(key, row);
  }
  const table = [
    [say("assemble.requirement"), say("assemble.wanted"), ...forms],
    ...[...rows.values()].map(({ name, wanted, other, met }) => [
      ...[name, wanted],
      ...forms.map((form) => met.get(form) ?? other),
    ]),
  ];
  return aligned(table);
}

/** The information and expected score of each form at the abilities of the target. */
export function curveLines({ forms, theta }: AssembledForms): string[] {
  if (theta.length === 0) return [];
  const table = aligned([
    ["theta", ...forms.map(({ form }) => form)],
    ...theta.map((at, k) => [
      digits(at),
      ...forms.map(
        ({ information, expectedScore }) =>
          `${(information[k] ?? 0).toFixed(3)} / ${(expectedScore[k] ?? 0).toFixed(2)}`,
      ),
    ]),
  ]);
  return [say("assemble.curves"), ...table];
}

function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, n) => Math.max(...table.map((row) => [...(row[n] ?? "")].length)));
  return table.map((row) =>
    row
      .map((cell, n) => cell + " ".repeat((widths[n] ?? 0) - [...cell].length))
      .join("  ")
      .trimEnd(),
  );
}

/** Why there are no forms, in sentences. */
export function infeasibilityLines(
  { shortages, conflict, nearest }: Infeasibility,
  forms: readonly string[],
): string[] {
  const lines = [say("assemble.infeasible")];
  for (const { name, form, wanted, available } of shortages) {
    const values = {
      requirement: name === "" ? say("assemble.length") : name,
      wanted: digits(wanted),
      available: digits(available),
    };
    lines.push(
      form === null ? say("assemble.shortTogether", values) : say("assemble.short", { ...values, form }),
    );
  }
  if (conflict.length > 0)
    lines.push(say("assemble.conflict", { demands: conflict.map(demandName).join("; ") }));
  if (nearest)
    lines.push(
      say("assemble.nearest"),
      ...requirementLines(nearest.unmet, forms, say("assemble.met")).map((row) => `  ${row}`),
    );
  return lines;
}
