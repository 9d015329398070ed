import { useEffect, useState, type ReactNode } from "react";
import { Icon } from "../../shared/icons.js";
import { clockText } from "../clock.js";
import { setDisplay } from "../display.js";
import { usePlayer } from "./context.js";

/** At these many minutes the time left is spoken, and the clock shows itself though it was hidden. */
const announcedMinutes = [5, 1] as const;

/** The time left; it can be hidden until the last five minutes. */
export function BlockClock(): ReactNode {
  const { player, state, say } = usePlayer();
  const [leftMs, setLeftMs] = useState(() => player.clock.left());
  useEffect(() => {
    const show = () => setLeftMs(player.clock.left());
    show();
    const timer = setInterval(show, 250);
    return () => clearInterval(timer);
  }, [player]);
  if (leftMs === null) return null;

  const passed = announcedMinutes.filter((minutes) => leftMs <= minutes * 60_000).at(-1);
  const isHidden = state.display.isTimeHidden && passed === undefined;
  return (
    <div className={passed === undefined ? "clock" : "clock short"}>
      <Icon name="clock" />
      <span role="timer" aria-label={say("timeLeft")}>
        {isHidden ? <span className="visually-hidden">{say("timeHidden")}</span> : clockText(leftMs)}
      </span>
      {passed === undefined && (
        <button
          type="button"
          className="button quiet-button clock-button"
          aria-label={isHidden ? say("showTime") : say("hideTime")}
          onClick={() => setDisplay(player, { isTimeHidden: !isHidden })}
        >
          <Icon name="eye" className="narrow-only" />
          <span className="wide-only">{isHidden ? say("showTime") : say("hideTime")}</span>
        </button>
      )}
      <span className="visually-hidden" role="alert">
        {passed === undefined ? "" : say("minutesLeft", { count: passed })}
      </span>
    </div>
  );
}
