import type { ReactNode } from "react";
import { goOnAfterTime, submit } from "../../block-flow.js";
import { leave } from "../../leaving.js";
import { PlainScreen } from "../plain-screen.js";
import { TroubleBanner } from "../trouble.js";
import { useLaterPlayer } from "./context.js";

/** Screens at the end of a block, and at the end of the way. */

export function TimeOverScreen(): ReactNode {
  const { player, state, say } = useLaterPlayer();
  const isClosed = state.sitting?.phase !== "running";
  const { isOnline, isServerStuck } = state.saving;
  const waitsFor = !isOnline ? "timeOverOffline" : isServerStuck ? "trouble_serverStuck" : "timeOverWaiting";
  return (
    <PlainScreen title={say("timeOverTitle")} icon="clock" showsSaving>
      <p>{say("timeOverText")}</p>
      <p role="status" className="quiet">
        {isClosed ? "" : say(waitsFor)}
      </p>
      <button
        type="button"
        className="button primary big"
        disabled={!isClosed}
        onClick={() => goOnAfterTime(player)}
      >
        {say("goOn")}
      </button>
    </PlainScreen>
  );
}

export function HandInScreen(): ReactNode {
  const { player, state, say } = useLaterPlayer();
  return (
    <PlainScreen title={say("handInTitle")} icon="check" showsSaving>
      <p>{say("handInText")}</p>
      <TroubleBanner />
      <button
        type="button"
        className="button primary big"
        disabled={state.isBusy}
        onClick={() => void submit(player)}
      >
        {state.isBusy ? say("busy") : say("handIn")}
      </button>
    </PlainScreen>
  );
}

/** What may still be on its way from this computer, with the way back to the code page. */
function Leaving(): ReactNode {
  const { player, state, say } = useLaterPlayer();
  const { unsentCount } = state.saving;
  return (
    <>
      {unsentCount > 0 && (
        <p className="banner attention" role="status">
          {say("unsent", { count: unsentCount })}
        </p>
      )}
      <button type="button" className="button" onClick={() => void leave(player)}>
        {say("newCode")}
      </button>
    </>
  );
}

export function SubmittedScreen(): ReactNode {
  const { state, say } = useLaterPlayer();
  return (
    <PlainScreen title={say("submittedTitle")} icon="check">
      <p className="person-name">{state.person?.name}</p>
      <p>{say("submittedText")}</p>
      <Leaving />
    </PlainScreen>
  );
}

export function EndedScreen(): ReactNode {
  const { say } = useLaterPlayer();
  return (
    <PlainScreen title={say("endedTitle")} icon="info">
      <p>{say("endedText")}</p>
      <Leaving />
    </PlainScreen>
  );
}

export function MovedScreen(): ReactNode {
  const { say } = useLaterPlayer();
  return (
    <PlainScreen title={say("movedTitle")} icon="device">
      <p>{say("movedText")}</p>
      <Leaving />
    </PlainScreen>
  );
}

export function OtherTabScreen(): ReactNode {
  const { say } = useLaterPlayer();
  return (
    <PlainScreen title={say("otherTabTitle")} icon="device">
      <p>{say("otherTabText")}</p>
      <button type="button" className="button primary big" onClick={() => location.reload()}>
        {say("takeOver")}
      </button>
    </PlainScreen>
  );
}
