import type { ReactNode } from "react";
import { Icon, type IconName } from "../../shared/icons.js";
import { savingWord, type SavingWord } from "../select.js";
import { usePlayer } from "./context.js";

const look: Record<SavingWord, { icon: IconName; tone: string }> = {
  saved: { icon: "saved", tone: "good" },
  onDevice: { icon: "device", tone: "" },
  storing: { icon: "device", tone: "" },
  offline: { icon: "offline", tone: "attention" },
  serverStuck: { icon: "warning", tone: "attention" },
  storageFailed: { icon: "warning", tone: "bad" },
  refused: { icon: "warning", tone: "bad" },
};

/** Where the answers are, in words. Only what a test taker should act on is spoken: a changed word at every keystroke would be noise. */
export function SavingState(): ReactNode {
  const { state, say } = usePlayer();
  const word = savingWord(state.saving);
  const { icon, tone } = look[word];
  // Where the browser may not keep the player, a reload shows the browser's own error page until the network is back.
  const sentence = say(
    word === "offline" && !state.saving.mayReload ? "saving_offlineStay" : `saving_${word}`,
  );
  const isSerious = tone === "attention" || tone === "bad";
  return (
    <>
      <span className={`saving ${tone}`} data-saving={word}>
        <Icon name={icon} />
        {sentence}
      </span>
      <span className="visually-hidden" role="status">
        {isSerious ? sentence : ""}
      </span>
    </>
  );
}
