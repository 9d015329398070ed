import { useSyncExternalStore } from "react";
import { useLanguage } from "./use-language.js";

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/** Says that the browser knows of no network, from the moment it does, so that nobody first has to try something. */
export function OfflineBanner() {
  const { t } = useLanguage();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {!isOnline && <p className="banner attention offline-banner">{t("state.offline")}</p>}
    </div>
  );
}
