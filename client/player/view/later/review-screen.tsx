import { useEffect, useRef, useState, type ReactNode } from "react";
import { Icon } from "../../../shared/icons.js";
import { LocalisedText } from "../../../shared/item-view/localised.js";
import { finishBlock } from "../../block-flow.js";
import { goTo, goToItem } from "../../moving.js";
import { answeredOf, placedItems, type Answered } from "../../select.js";
import { BlockTop } from "../block-top.js";
import { Dialog } from "../dialog.js";
import { TroubleBanner } from "../trouble.js";
import { useLaterPlayer } from "./context.js";

const looks: Record<Answered, { icon: "check" | "half" | "circle"; tone: string }> = {
  all: { icon: "check", tone: "good" },
  part: { icon: "half", tone: "attention" },
  none: { icon: "circle", tone: "attention" },
};

/** A row has room for one line of the stem, formulas drawn. */
const asLine = { renderGap: () => " … " };

/** What is answered and what is not, before the block is closed for good. */
export function ReviewScreen(): ReactNode {
  const { player, state, say, language } = useLaterPlayer();
  const [isAsking, setIsAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { content } = state;
  if (!content) return null;

  const items = placedItems(content).map((placed) => ({
    ...placed,
    answered: answeredOf(placed.item, state),
  }));
  const openCount = items.filter(({ answered }) => answered !== "all").length;
  const finish = () => {
    setIsAsking(false);
    void finishBlock(player);
  };
  return (
    <div className="block">
      <BlockTop />
      <main className="block-main review">
        <div className="pane" id="questions">
          <h2 className="title" tabIndex={-1} ref={heading}>
            {say("reviewTitle")}
          </h2>
          <p>
            {say("reviewCount", { answered: items.length - openCount, total: items.length })}{" "}
            {openCount > 0 ? say("reviewOpen", { count: openCount }) : say("reviewAll")}
          </p>
          <TroubleBanner />
          <ul className="review-list">
            {items.map(({ item, number, answered }) => {
              const { icon, tone } = looks[answered];
              return (
                <li key={item.id}>
                  <button type="button" className="review-row" onClick={() => goToItem(player, item.id)}>
                    <span className="review-number">{say("question", { number })}</span>
                    <span className="review-stem">
                      <LocalisedText text={item.stem} language={language} context={asLine} isInline />
                    </span>
                    <span className="review-state">
                      <span className={`badge ${tone}`}>
                        <Icon name={icon} />
                        {say(`state_${answered}`)}
                      </span>
                      {state.marked.has(item.id) && (
                        <span className="badge info">
                          <Icon name="flag" />
                          {say("state_marked")}
                        </span>
                      )}
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      </main>
      <nav className="block-bar review-bar" aria-label={say("reviewTitle")}>
        <button type="button" className="button" onClick={() => goTo(player, state.unitIndex)}>
          <Icon name="left" />
          {say("backToItems")}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={state.isBusy}
          onClick={() => setIsAsking(true)}
        >
          {state.isBusy ? say("busy") : say("finishBlock")}
        </button>
      </nav>
      {isAsking && (
        <Dialog
          title={say("finishBlock")}
          onClose={() => setIsAsking(false)}
          actions={
            <>
              <button type="button" className="button" onClick={() => setIsAsking(false)}>
                {say("finishNo")}
              </button>
              <button type="button" className="button primary" onClick={finish}>
                {say("finishYes")}
              </button>
            </>
          }
        >
          <p>{openCount > 0 ? say("finishSureOpen", { count: openCount }) : say("finishSure")}</p>
        </Dialog>
      )}
    </div>
  );
}
