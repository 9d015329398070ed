import { classify } from "../../item-bank/frameworks/index.js";
import { itemInWords, listLabel } from "../../item-bank/text/list-label.js";
import { declarationOf } from "../../item-bank/interactions/index.js";
import type { Item, LocalisedString } from "../../item-bank/types.js";
import type { ClassicalRow, ClassicalTable } from "../contract/classical.js";
import { runWorker } from "../jobs/worker.js";
import { responseData, type Distractor, type ResponseData } from "../../psychometrics/index.js";
import { classicalNumbers, type ClassicalInput, type ClassicalNumbers } from "./classical-numbers.js";
import { scoredItems, scoreUnder, studyData, type StudyData, type StudyItem } from "./study-data.service.js";

/** Omitted is wrong and not reached is no response: the rule that PISA scores its tables by. */
export const classicalRules = { omitted: "wrong", notReached: "notAdministered" } as const;

/** An exam gives no points for what is not there, whatever the reason. */
const examRules = { omitted: "wrong", notReached: "wrong" } as const;

/** A table of more cells is computed in a thread of its own; below, starting one takes longer than the table. */
const cellsInPlaceMax = 5000;

/** The mark of an omitted response among the options. */
export const omittedOption = "omitted";

/** The classical table of a study, of the items of these subjects; of all when none is named. @throws {Problem} as `studyData`. */
export async function classicalTable(
  studyId: string,
  subjects: readonly string[] = [],
): Promise<ClassicalTable> {
  return classicalTableOf(await studyData(studyId), subjects);
}

/**
 * The classical table. Omitted responses count 0; those not reached, and those that wait for a coder, are left out.
 *
 * An item's `n`, mean and proportion always rest on everybody who has a score on it. Where everybody has one on every
 * item, rest scores are sums of points, as textbooks have it. Otherwise (a rotated design, or somebody ran out of time)
 * the rest score is the share of the points possible on the other items that the test taker met, so that booklets of
 * different length can be put together, and alpha rests on covariances taken pair by pair: it is that of the whole pool
 * of items, and null where some pair of them stands in no booklet together.
 *
 * `discrimination27` and `itemRest` are as in `classicalAnalysis`. Score distributions are of sums of points, omitted and
 * not reached counting 0 as in an exam, of the sittings without a response that waits for a coder; index k is the sum k.
 */
export async function classicalTableOf(
  data: StudyData,
  subjects: readonly string[] = [],
): Promise<ClassicalTable> {
  const items = scoredItems(data, subjects);
  const keys = items.map(({ item }) => keyOf(item));
  const numbers = await compute({
    scores: matrixOf(data, items),
    chosen: chosenOptions(data, items, keys),
    keys,
  });
  const { analysis } = numbers;
  const distractors = optionsByItem(items, numbers.distractors);
  return {
    personCount: data.sittings.length,
    alpha: analysis?.alpha ?? null,
    items: items.map((studyItem, i) => {
      const found = analysis?.items[i];
      return {
        ...aboutItem(studyItem.item),
        n: found?.n ?? 0,
        mean: found?.mean ?? null,
        proportionCorrect: found?.proportionCorrect ?? null,
        sd: found?.sd ?? null,
        itemRest: found?.itemRest ?? null,
        alphaIfDeleted: found?.alphaIfDeleted ?? null,
        discrimination27: found?.discrimination27 ?? null,
        ...missingAndTime(data, studyItem.item.id),
        distractors: distractors.get(studyItem.item.id) ?? [],
      };
    }),
    scoreDistribution: distributions(data, items),
  };
}

function matrixOf(data: StudyData, items: readonly StudyItem[]): ResponseData {
  return responseData({
    items: items.map(({ item }) => item.id),
    rows: data.sittings.map(({ cells }) =>
      items.map(({ item }) => scoreUnder(cells.get(item.id), classicalRules)),
    ),
    maxScores: items.map(({ item }) => item.maxScore),
  });
}

function aboutItem(
  item: Item,
): Pick<ClassicalRow, "itemId" | "summary" | "kind" | "subject" | "domain" | "process" | "maxScore"> {
  const { domain, process } = classify(item.metadata);
  return {
    itemId: item.id,
    summary: listLabel(item.stem),
    kind: item.interaction.kind,
    subject: item.metadata.subject,
    domain: domain.name,
    process: process.name,
    maxScore: item.maxScore,
  };
}

