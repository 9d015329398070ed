import type { ReactNode } from "react";
import { Dialog } from "./dialog.js";
import { useLanguage } from "./use-language.js";

/** Asks once more before something that cannot simply be undone; the button says what it does, never just "yes". */
export function ConfirmDialog(props: {
  title: string;
  /** What will happen, in plain words. */
  children: ReactNode;
  act: string;
  isDanger?: boolean;
  isBusy?: boolean;
  problem?: string | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useLanguage();
  return (
    <Dialog title={props.title} isOpen onClose={props.onClose}>
      <div className="stack">
        <div className="measure">{props.children}</div>
        <div role="alert">{props.problem && <p className="banner bad">{props.problem}</p>}</div>
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={props.onClose} autoFocus>
          {t("act.cancel")}
        </button>
        <button
          type="button"
          className={props.isDanger ? "button danger" : "button primary"}
          disabled={props.isBusy}
          onClick={props.onConfirm}
        >
          {props.act}
        </button>
      </div>
    </Dialog>
  );
}
