import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Model } from "mongoose";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** What the record of every kept job has. */
interface JobRecord {
  _id: string;
  state: string;
  createdAt: Date;
}

/** What a job reads or made: gzipped JSON. */
interface JobFile {
  _id: string;
  json: Buffer;
}

const isOpen = { state: { $in: ["queued", "running"] } };

/** The jobs that are not over, the oldest first: those that wait, and those whose server may have ended. */
export async function openJobIds<Record extends JobRecord>(records: Model<Record>): Promise<string[]> {
  const found = await records.find(isOpen, { _id: 1 }).sort({ createdAt: 1 }).lean<{ _id: string }[]>();
  return found.map(({ _id }) => _id);
}

/** Changes the record of a job that is not over. @returns null where it is over, or not there. */
export function changeOpenJob<Record extends JobRecord>(
  records: Model<Record>,
  id: string,
  change: Partial<Record>,
): Promise<Record | null> {
  return records
    .findOneAndUpdate({ _id: id, ...isOpen }, { $set: change }, { returnDocument: "after" })
    .lean<Record>();
}

/** What the record of a job is changed to that somebody stops. */
export const cancelled = () => ({
  state: "cancelled" as const,
  finishedAt: new Date(),
  step: { vi: "Đã dừng theo yêu cầu", en: "Stopped on request" },
});

/** Keeps what a job reads or made under the job's id; doing it again writes the same. */
export async function keepFile(files: Model<JobFile>, id: string, content: unknown): Promise<void> {
  const json = await zip(JSON.stringify(content));
  await files.updateOne({ _id: id }, { $set: { json } }, { upsert: true });
}

/** What was kept under a job's id, as it was then; null where there is nothing. */
export async function keptFile<Content>(files: Model<JobFile>, id: string): Promise<Content | null> {
  const file = await files.findById(id);
  return file && (JSON.parse((await unzip(file.json)).toString()) as Content);
}