function missingAndTime(
  { sittings }: StudyData,
  itemId: string,
): Pick<ClassicalRow, "omittedShare" | "notReachedShare" | "medianSeconds"> {
  const cells = sittings.flatMap((sitting) => sitting.cells.get(itemId) ?? []);
  const share = (status: string) =>
    cells.length === 0 ? null : cells.filter((cell) => cell.status === status).length / cells.length;
  // An item that was never on the screen took no time, and says nothing of how long it takes.
  const times = cells
    .flatMap(({ ms, visits }) => (visits > 0 && ms > 0 ? [ms / 1000] : []))
    .sort((a, b) => a - b);
  return {
    omittedShare: share("omitted"),
    notReachedShare: share("notReached"),
    medianSeconds: median(times),
  };
}

function median(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

function compute(input: ClassicalInput): Promise<ClassicalNumbers> {
  if (input.scores.scores.length <= cellsInPlaceMax) return Promise.resolve(classicalNumbers(input));
  const { signal } = new AbortController();
  return runWorker<never, ClassicalNumbers>("./classical.worker", import.meta.url, input, signal, () => {});
}

function chosenOptions(
  data: StudyData,
  items: readonly StudyItem[],
  keys: readonly (string | null)[],
): (string | null)[] {
  return data.sittings.flatMap(({ cells }) =>
    items.map(({ item }, i) => {
      const cell = cells.get(item.id);
      if (!cell || keys[i] === null || cell.status === "notReached") return null;
      return cell.status === "omitted" ? omittedOption : String(cell.variables[0] ?? omittedOption);
    }),
  );
}

/** The options of items with one choice: what each attracted, and how those who took it did on the rest. */
function optionsByItem(
  items: readonly StudyItem[],
  found: readonly Distractor[],
): Map<string, ClassicalRow["distractors"]> {
  return new Map(
    items.map(({ item }) => {
      const mine = found.filter((row) => row.item === item.id);
      const options = mine.length === 0 ? [] : optionsOf(item);
      return [
        item.id,
        options.flatMap(({ option, label }) => {
          const row = mine.find((each) => each.option === option);
          if (!row && option === omittedOption) return [];
          const { isKey, n, proportion, pointBiserial } = row ?? nobody(option, keyOf(item));
          return [{ option, label, isKey, n, proportion, pointBiserial }];
        }),
      ];
    }),
  );
}

const nobody = (option: string, key: string | null) => ({
  isKey: option === key,
  n: 0,
  proportion: 0,
  pointBiserial: null,
});

/** The option that is right, for items of which one option is taken; null for all others. */
function keyOf({ interaction, scoring }: Item): string | null {
  const takesOne =
    (interaction.kind === "choice" || interaction.kind === "hotspot") && interaction.maxChoices === 1;
  const key: unknown = takesOne ? scoring.key : null;
  return Array.isArray(key) && key.length === 1 && typeof key[0] === "string" ? key[0] : null;
}

function optionsOf(item: Item): { option: string; label: LocalisedString }[] {
  const { interaction } = itemInWords(item);
  const [variable] = declarationOf(interaction.kind).variables(interaction);
  return [
    ...(variable?.values ?? []).map(({ value, label }) => ({ option: String(value), label })),
    { option: omittedOption, label: { vi: "Bỏ trống", en: "Omitted" } },
  ];
}

function distributions(data: StudyData, items: readonly StudyItem[]): ClassicalTable["scoreDistribution"] {
  return Object.keys(data.pkg.booklets)
    .sort()
    .map((bookletId) => {
      const sittings = data.sittings.filter((sitting) => sitting.bookletId === bookletId);
      const presented = items.filter(({ item }) => sittings.some(({ cells }) => cells.has(item.id)));
      const most = presented.reduce((sum, { item }) => sum + item.maxScore, 0);
      const counts = new Array<number>(most + 1).fill(0);
      for (const { cells } of sittings) {
        const scores = presented.map(({ item }) => scoreUnder(cells.get(item.id), examRules));
        if (scores.includes(null)) continue;
        const sum = scores.reduce<number>((total, score) => total + (score ?? 0), 0);
        counts[sum] = (counts[sum] ?? 0) + 1;
      }
      return { bookletId, counts };
    });
}
