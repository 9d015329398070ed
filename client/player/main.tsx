import { createRoot } from "react-dom/client";
import "../styles/base.css";
import "../styles/player.css";
import { Player } from "./player.js";
import { setMayReload } from "./saving.js";
import { start } from "./start.js";
import { App, LastResort } from "./view/app.js";
import { PlayerProvider } from "./view/context.js";

/** The code in the QR code's address; taken out of it, so that it does not stay in the browser's history. */
function takeCodeFromAddress(): string | null {
  const address = new URL(location.href);
  const code = address.searchParams.get("code");
  if (code === null) return null;
  address.searchParams.delete("code");
  history.replaceState(null, "", address);
  return code;
}

const player = new Player(navigator.language.startsWith("en") ? "en" : "vi");
const place = document.getElementById("app");
if (!place) throw new Error("the page has no element #app");
createRoot(place).render(
  <LastResort>
    <PlayerProvider value={player}>
      <App />
    </PlayerProvider>
  </LastResort>,
);
void start(player, takeCodeFromAddress());
if ("serviceWorker" in navigator) {
  // After the first screen, and only where it can be used.
  import("./offline-shell.js")
    .then(({ keepShell }) => keepShell())
    .then(() => setMayReload(player))
    .catch(() => undefined);
}
