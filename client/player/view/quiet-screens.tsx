import type { ReactNode } from "react";
import { usePlayer } from "./context.js";
import { PlainScreen } from "./plain-screen.js";

/** Screens on which the test taker waits. */

export function OpeningScreen(): ReactNode {
  const { say } = usePlayer();
  return (
    <PlainScreen title={say("opening")}>
      <span className="spinner" aria-hidden="true" />
    </PlainScreen>
  );
}

export function LoadingScreen(): ReactNode {
  const { state, say } = usePlayer();
  return (
    <PlainScreen title={say("openingBlock")} showsSaving>
      <span className="spinner" aria-hidden="true" />
      {state.trouble && (
        <p className="banner attention" role="status">
          {say("openingTrouble")}
        </p>
      )}
    </PlainScreen>
  );
}

export function WaitingScreen(): ReactNode {
  const { state, say } = usePlayer();
  return (
    <PlainScreen title={say("waitingTitle")} icon="clock" showsSaving>
      <p className="person-name">{state.person?.name}</p>
      <p>{say("waitingText")}</p>
    </PlainScreen>
  );
}

export function PausedScreen(): ReactNode {
  const { say } = usePlayer();
  return (
    <PlainScreen title={say("pausedTitle")} icon="pause" showsSaving>
      <p>{say("pausedText")}</p>
    </PlainScreen>
  );
}
