// The store's parts, put together.
import { Catalog, type Collection } from "./storage/catalog.js";
import { Committer } from "./storage/commit.js";
import { Cursors } from "./protocol/cursors.js";
import { StoreError } from "./errors.js";
import { Sessions, type Open } from "./sessions.js";
import { takeFolder } from "./storage/lock.js";
import { Store } from "./storage/store.js";
import type { Document } from "./language/values.js";
import { LatestView, type View } from "./storage/views.js";

/** One command with everything that it works on. */
export interface Context {
  engine: Engine;
  name: string;
  command: Document;
  database: string;
  session: string | undefined;
  number: bigint | undefined;
  transaction: Open | undefined;
}

export class Engine {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly latest: LatestView;
  readonly sessions: Sessions;
  readonly cursors = new Cursors();
  readonly #committer: Committer;
  readonly #release: () => void;

  /** Opens the store of a folder for this process. @throws {InUse} when another one holds it. */
  constructor(path: string) {
    this.store = new Store(path);
    this.#release = takeFolder(this.store);
    this.catalog = new Catalog(this.store);
    this.latest = new LatestView(this.store);
    this.sessions = new Sessions(this.store, this.latest);
    this.#committer = new Committer(this.store, this.catalog);
  }

  /** Writes where the command writes: to its transaction, or to the latest state, and then until it is on the disk. */
  async write<T>(transaction: Open | undefined, work: (view: View) => T): Promise<T> {
    return transaction ? work(transaction.view) : this.change(() => work(this.latest));
  }

  /** Writes to the latest state; resolves when it is on the disk. */
  change<T>(action: () => T): Promise<T> {
    return this.#committer.run(action);
  }

  /** Changes what collections and indexes there are. Open transactions know the old ones: their drivers run them again. */
  reshape<T>(action: () => T): Promise<T> {
    return this.change(() => {
      this.sessions.endAll();
      return action();
    });
  }

  /** The collection of a name, made if it is missing, and durably so: also when a transaction asks for it. */
  async collection(namespace: string): Promise<Collection> {
    const { catalog } = this;
    const name = namespace.slice(namespace.indexOf(".") + 1);
    if (name.includes("$") || namespace.length > 250)
      throw new StoreError(73, `Invalid collection name: '${namespace}'`);
    return catalog.find(namespace) ?? this.change(() => catalog.find(namespace) ?? catalog.create(namespace));
  }

  /** Waits for the commit under way and lets the folder go. Nothing may be asked of it any more. */
  async close(): Promise<void> {
    await this.change(() => {}).catch(() => {});
    this.sessions.endAll();
    this.#release();
  }
}

/** The full name of the collection a command names. @throws InvalidNamespace when it names none. */
export function namespaceOf({ command, name, database }: Context): string {
  const collection: unknown = command[name];
  if (typeof collection !== "string" || collection === "" || collection.includes("\0"))
    throw new StoreError(73, `Invalid namespace specified for ${name}`);
  return `${database}.${collection}`;
}

/** The collection a command names. @throws NamespaceNotFound when there is none. */
export function existingCollection(context: Context): Collection {
  const namespace = namespaceOf(context);
  const collection = context.engine.catalog.find(namespace);
  if (!collection) throw new StoreError(26, `ns not found: ${namespace}`);
  return collection;
}
