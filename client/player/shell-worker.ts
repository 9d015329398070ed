/**
 * The player's service worker: keeps the page, its scripts, styles and fonts, so that a reload or a restarted browser opens the
 * player without a network; the sitting itself comes from IndexedDB. It keeps nothing of any study: no item, no picture,
 * no answer. Built as `/player-worker.js`, alone, with the two names below filled in by the build.
 */

/** Addresses of this version: "/" and the hashed files of the player. */
declare const PLAYER_FILES: readonly string[];
/** Changes with any of them. */
declare const PLAYER_VERSION: string;

/** What is needed of a service worker's own types; the library of them all does not go together with that of pages. */
interface WorkerEvent extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface RequestEvent extends WorkerEvent {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}
interface ShellWorker {
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  addEventListener(name: "install" | "activate", listen: (event: WorkerEvent) => void): void;
  addEventListener(name: "fetch", listen: (event: RequestEvent) => void): void;
}
const worker = self as unknown as ShellWorker;

const prefix = "khao-player-";
const cacheName = `${prefix}${PLAYER_VERSION}`;
const page = "/";
/** A server that says nothing for so long is as good as none; the page that is kept is the same one. */
const patienceMs = 4_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    // The staff's apps live below; without a network they have nothing to show.
    if (pathname === page) event.respondWith(newestPage(request));
  } else if (PLAYER_FILES.includes(pathname)) event.respondWith(keptFile(request, pathname));
});

/** All or nothing: a version that is kept in part would open to a blank page. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(
    PLAYER_FILES.map((path) => new Request(path, { cache: path === page ? "reload" : "default" })),
  );
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The server's page while it answers, so that a new version is seen at once; else the one that is kept. */
async function newestPage(request: Request): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    if (answer.status < 500) return answer;
    return (await kept(page)) ?? answer;
  } catch (problem) {
    const found = await kept(page);
    if (found) return found;
    throw problem;
  } finally {
    clearTimeout(timer);
  }
}

/** Names carry a hash of the content, so what is kept is what the server has. */
const keptFile = async (request: Request, path: string): Promise<Response> =>
  (await kept(path)) ?? fetch(request);

async function kept(path: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName);
  return cache.match(path, { ignoreVary: true });
}
