import type { MultistageDesign, RoutingStep } from "../../psychometrics/index.js";

// The cut table of PISA 2018 reading (technical report, chapter 2, appendices 1 and 2): testlet n/low/high, where n counts
// the automatically scored items of all testlets so far. A line per core testlet, then what was taken after it.
const core = "RC1 9/4/6 RC2 7/3/5 RC3 7/3/5 RC4 9/4/7 RC5 7/4/5 RC6 9/3/6 RC7 8/3/6 RC8 8/4/6";

const afterStage1 = `
RC1 R11H 20/8/13 R15H 19/8/13 R11L 18/10/14 R15L 18/10/14
RC2 R12H 16/7/11 R16H 16/7/12 R12L 16/7/11 R16L 17/10/13
RC3 R13H 16/8/11 R17H 17/8/12 R13L 16/8/12 R17L 17/10/14
RC4 R14H 19/9/13 R18H 17/7/11 R14L 17/9/13 R18L 17/8/13
RC5 R11H 18/8/12 R15H 17/8/12 R11L 16/10/13 R15L 16/9/13
RC6 R12H 18/7/12 R16H 18/8/13 R12L 18/7/13 R16L 19/10/15
RC7 R13H 17/8/12 R17H 18/9/13 R13L 17/9/13 R17L 18/10/14
RC8 R14H 18/8/13 R18H 16/7/11 R14L 16/9/13 R18L 16/8/12`;

const afterStage2 = `
RC1 R21H 20/8/13 R22H 16/8/12 R21L 16/8/12 R22L 19/10/15
RC2 R23H 18/8/12 R24H 17/8/13 R23L 17/9/13 R24L 13/7/10
RC3 R25H 17/7/11 R26H 14/6/10 R25L 14/6/10 R26L 19/11/15
RC4 R27H 19/9/13 R28H 15/7/10 R27L 15/7/11 R28L 17/10/14
RC5 R21H 18/8/12 R22H 14/8/12 R21L 14/8/11 R22L 17/10/14
RC6 R23H 20/8/13 R24H 19/9/14 R23L 19/9/14 R24L 15/7/11
RC7 R25H 18/7/12 R26H 15/7/11 R25L 15/6/10 R26L 20/11/16
RC8 R27H 18/8/13 R28H 14/6/10 R27L 14/7/10 R28L 16/10/13`;

interface Row {
  taken: string[];
  scoreMax: number;
  low: number;
  high: number;
}

function rowsOf(table: string): Row[] {
  return table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [first, ...rest] = line.split(" ");
      return Array.from({ length: rest.length / 2 }, (_, n) => row([first, rest[2 * n]], rest[2 * n + 1]));
    });
}

function row(taken: string[], numbers: string): Row {
  const [scoreMax, low, high] = numbers.split("/").map(Number);
  return { taken, scoreMax, low, high };
}

const coreRows = core
  .split(" ")
  .flatMap((word, n, words) => (n % 2 === 0 ? [row([word], words[n + 1])] : []));

const easyOf = (sets: readonly string[]) => sets.map((set) => `${set}L`);
const hardOf = (sets: readonly string[]) => sets.map((set) => `${set}H`);

/** The two sets of one stage that belong to a core testlet: RC1 and RC5 the first, and so on. */
const setsOf = (coreTestlet: string, pairs: readonly string[][]) =>
  pairs[(Number(coreTestlet.slice(2)) - 1) % 4];
const stage1Sets = [
  ["R11", "R15"],
  ["R12", "R16"],
  ["R13", "R17"],
  ["R14", "R18"],
];
const stage2Sets = [
  ["R21", "R22"],
  ["R23", "R24"],
  ["R25", "R26"],
  ["R27", "R28"],
];

const step = (from: Row, sets: readonly string[]): RoutingStep => ({
  ...from,
  easy: easyOf(sets),
  hard: hardOf(sets),
});

/** Core, stage 1, stage 2: three quarters of the test takers. The hard testlets of stage 1 lead to a core's first set of stage 2. */
export const pisaDesignA: MultistageDesign = {
  start: coreRows.map(({ taken }) => taken[0]),
  steps: [
    ...coreRows.map((from) => step(from, setsOf(from.taken[0], stage1Sets))),
    ...rowsOf(afterStage1).map((from) => {
      const [first, second] = setsOf(from.taken[0], stage2Sets);
      return step(from, [from.taken[1].endsWith("H") ? first : second]);
    }),
  ],
};

/** Core, stage 2, stage 1: a quarter of the test takers. */
export const pisaDesignB: MultistageDesign = {
  start: coreRows.map(({ taken }) => taken[0]),
  steps: [
    ...coreRows.map((from) => step(from, setsOf(from.taken[0], stage2Sets))),
    ...rowsOf(afterStage2).map((from) => step(from, setsOf(from.taken[0], stage1Sets))),
  ],
};
