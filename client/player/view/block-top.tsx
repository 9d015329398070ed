import type { ReactNode } from "react";
import { textIn } from "../../shared/say.js";
import { currentBlock } from "../select.js";
import { BlockClock } from "./block-clock.js";
import { usePlayer } from "./context.js";
import { DisplayMenu } from "./display-menu.js";
import { SavingState } from "./saving-state.js";

/** Name of the test, which block, time left and where the answers are. */
export function BlockTop(): ReactNode {
  const { state, say, language } = usePlayer();
  const { sitting, person } = state;
  const block = currentBlock(state);
  return (
    <header className="block-top">
      <a className="skip-link" href="#questions">
        {say("skipToQuestions")}
      </a>
      <div className="block-title">
        <h1 title={textIn(person?.studyTitle, language)}>{textIn(person?.studyTitle, language)}</h1>
        <p>
          {say("blockOf", { number: (sitting?.blockIndex ?? 0) + 1, total: sitting?.blocks.length ?? 0 })}
          {" · "}
          {textIn(block?.title, language)}
        </p>
      </div>
      <SavingState />
      <BlockClock />
      <DisplayMenu />
    </header>
  );
}
