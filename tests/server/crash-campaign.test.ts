import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { entriesOf, forgetLedgers } from "../../server/responses/ledgers.service.js";
import { finalResponses } from "../../server/responses/responses.service.js";
import { findRecord } from "../../server/sittings/records.service.js";
import { verifyLog } from "../../server/sittings/sittings.service.js";
import { connectStore } from "../../server/store/connect.js";
import { makePackage, makeSession, storeStudy } from "../support/make-study.js";
import { freePort, startServerProcess, type ServerProcess } from "../support/server-process.js";
import { simulatedTestTaker, type SimulatedTestTaker } from "../support/simulated-test-taker.js";

const studentCount = 50;
const killCount = 4;
/** Between two kills the students get this long to answer. */
const answeringMs = 2_500;

const dataDir = mkdtempSync(join(tmpdir(), "khao-crash-"));
let server: ServerProcess | null = null;
afterAll(async () => {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

/** Work on the store without a server. */
async function withStore<T>(work: () => Promise<T>): Promise<T> {
  const store = await connectStore({ mongodbUri: process.env.MONGODB_URI, dataDir });
  try {
    return await work();
  } finally {
    await store.stop();
  }
}

/** One student: answers until the kills are over, then finishes the rest and hands in. */
async function sit(
  url: string,
  code: string,
  index: number,
  isOver: () => boolean,
): Promise<SimulatedTestTaker> {
  // A few sit in rooms where no socket passes.
  const student = await simulatedTestTaker(url, code, { usesSocket: index % 5 !== 0 });
  try {
    for (const { blockId } of student.state().blocks) {
      await student.start(blockId);
      const { units } = await student.content(blockId);
      const items = units.flatMap((unit) => unit.items);
      for (let k = 0; k < 3 || (blockId === "BL1" && !isOver()); k++) {
        const item = items[k % items.length];
        student.note("visit", item.id);
        student.note("response", item.id, item.interaction.kind === "choice" ? ["ABCD"[k % 4]] : null);
        await student.flush();
        await pause(50 + ((index * 37 + k * 91) % 250));
      }
      await student.finish(blockId);
    }
    await student.submit();
  } finally {
    student.close();
  }
  return student;
}

describe("a server that is killed while 50 students answer", () => {
  it("has every acknowledged entry once, with intact chains, and every student finishes", async () => {
    const codes = await withStore(async () => {
      await storeStudy(makePackage());
      return (await makeSession("small", studentCount)).cards.map(({ code }) => code);
    });
    const port = await freePort();
    server = await startServerProcess(dataDir, port);
    let kills = 0;
    const students = Promise.all(
      codes.map((code, index) => sit(`http://127.0.0.1:${port}`, code, index, () => kills >= killCount)),
    );
    // A failure of a student must not stay unheard while the campaign goes on.
    let failure: unknown = null;
    students.catch((error: unknown) => (failure = error));
    for (; kills < killCount && failure === null; kills++) {
      await pause(answeringMs);
      await server.kill();
      server = await startServerProcess(dataDir, port);
    }
    const done = await students;
    await server.stop();
    server = null;

    await withStore(async () => {
      forgetLedgers();
      for (const student of done) {
        const stored = (await entriesOf(student.sittingId)).map(
          ({ epoch, sequence, kind, itemId, value }) => ({
            epoch,
            sequence,
            kind,
            itemId,
            value,
          }),
        );
        const made = student.made.map(({ sequence, kind, itemId, value }) => ({
          epoch: student.epoch,
          sequence,
          kind,
          itemId,
          value,
        }));
        expect(stored).toEqual(made);
        expect(student.acknowledgedThrough()).toBe(made.length - 1);
        expect(await verifyLog(student.sittingId)).toMatchObject({ isIntact: true, entryCount: made.length });
        expect((await findRecord(student.sittingId))?.phase).toBe("submitted");
        const last = student.made
          .filter(({ itemId, kind }) => itemId === "BL1Q1" && kind === "response")
          .at(-1);
        expect((await finalResponses(student.sittingId)).BL1Q1.value).toEqual(last?.value);
      }
    });
  }, 600_000);
});
