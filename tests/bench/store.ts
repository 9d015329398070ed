// `npm run bench -- store [--documents 10000,1000000]`: durable inserts, updates by key and indexed finds through
// Mongoose, one and 64 at a time. With MONGODB_URI set it measures that server. Every write is acknowledged durable.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import mongoose from "mongoose";
import { runningStore } from "../../server/store/connect.js";

interface Person {
  email: string;
  n: number;
  at: Date;
  name: string;
  text: string;
  answers: { item: string; value: number }[];
}

interface Measured {
  documents: number;
  operation: string;
  atOnce: number;
  operations: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

const { values: options } = parseArgs({
  options: { documents: { type: "string", default: "10000" }, seconds: { type: "string", default: "3" } },
});
const sizes = options.documents.split(",").map(Number);
const secondsEach = Number(options.seconds);
if (!sizes.every((size) => Number.isInteger(size) && size > 0) || !(secondsEach > 0)) {
  console.error("--documents takes numbers separated by commas, --seconds a number above 0");
  process.exit(2);
}

/** About 500 bytes, as a response with its context has. */
function person(n: number): Person {
  return {
    email: `person${n}@example.org`,
    n: n % 1000,
    at: new Date(1.7e12 + n * 1000),
    name: `Nguyễn Thị ${n}`,
    text: "x".repeat(200),
    answers: Array.from({ length: 5 }, (_, item) => ({ item: `item${item}`, value: (n + item) % 4 })),
  };
}

/** Repeats an operation for some seconds, so many at once, and takes the time of each. */
async function measure(
  documents: number,
  operation: string,
  atOnce: number,
  run: (turn: number) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = [];
  let turn = 0;
  const start = performance.now();
  const until = start + secondsEach * 1000;
  const worker = async () => {
    while (performance.now() < until) {
      const before = performance.now();
      await run(turn++);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const percentile = (share: number) =>
    Number((times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2));
  return {
    documents,
    operation,
    atOnce,
    operations: times.length,
    perSecond: Math.round(times.length / seconds),
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  };
}

async function fill(Model: mongoose.Model<Person>, documents: number): Promise<number> {
  const start = performance.now();
  const batch = 2000;
  for (let from = 0; from < documents; from += batch) {
    const rows = Array.from({ length: Math.min(batch, documents - from) }, (_, i) => person(from + i));
    await Model.collection.insertMany(rows);
    if (process.stderr.isTTY) process.stderr.write(`\rfilling: ${from + rows.length} of ${documents}`);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  return (performance.now() - start) / 1000;
}

function memoryOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    return Math.round(
      Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024,
    );
  } catch {
    return undefined;
  }
}

async function benchmark(
  documents: number,
): Promise<{ results: Measured[]; fillSeconds: number; storeMegabytes: number | undefined }> {
  const dataDir = mkdtempSync(join(tmpdir(), "khao-bench-"));
  const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir });
  const connection = await mongoose
    .createConnection(store.uri, { dbName: `bench_${documents}`, maxPoolSize: 64 })
    .asPromise();
  const schema = new mongoose.Schema<Person>({
    email: { type: String, unique: true },
    n: Number,
    at: Date,
    name: String,
    text: String,
    answers: [{ _id: false, item: String, value: Number }],
  });
  schema.index({ n: 1, at: -1 });
  const Model = connection.model<Person>("Person", schema);
  await Model.init();
  try {
    const fillSeconds = await fill(Model, documents);
    const random = (turn: number) => (turn * 7919) % documents;
    let next = documents;
    const results: Measured[] = [];
    for (const atOnce of [1, 64]) {
      results.push(
        await measure(documents, "insert", atOnce, () => Model.create(person(next++))),
        await measure(documents, "update by key", atOnce, (turn) =>
          Model.updateOne({ email: person(random(turn)).email }, { $inc: { n: 1 } }),
        ),
        await measure(documents, "find by key", atOnce, (turn) =>
          Model.findOne({ email: person(random(turn)).email }),
        ),
        await measure(documents, "find 20 by index, sorted", atOnce, (turn) =>
          Model.find({ n: turn % 1000 })
            .sort({ at: -1 })
            .limit(20)
            .lean(),
        ),
      );
    }
    return { results, fillSeconds, storeMegabytes: memoryOf(store.pid()) };
  } finally {
    await connection.dropDatabase();
    await connection.close();
    await store.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const report = [];
for (const documents of sizes) {
  const { results, fillSeconds, storeMegabytes } = await benchmark(documents);
  console.log(
    `\n${documents} documents, filled in ${fillSeconds.toFixed(1)} s; memory of the store ${storeMegabytes ?? "?"} MB`,
  );
  console.table(results.map(({ documents: _, ...row }) => row));
  report.push({ documents, fillSeconds: Number(fillSeconds.toFixed(2)), storeMegabytes, results });
}
const server = process.env.MONGODB_URI ? "MONGODB_URI" : "embedded";
console.log(JSON.stringify({ bench: "store", server, node: process.version, cores: cpus().length, report }));
