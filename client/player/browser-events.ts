import { beatMs } from "./link.js";

interface Handlers {
  onOnline: () => void;
  onOffline: () => void;
  /** The window lost the test taker's attention, or has it again. */
  onFocus: (kind: "blur" | "focus") => void;
  onShown: () => void;
  onHidden: () => void;
  /** The page goes: reloaded, closed or left. Only what is done before this returns is done. */
  onGone: () => void;
  /** Every `beatMs` while the page is on the screen. */
  onBeat: () => void;
}

/** What the browser tells of the network and of the page, for as long as the page lives. */
export function listenToBrowser(handlers: Handlers): void {
  addEventListener("online", handlers.onOnline);
  addEventListener("offline", handlers.onOffline);
  addEventListener("blur", () => handlers.onFocus("blur"));
  addEventListener("focus", () => handlers.onFocus("focus"));
  document.addEventListener("visibilitychange", () => {
    // A sleeping computer's clock may have stood still.
    if (document.visibilityState === "visible") handlers.onShown();
    else handlers.onHidden();
  });
  addEventListener("pagehide", handlers.onGone);
  // A page taken out of the browser's memory may be hours old.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  setInterval(() => document.visibilityState === "visible" && handlers.onBeat(), beatMs);
}
