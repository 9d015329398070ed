import type { ReactNode } from "react";
import { textIn } from "../../shared/say.js";
import { startBlock } from "../block-flow.js";
import { currentBlock } from "../select.js";
import { usePlayer } from "./context.js";
import { PlainScreen } from "./plain-screen.js";
import { TroubleBanner } from "./trouble.js";

/** What comes next, how many questions and how much time; the clock starts with the button. */
export function BlockStartScreen(): ReactNode {
  const { player, state, say, language } = usePlayer();
  const block = currentBlock(state);
  const total = state.sitting?.blocks.length ?? 0;
  if (!block) return null;
  const hasLimit = block.timeLimitMs !== null;
  const [text, button] = {
    practice: [say("practiceText"), say("startPractice")] as const,
    questionnaire: [say("questionnaireText"), say("startQuestionnaire")] as const,
    test: [hasLimit ? say("testText") : say("testTextNoLimit"), say("startBlock")] as const,
  }[block.kind];
  return (
    <PlainScreen title={textIn(block.title, language)} showsSaving>
      <p className="quiet">{say("blockOf", { number: (state.sitting?.blockIndex ?? 0) + 1, total })}</p>
      <dl className="definition facts">
        <div>
          <dt>{say("questions")}</dt>
          <dd>{say("itemCount", { count: block.itemCount })}</dd>
        </div>
        <div>
          <dt>{say("timeLimit")}</dt>
          <dd>
            {hasLimit
              ? say("minutes", { count: Math.round((block.timeLimitMs ?? 0) / 60_000) })
              : say("noLimit")}
          </dd>
        </div>
      </dl>
      <p>{text}</p>
      <TroubleBanner />
      <button
        type="button"
        className="button primary big"
        disabled={state.isBusy}
        onClick={() => void startBlock(player)}
      >
        {state.isBusy ? say("busy") : button}
      </button>
    </PlainScreen>
  );
}
