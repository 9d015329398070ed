import { useEffect, useRef, type ReactNode } from "react";
import type { RichText } from "../../../item-bank/types.js";
import { Icon } from "../../shared/icons.js";
import { ItemView, StimulusView } from "../../shared/item-view/index.js";
import { plainText } from "../../shared/rich-text.js";
import { inLanguage, textIn } from "../../shared/say.js";
import { answer, mark } from "../answering.js";
import { assetsOfUnit, currentBlock, mayAnswer, placedItems, type PlacedItem } from "../select.js";
import { BlockBar } from "./block-bar.js";
import { BlockTop } from "./block-top.js";
import { usePlayer } from "./context.js";

/** A stimulus of so few letters, without figure or table, is an instruction: it stands above its items like on paper. */
const shortMax = 400;
const isShort = (text: RichText): boolean =>
  text.every(({ type }) => type === "paragraph" || type === "list" || type === "heading") &&
  plainText(text).length <= shortMax;

/** One unit of the running block: stimulus left, items right, each scrolling by itself. */
export function BlockScreen(): ReactNode {
  const { state, language, say } = usePlayer();
  const items = useRef<HTMLDivElement>(null);
  const { content, unitIndex } = state;
  const shown = content?.units[unitIndex];
  const unitId = shown?.unit.id;
  const title = textIn(currentBlock(state)?.title, language);

  useEffect(() => {
    document.title = `${title} – ${say("appName")}`;
  }, [title, say]);
  useEffect(() => {
    // A new unit begins at its top, and a screen reader at its first question.
    for (const pane of document.querySelectorAll(".pane, .block-main")) pane.scrollTop = 0;
    items.current?.focus({ preventScroll: true });
  }, [unitId]);

  if (!content || !shown) return null;
  const assets = assetsOfUnit(content, shown.unit.id);
  const stimulus = inLanguage(shown.unit.stimulus, language)?.value ?? [];
  const hasPane = stimulus.length > 0 && !isShort(stimulus);
  return (
    <div className="block">
      <BlockTop />
      <main className={hasPane ? "block-main with-stimulus" : "block-main"}>
        {hasPane && (
          <div
            className="pane stimulus-pane"
            tabIndex={0}
            role="region"
            aria-label={textIn(shown.unit.title, language)}
          >
            <StimulusView unit={shown.unit} language={language} assets={assets} />
          </div>
        )}
        <div className="pane items-pane" id="questions" ref={items} tabIndex={-1}>
          {stimulus.length > 0 && !hasPane && (
            <StimulusView unit={shown.unit} language={language} assets={assets} />
          )}
          {placedItems(content)
            .filter((each) => each.unitIndex === unitIndex)
            .map((placed) => (
              <PlayerItemView key={placed.item.id} placed={placed} assets={assets} />
            ))}
        </div>
      </main>
      <BlockBar />
    </div>
  );
}

function PlayerItemView({
  placed,
  assets,
}: {
  placed: PlacedItem;
  assets: Record<string, string>;
}): ReactNode {
  const { player, state, say, language } = usePlayer();
  const { item, number } = placed;
  const isMarked = state.marked.has(item.id);
  return (
    <ItemView
      item={item}
      language={language}
      value={state.responses[item.id] ?? null}
      onChange={(value) => answer(player, item.id, value)}
      optionOrders={state.content?.optionOrders ?? {}}
      assets={assets}
      isDisabled={!mayAnswer(state)}
      heading={
        <div className="item-head">
          <h2>{say("question", { number })}</h2>
          <button
            type="button"
            className={
              isMarked ? "button quiet-button mark-button marked" : "button quiet-button mark-button"
            }
            aria-pressed={isMarked}
            onClick={() => mark(player, item.id, !isMarked)}
          >
            <Icon name="flag" />
            {isMarked ? say("marked") : say("mark")}
          </button>
        </div>
      }
    />
  );
}
