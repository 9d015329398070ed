import {
  itemCurve,
  type AssembledForm,
  type AssembledForms,
  type AssemblyPool,
  type Blueprint,
  type DemandCheck,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";

/** `forms.csv`: each form's items in order, those of a stimulus together, with the attributes that the blueprint speaks of. */
export function formsTable(pool: AssemblyPool, blueprint: Blueprint, { forms }: AssembledForms): Table {
  const attributes = attributesIn(blueprint);
  const known = new Map(pool.items.map((item) => [item.item, item]));
  return {
    columns: ["form", "position", "item", "stimulus", ...attributes],
    rows: forms.flatMap((form) =>
      inOrder(form, pool).map((item, n): Cell[] => {
        const source = known.get(item);
        return [
          ...[form.form, n + 1, item, source?.stimulus ?? null],
          ...attributes.map((name) => source?.attributes[name] ?? null),
        ];
      }),
    ),
  };
}

function attributesIn({ requirements = [] }: Blueprint): string[] {
  const names = requirements.flatMap(({ attribute, where }) => [
    ...Object.keys(where ?? {}),
    ...(attribute === undefined ? [] : [attribute]),
  ]);
  return [...new Set(names)].filter((name) => !["form", "position", "item", "stimulus"].includes(name));
}

/** In the order of the pool, but an item follows those of its stimulus. */
function inOrder({ items }: AssembledForm, { items: pool }: AssemblyPool): string[] {
  const stimulusOf = new Map(pool.map(({ item, stimulus }) => [item, stimulus]));
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const stimulus = stimulusOf.get(item);
    const key = JSON.stringify(stimulus ? { stimulus } : { item });
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].flat();
}

/** `requirements.csv`: everything that was asked, what the forms have, and whether that meets it. */
export function requirementsTable(checks: readonly DemandCheck[]): Table {
  return {
    columns: ["kind", "requirement", "form", "min", "max", "met", "is_met"],
    rows: checks.map(({ kind, name, form, min, max, met, isMet }) => [
      ...[kind, name, form, min, max],
      ...[met, isMet ? 1 : 0],
    ]),
  };
}

/** Abilities of the curves beside those of the target. */
const grid = Array.from({ length: 33 }, (_, n) => -4 + n / 4);

/**
 * `curves.csv`: information, standard error and expected score of each form, at the abilities of the target (marked) and from -4 to
 * 4; empty where the forms were not chosen by parameters and some items have none.
 */
export function curvesTable(pool: AssemblyPool, { forms, theta }: AssembledForms): Table {
  const known = new Map(pool.items.map((item) => [item.item, item]));
  const at = [...new Set([...theta, ...grid])].sort((a, b) => a - b);
  return {
    columns: ["form", "theta", "is_target", "information", "standard_error", "expected_score"],
    rows: forms.flatMap(({ form, items }) => {
      const curves = items.map((item) => {
        const curve = known.get(item)?.curve;
        return curve ? itemCurve(curve, at) : null;
      });
      if (curves.includes(null)) return [];
      return at.map((ability, n): Cell[] => {
        const sum = (name: "information" | "expectedScore") =>
          curves.reduce((total, curve) => total + (curve?.[name][n] ?? 0), 0);
        const information = sum("information");
        return [
          ...[form, ability, theta.includes(ability) ? 1 : 0, information],
          ...[information > 0 ? 1 / Math.sqrt(information) : null, sum("expectedScore")],
        ];
      });
    }),
  };
}
