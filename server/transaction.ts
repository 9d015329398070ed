import mongoose from "mongoose";

// Every query inside the work joins the transaction by itself, so that services need not hand a session around.
mongoose.set("transactionAsyncLocalStorage", true);

/**
 * Do all of the work or none of it. The work may be done again when another writer was in between, so it must
 * change nothing but the store; inside, one query is awaited after the other.
 */
export function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  return mongoose.connection.transaction(work);
}
