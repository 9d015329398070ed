// The store's parts, put together.
import { setImmediate } from "node:timers/promises";
import { Catalog } from "./storage/catalog.js";
import type { Collection } from "./storage/catalog.js";
import { Committer } from "./storage/commit.js";
import type { Work } from "./storage/commit.js";
import { Cursors } from "./protocol/cursors.js";
import { StoreError } from "./errors.js";
import { Sessions } from "./sessions.js";
import type { Transaction } from "./sessions.js";
import { Store } from "./storage/store.js";
import type { Document } from "./language/values.js";
import { Conflicts, LatestView } from "./storage/views.js";
import type { View } from "./storage/views.js";

/** One command with everything that it works on. */
export interface Context {
  engine: Engine;
  name: string;
  command: Document;
  database: string;
  session: string | undefined;
  number: bigint | undefined;
  transaction: Transaction | undefined;
}

export class Engine {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly conflicts = new Conflicts();
  readonly latest: LatestView;
  readonly committer: Committer;
  readonly sessions: Sessions;
  readonly cursors = new Cursors();

  constructor(path: string) {
    this.store = new Store(path);
    this.catalog = new Catalog(this.store);
    this.latest = new LatestView(this.store, this.conflicts);
    this.committer = new Committer(this.store, () => this.catalog.load());
    this.sessions = new Sessions(this.store, this.conflicts);
  }

  /** Writes to the latest state; resolves when it is on the disk. */
  commit<T>(work: (view: View) => Work<T>): Promise<T> {
    return this.committer.run(work(this.latest));
  }

  /** Writes to the latest state at once, without waiting in between. */
  change<T>(action: (view: View) => T): Promise<T> {
    return this.committer.run({ next: () => ({ done: true, value: action(this.latest) }) });
  }

  /** Writes where the command writes: to its transaction, or to the latest state. */
  async write<T>({ transaction }: Context, work: (view: View) => Work<T>): Promise<T> {
    if (!transaction) return this.commit(work);
    const steps = work(transaction.view);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await (step.value ?? setImmediate());
    }
  }

  /** The collection of a name, made if it is missing, and durably so: also when a transaction asks for it. */
  async collection(namespace: string): Promise<Collection> {
    const { catalog } = this;
    return (
      catalog.find(namespace) ??
      this.change((view) => catalog.find(namespace) ?? catalog.create(view, checked(namespace), {}))
    );
  }

  /** Takes out the indexes whose building a crash cut short; nobody was told that they exist. */
  async dropUnfinishedIndexes(): Promise<void> {
    const { catalog } = this;
    const unfinished = catalog.all().filter(({ indexes }) => indexes.some(({ isBuilding }) => isBuilding));
    if (unfinished.length === 0) return;
    await this.change((view) => {
      for (const collection of unfinished) {
        for (const index of collection.indexes) if (index.isBuilding) catalog.bury(view, index.table);
        collection.indexes = collection.indexes.filter(({ isBuilding }) => !isBuilding);
        catalog.save(view, collection);
      }
    });
  }

  /** Waits for the commit under way and closes the file. */
  async close(): Promise<void> {
    await this.change(() => {}).catch(() => {});
    for (const transaction of this.conflicts.openTransactions) transaction.close();
    await this.store.close();
  }

  /** Lets the rows of what was dropped be removed, without waiting for it. */
  sweepSoon: () => void = () => {};

  /** Waits until no transaction is open that began before now, so that all later writes know a change of the catalog. */
  async afterOpenTransactions(): Promise<void> {
    await Promise.all(this.conflicts.openTransactions.map(({ ended }) => ended));
  }
}

function checked(namespace: string): string {
  const name = namespace.slice(namespace.indexOf(".") + 1);
  if (name === "" || name.includes("$") || name.includes("\0") || namespace.length > 250)
    throw new StoreError(73, `Invalid collection name: '${namespace}'`);
  return namespace;
}

/** The full name of the collection a command names. @throws InvalidNamespace when it names none. */
export function namespaceOf({ command, name, database }: Context): string {
  const collection: unknown = command[name];
  if (typeof collection !== "string" || collection === "" || collection.includes("\0"))
    throw new StoreError(73, `Invalid namespace specified for ${name}`);
  return `${database}.${collection}`;
}
