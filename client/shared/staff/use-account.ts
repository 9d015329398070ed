import { useSyncExternalStore } from "react";
import { currentAccount, subscribe } from "./login-session.js";

/** The account that is logged in, or null; the component is drawn again when that changes. */
export function useAccount() {
  return useSyncExternalStore(subscribe, currentAccount);
}
