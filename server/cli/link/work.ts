import type { Linking } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { robustLines } from "./robust-lines.js";
import { fillFolder, plainTeller, type Destination } from "../files/fill-folder.js";
import { resultFiles, runLink, type LinkRequest } from "./run.js";

/** Links two calibrations from their files and writes the result folder; gives the exit code. */
export function linkToFolder(to: Destination, request: LinkRequest): Promise<number> {
  return fillFolder(to, resultFiles, plainTeller, async () => {
    const { linking, files } = await runLink(request, plainTeller.say);
    return { files, lines: [...linesOf(linking, request), say("link.done", { folder: to.out })] };
  });
}

function linesOf(linking: Linking, { base, other }: LinkRequest): string[] {
  const { slope, intercept, standardErrors, items } = linking;
  const digits = (value: number) => value.toFixed(5);
  const unstable = items.filter(({ isUnstable }) => isUnstable).map(({ item }) => item);
  return [
    say("link.constants", { base, other, slope: digits(slope), intercept: digits(intercept) }),
    ...(standardErrors ? [] : [say("link.noErrors")]),
    ...robustLines(linking),
    ...(unstable.length > 0 ? [say("link.unstable", { items: unstable.join(", ") })] : []),
  ];
}
