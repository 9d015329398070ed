import type { Api } from "./api.js";

interface JobRow {
  id: string;
  state: string;
  error: { en: string } | null;
}

/** Waits until a run or a comparison is over, however it ended, and gives its row among those at a path of the API. */
export async function jobOver<Row extends JobRow>(api: Api, path: string, id: string): Promise<Row> {
  for (;;) {
    const row = (await api.get<Row[]>(path)).body.find((one) => one.id === id);
    if (row && row.state !== "queued" && row.state !== "running") return row;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Waits as `jobOver` does. @throws {Error} when the job did not end well. */
export async function jobDone<Row extends JobRow>(api: Api, path: string, id: string): Promise<Row> {
  const row = await jobOver<Row>(api, path, id);
  if (row.state !== "done") throw new Error(row.error?.en ?? `${id} is ${row.state}`);
  return row;
}
