import type { ModelName } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { chosenLines } from "./chosen-lines.js";
import { readForm, type FormFiles } from "./read-form.js";

/** A calibration, the group that was asked for, and the option that asks. */
export interface FormAsk {
  path: string;
  group?: string;
  option: string;
}

/** Two calibrations that are to be compared, and what is to be said of their groups. */
export interface TwoForms {
  first: FormFiles;
  second: FormFiles;
  lines: string[];
}

/**
 * Reads two calibrations whose items are to be compared. Where items of both have parameters of their own in groups, like is
 * compared with like: a group asked for in one is that of the other too, and without one it is the first's reference group, the
 * second's, or the next in the first's order, whichever both have. Where both have none in common each counts as in its reference
 * group, and that is said.
 *
 * @throws {InputError} as `readForm`.
 */
export async function readTwoForms(ask: readonly [FormAsk, FormAsk], model: ModelName): Promise<TwoForms> {
  const [one, two] = ask;
  const read = ({ path }: FormAsk, group: string | undefined) => readForm(path, model, group);
  let first = await read(one, one.group);
  let second = await read(two, two.group);
  const lines: string[] = [];
  const isLeft = one.group === undefined || two.group === undefined;
  if (isLeft && first.group !== null && second.group !== null && first.group !== second.group) {
    const options = `${one.option}, ${two.option}`;
    const shared = sharedGroup(one.group ?? two.group, first, second);
    if (shared === null) {
      const groups = { first: first.group, second: second.group };
      lines.push(say("link.noSharedGroup", { one: one.path, two: two.path, ...groups, options }));
    } else {
      if (first.group !== shared) first = await read(one, shared);
      if (second.group !== shared) second = await read(two, shared);
      lines.push(say("link.sharedGroup", { group: shared, options }));
    }
  }
  return {
    first,
    second,
    lines: [...chosenLines(one.path, first), ...chosenLines(two.path, second), ...lines],
  };
}

/** The group that both calibrations have; null where there is none, or the one asked for is in one of them only. */
function sharedGroup(asked: string | undefined, first: FormFiles, second: FormFiles): string | null {
  const hasBoth = (group: string) => first.groupNames.includes(group) && second.groupNames.includes(group);
  const inOrder =
    asked === undefined
      ? [...first.groupNames.slice(0, 1), ...second.groupNames.slice(0, 1), ...first.groupNames]
      : [asked];
  return inOrder.find(hasBoth) ?? null;
}
