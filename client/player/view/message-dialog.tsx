import type { ReactNode } from "react";
import { dismissMessage } from "../display.js";
import { usePlayer } from "./context.js";
import { Dialog } from "./dialog.js";

/** The proctor's message, until it is put away. */
export function MessageDialog(): ReactNode {
  const { player, state, say } = usePlayer();
  const message = state.sitting?.message;
  if (state.stage !== "in" || !message || message.id === state.dismissedMessageId) return null;
  return (
    <Dialog
      key={message.id}
      title={say("message")}
      onClose={() => dismissMessage(player)}
      actions={
        <button type="button" className="button primary" onClick={() => dismissMessage(player)}>
          {say("gotIt")}
        </button>
      }
    >
      <p className="proctor-message">{message.text}</p>
    </Dialog>
  );
}
