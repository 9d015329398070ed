import type { ReactNode } from "react";
import { showHelp } from "../../display.js";
import { Dialog } from "../dialog.js";
import { useLaterPlayer } from "./context.js";

const keys = [
  ["Alt + N", "key_next"],
  ["Alt + P", "key_previous"],
  ["Alt + R", "key_review"],
  ["Alt + K", "key_help"],
  ["Tab", "key_tab"],
  ["↑ ↓", "key_arrows"],
  ["Space", "key_space"],
] as const;

export function ShortcutsDialog(): ReactNode {
  const { player, say } = useLaterPlayer();
  const close = () => showHelp(player, false);
  return (
    <Dialog
      title={say("shortcutsTitle")}
      onClose={close}
      actions={
        <button type="button" className="button primary" onClick={close}>
          {say("close")}
        </button>
      }
    >
      <dl className="definition shortcuts">
        {keys.map(([key, word]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
