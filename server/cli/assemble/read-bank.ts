import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AssemblyPool } from "../../../psychometrics/index.js";
import { itemPool } from "../../item-pool/item-pool.service.js";
import { connectStore } from "../../store/connect.js";
import { say } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";

/** A study whose bank is the pool. */
export interface BankSource {
  study: string;
  /** A calibration of it; the newest by default. */
  run?: string;
  /** The folder with the data, which a running server may use meanwhile. */
  data: string;
}

/**
 * Reads the pool from the bank, by the store that runs on the data folder or one started for it.
 *
 * @param tell says which calibration the parameters are from, and what is left out.
 * @throws {InputError} where there are no data; {Problem} for a study or a calibration that is not there.
 */
export async function readBank(
  { study, run, data }: BankSource,
  tell: (sentence: string) => void,
): Promise<AssemblyPool> {
  const mongodbUri = process.env.MONGODB_URI;
  if (!mongodbUri && !existsSync(join(data, "store", "data.mdb")))
    throw new InputError("backup.noData", { folder: data });
  const store = await connectStore({ mongodbUri, dataDir: data }, "any");
  try {
    const found = await itemPool(study, run);
    tell(
      found.run
        ? say("assemble.fromRun", { title: found.run.title, id: found.run.id })
        : say("assemble.noRun", { study }),
    );
    if (found.changed.length > 0) tell(say("assemble.changed", { items: found.changed.join(", ") }));
    if (found.notApprovedCount > 0) tell(say("assemble.notApproved", { count: found.notApprovedCount }));
    return found.pool;
  } finally {
    await store.stop();
  }
}
