import { useEffect, useRef, type ReactNode } from "react";
import { Icon, type IconName } from "../../shared/icons.js";
import { textIn } from "../../shared/say.js";
import { goTo, showReview } from "../moving.js";
import { unitMarks, type UnitMark } from "../select.js";
import type { PlayerSay } from "../words.js";
import { usePlayer } from "./context.js";

const icons: Record<UnitMark["answered"], IconName> = { all: "check", part: "half", none: "circle" };

/** What a mark says in words: seen or not, answered or not, marked or not. */
export function wordsOfMark(
  unit: Pick<UnitMark, "answered" | "isSeen" | "isMarked">,
  say: PlayerSay,
): string[] {
  const answered =
    unit.answered === "none" && !unit.isSeen ? say("state_unseen") : say(`state_${unit.answered}`);
  return unit.isMarked ? [answered, say("state_marked")] : [answered];
}

/** Previous and next, always in the same place, and between them a mark for every unit. */
export function BlockBar(): ReactNode {
  const { player, state, say, language } = usePlayer();
  const list = useRef<HTMLOListElement>(null);
  const { content, unitIndex } = state;

  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [unitIndex]);

  if (!content) return null;
  const units = unitMarks(content, state);
  const isLast = unitIndex === units.length - 1;
  return (
    <nav className="block-bar" aria-label={say("unitList")}>
      <button
        type="button"
        className="button"
        disabled={unitIndex === 0}
        aria-keyshortcuts="Alt+P"
        onClick={() => goTo(player, unitIndex - 1)}
      >
        <Icon name="left" />
        {say("previous")}
      </button>
      <ol className="marks" ref={list}>
        {units.map((unit) => {
          const numbers = unit.first === unit.last ? `${unit.first}` : `${unit.first}–${unit.last}`;
          const name =
            unit.first === unit.last
              ? say("question", { number: unit.first })
              : say("questionsRange", { first: unit.first, last: unit.last });
          const title = `${name} (${textIn(unit.title, language)}): ${wordsOfMark(unit, say).join(", ")}`;
          return (
            <li key={unit.unitIndex}>
              <button
                type="button"
                className={`mark ${unit.answered}${unit.isSeen ? "" : " unseen"}`}
                aria-current={unit.unitIndex === unitIndex ? "step" : undefined}
                aria-label={title}
                title={title}
                onClick={() => goTo(player, unit.unitIndex)}
              >
                <span>{numbers}</span>
                <span className="mark-icons">
                  <Icon name={unit.answered === "none" && !unit.isSeen ? "dot" : icons[unit.answered]} />
                  {unit.isMarked && <Icon name="flag" className="mark-flag" />}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <button
        type="button"
        className="button primary"
        aria-keyshortcuts={isLast ? "Alt+N Alt+R" : "Alt+N"}
        onClick={() => (isLast ? showReview(player) : goTo(player, unitIndex + 1))}
      >
        {isLast ? say("toReview") : say("next")}
        <Icon name={isLast ? "list" : "right"} />
      </button>
    </nav>
  );
}
