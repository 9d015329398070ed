// `npm run bench -- delivery --students 500`: how many saves a second one server acknowledges on this machine, how long each
// takes, and whether what was acknowledged is there once. Prints JSON on standard output; what it is doing on standard error.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import mongoose from "mongoose";
import { entriesOf } from "../../server/responses/ledgers.service.js";
import { verifyLog } from "../../server/sittings/sittings.service.js";
import { runningStore } from "../../server/store/connect.js";
import { makePackage, makeSession, storeStudy } from "../support/make-study.js";
import { freePort, startServerProcess } from "../support/server-process.js";
import { simulatedTestTaker, type SimulatedTestTaker } from "../support/simulated-test-taker.js";

const { values } = parseArgs({
  options: {
    students: { type: "string", default: "500" },
    /** Of each of the two parts. */
    seconds: { type: "string", default: "15" },
    /** In the paced part a student saves so often, in seconds. */
    every: { type: "string", default: "2" },
  },
});
const students = Number(values.students);
const seconds = Number(values.seconds);
const everyMs = Number(values.every) * 1000;

const say = (sentence: string): void => console.error(sentence);
const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

interface Part {
  saves: number;
  savesPerSecond: number;
  entriesPerSecond: number;
  latencyMs: { p50: number; p90: number; p99: number; max: number };
}

function summary(saves: readonly { ms: number; entryCount: number }[], lastedSeconds: number): Part {
  const ordered = saves.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(10 * (ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? NaN)) / 10;
  const entries = saves.reduce((sum, { entryCount }) => sum + entryCount, 0);
  return {
    saves: saves.length,
    savesPerSecond: Math.round(saves.length / lastedSeconds),
    entriesPerSecond: Math.round(entries / lastedSeconds),
    latencyMs: { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) },
  };
}

/** Every student answers again and again for some seconds, waiting `everyMs` from one save to the next. */
async function answerFor(all: readonly SimulatedTestTaker[], lastsMs: number, waitMs: number): Promise<Part> {
  for (const student of all) student.saves.length = 0;
  const beganAt = performance.now();
  const endAt = beganAt + lastsMs;
  await Promise.all(
    all.map(async (student, index) => {
      // Not all in the same moment: a room is not a choir.
      await pause((waitMs * index) / all.length);
      for (let k = 0; performance.now() < endAt; k++) {
        const itemId = `BL1Q${1 + (k % 2)}`;
        student.note("visit", itemId);
        student.note("response", itemId, ["ABCD"[k % 4] ?? "A"]);
        const savedAt = performance.now();
        await student.flush();
        await pause(Math.max(0, waitMs - (performance.now() - savedAt)));
      }
    }),
  );
  const saves = all.flatMap((student) => student.saves);
  return summary(saves, (performance.now() - beganAt) / 1000);
}

/** What is on the disk against what was acknowledged. */
async function readBack(all: readonly SimulatedTestTaker[]): Promise<Record<string, number>> {
  const counts = {
    acknowledgedEntries: 0,
    lostEntries: 0,
    duplicatedEntries: 0,
    changedEntries: 0,
    brokenChains: 0,
  };
  for (const student of all) {
    const stored = await entriesOf(student.sittingId);
    const bySequence = new Map(stored.map((entry) => [entry.sequence, entry]));
    counts.duplicatedEntries += stored.length - bySequence.size;
    for (const entry of student.made.filter(({ sequence }) => sequence <= student.acknowledgedThrough())) {
      const kept = bySequence.get(entry.sequence);
      counts.acknowledgedEntries += 1;
      if (!kept) counts.lostEntries += 1;
      else if (JSON.stringify(kept.value) !== JSON.stringify(entry.value)) counts.changedEntries += 1;
    }
    if (!(await verifyLog(student.sittingId)).isIntact) counts.brokenChains += 1;
  }
  return counts;
}

const dataDir = mkdtempSync(join(tmpdir(), "khao-bench-"));
// The store is a process of its own, so that the load can be read back while the server is somebody else's child.
const store = await runningStore({ mongodbUri: process.env.MONGODB_URI, dataDir });
await mongoose.connect(store.uri);
await storeStudy(makePackage({ studyId: `bench-${process.pid}`, minutes: null }));
const { cards } = await makeSession(`bench-${process.pid}`, students);
const server = await startServerProcess(join(dataDir, "server"), await freePort(), {
  MONGODB_URI: store.uri,
});
let exitCode = 0;
try {
  say(`${students} students log in at once …`);
  const loginAt = performance.now();
  const all = await Promise.all(cards.map(({ code }) => simulatedTestTaker(server.url, code)));
  await Promise.all(
    all.map(async (student) => {
      await student.start("PRA");
      await student.finish("PRA");
      await student.start("BL1");
      await student.content("BL1");
    }),
  );
  const loginSeconds = (performance.now() - loginAt) / 1000;
  say(`a save every ${values.every} s for ${seconds} s …`);
  const paced = await answerFor(all, seconds * 1000, everyMs);
  say(`as fast as it goes for ${seconds} s …`);
  const saturated = await answerFor(all, seconds * 1000, 0);
  say("reading back …");
  const kept = await readBack(all);
  for (const student of all) student.close();
  const machine = { cpu: cpus()[0]?.model ?? "", cores: availableParallelism(), node: process.version };
  const secondsToFirstPage = Math.round(10 * loginSeconds) / 10;
  console.log(JSON.stringify({ students, secondsToFirstPage, paced, saturated, ...kept, machine }, null, 2));
  if (kept.lostEntries || kept.duplicatedEntries || kept.changedEntries || kept.brokenChains) exitCode = 1;
} finally {
  await server.stop();
  await mongoose.disconnect();
  await store.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(exitCode);
