import { SpokenError, type Sentence } from "../terminal/words.js";

/** The store cannot run here; the sentence says why, and `exitCode` is 3 for a folder in use and 4 for one that cannot be written. */
export class StoreUnavailable extends SpokenError {
  readonly exitCode: number;

  constructor(complaint: string, exitCode: number) {
    const { key, values } = complaintOf(complaint) ?? { key: "plain" as const, values: { text: complaint } };
    super(key, values);
    this.exitCode = exitCode;
  }
}

/**
 * What the store's program says on standard error when it cannot begin, as a sentence of the terminal. The program is a
 * database that knows nothing of Khảo and speaks English; null for anything else it may say.
 */
export function complaintOf(text: string): Sentence | null {
  const inUse = /^The data folder (.+) is in use by process (\d+);/mu.exec(text);
  if (inUse?.[1] && inUse[2]) return { key: "store.inUse", values: { folder: inUse[1], pid: inUse[2] } };
  const isFile = /^The data folder (.+) is a file;/mu.exec(text);
  if (isFile?.[1]) return { key: "store.isFile", values: { folder: isFile[1] } };
  const notWritable = /^The data folder (.+?) cannot be written: (.+)$/mu.exec(text);
  if (notWritable?.[1] && notWritable[2])
    return { key: "store.notWritable", values: { folder: notWritable[1], reason: notWritable[2] } };
  const notOpened = /^The store in (.+?) cannot be opened: (.+)$/mu.exec(text);
  if (notOpened?.[1] && notOpened[2])
    return { key: "store.notOpened", values: { folder: notOpened[1], reason: notOpened[2] } };
  return null;
}
