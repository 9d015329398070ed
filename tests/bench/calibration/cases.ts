import type { ModelName } from "../../../psychometrics/index.js";
import type { Shape } from "./data.js";

/** One thing that is measured, by its name on the command line. */
export interface BenchCase extends Shape {
  name: string;
  title: string;
  model: ModelName;
  nodes: number;
  /** In ../shared/psychometrics/bench; simulated where it is not there, or where there is none. */
  file?: string;
  /** Whether R's programs can be asked to do the same in a reasonable time. */
  isForOthers: boolean;
  hasStandardErrors?: boolean;
}

const national = { model: "2pl", itemCount: 28, steps: 1, nodes: 41, isForOthers: false } as const;

/** Everything that is measured. */
export const cases: readonly BenchCase[] = [
  {
    name: "2pl",
    title: "2PL, 10,000 x 60",
    model: "2pl",
    personCount: 10_000,
    itemCount: 60,
    steps: 1,
    nodes: 61,
    file: "b1_2pl_10000x60.csv.gz",
    isForOthers: true,
    hasStandardErrors: true,
  },
  {
    name: "gpcm",
    title: "GPCM, 10,000 x 60, 4 categories",
    model: "gpcm",
    personCount: 10_000,
    itemCount: 60,
    steps: 3,
    nodes: 61,
    file: "b2_gpcm_10000x60x4.csv.gz",
    isForOthers: true,
    hasStandardErrors: true,
  },
  {
    name: "booklets",
    title: "2PL, 50,000 x 100, 30 % seen",
    model: "2pl",
    personCount: 50_000,
    itemCount: 100,
    steps: 1,
    isInBooklets: true,
    nodes: 61,
    file: "b3_2pl_bib_50000x100.csv.gz",
    isForOthers: true,
  },
  {
    name: "complete",
    title: "2PL, 50,000 x 100",
    model: "2pl",
    personCount: 50_000,
    itemCount: 100,
    steps: 1,
    nodes: 61,
    isForOthers: false,
  },
  {
    name: "thirty",
    title: "2PL, 50,000 x 30",
    model: "2pl",
    personCount: 50_000,
    itemCount: 30,
    steps: 1,
    nodes: 61,
    isForOthers: false,
  },
  { ...national, name: "national", title: "2PL, 1,160,000 x 28", personCount: 1_160_000 },
  { ...national, name: "scale-10k", title: "2PL, 10,000 x 28", personCount: 10_000 },
  { ...national, name: "scale-100k", title: "2PL, 100,000 x 28", personCount: 100_000 },
  { ...national, name: "scale-1m", title: "2PL, 1,000,000 x 28", personCount: 1_000_000 },
];
