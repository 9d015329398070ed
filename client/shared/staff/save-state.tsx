import { useLanguage } from "./use-language.js";

/** Whether what stands on the screen is saved, in words: unsaved changes, or when it was last saved. */
export function SaveState({ isChanged, savedAt }: { isChanged: boolean; savedAt: Date | null }) {
  const { t, format } = useLanguage();
  return (
    <span role="status" className="small">
      {isChanged ? (
        <span className="quiet">{t("state.unsaved")}</span>
      ) : (
        savedAt && <span className="saved">{t("state.savedAt", { time: format.time(savedAt) })}</span>
      )}
    </span>
  );
}
