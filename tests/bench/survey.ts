// `npm run bench -- survey`: an international table of means, standard deviations and percentages at levels, 80 countries of 7,500
// pupils with 10 plausible values and 81 weights, as a line on standard error and as JSON on standard output.
import { cpus } from "node:os";
import seedrandom from "seedrandom";
import { groupSummaries, replication } from "../../psychometrics/index.js";

const countryCount = 80;
const pupilCount = 7_500;
const valueCount = 10;
const replicateCount = 80;
const cuts = [358, 420, 482, 545, 607, 669];

const random = seedrandom("survey bench");
const personCount = countryCount * pupilCount;
const groups = Array.from({ length: personCount }, (_, p) => `C${Math.floor(p / pupilCount)}`);
const values = Array.from({ length: valueCount }, () =>
  Float64Array.from({ length: personCount }, () => 500 + 173 * (random.quick() + random.quick() - 1) * 1.4),
);
const full = Float64Array.from({ length: personCount }, () => 1 + random.quick());
const replicates = Array.from({ length: replicateCount }, () =>
  full.map((weight) => (random.quick() < 0.5 ? 0.5 : 1.5) * weight),
);

const used = process.cpuUsage();
const begun = performance.now();
const summaries = groupSummaries({ values, replication: replication("fay", full, replicates) }, groups, cuts);
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(used);
const result = {
  case: `${countryCount} countries x ${pupilCount} pupils, ${valueCount} plausible values x ${replicateCount + 1} weights`,
  seconds: Number(seconds.toFixed(2)),
  cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
  firstMean: summaries[0]?.mean,
  cpu: cpus()[0]?.model,
};
console.error(`${result.case}: ${result.seconds} s wall, ${result.cpuSeconds} s of processor time`);
console.log(JSON.stringify(result, null, 2));
