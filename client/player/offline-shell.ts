/**
 * Let the browser keep the player itself, so that a reload without a network opens it. Browsers allow this on https and on
 * the computer's own address only; a lab room on plain http goes without.
 *
 * @returns once a reload needs no network any more.
 * @throws where the browser refuses (a private window, no room left): then the page comes from the server each time.
 */
export async function keepShell(): Promise<void> {
  await navigator.serviceWorker.register("/player-worker.js", { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
}
