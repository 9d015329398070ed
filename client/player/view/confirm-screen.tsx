import type { ReactNode } from "react";
import { textIn } from "../../shared/say.js";
import { reject } from "../leaving.js";
import { confirm } from "../login.js";
import { usePlayer } from "./context.js";
import { PlainScreen } from "./plain-screen.js";
import { TroubleBanner } from "./trouble.js";

/** "Is this you?": after the code, and when the browser was closed in the middle of a sitting. */
export function ConfirmScreen(): ReactNode {
  const { player, state, say, language } = usePlayer();
  const { person, isReturning, isBusy } = state;
  if (!person) return null;
  const facts = [
    [say("group"), person.group],
    [say("study"), textIn(person.studyTitle, language)],
    [say("session"), person.sessionTitle],
    [say("place"), person.place],
  ].filter(([, fact]) => fact);
  return (
    <PlainScreen title={isReturning ? say("returningTitle") : say("confirmTitle")}>
      <p className="person-name">{person.name}</p>
      <dl className="definition facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <TroubleBanner />
      <div className="stack">
        <button
          type="button"
          className="button primary big"
          disabled={isBusy}
          autoFocus
          onClick={() => void confirm(player)}
        >
          {isReturning ? say("goOnAs") : say("yesMe")}
        </button>
        <button type="button" className="button" disabled={isBusy} onClick={() => reject(player)}>
          {say("notMe")}
        </button>
      </div>
    </PlainScreen>
  );
}
