import { useEffect } from "react";
import { useBlocker } from "react-router";
import { ConfirmDialog } from "./confirm-dialog.js";
import { useLanguage } from "./use-language.js";

/** Asks before the screen is left while something on it is not saved: by a link, by Back, or by closing the page. */
export function LeaveWarning({ isChanged }: { isChanged: boolean }) {
  const { t } = useLanguage();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isChanged && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);

  if (blocker.state !== "blocked") return null;
  return (
    <ConfirmDialog
      title={t("leave.title")}
      act={t("leave.act")}
      isDanger
      onConfirm={() => blocker.proceed()}
      onClose={() => blocker.reset()}
    >
      <p>{t("leave.explained")}</p>
    </ConfirmDialog>
  );
}
