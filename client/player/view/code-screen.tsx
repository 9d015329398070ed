import type { FormEvent, ReactNode } from "react";
import { logIn, typeCode } from "../login.js";
import { usePlayer } from "./context.js";
import { PlainScreen } from "./plain-screen.js";
import { TroubleBanner } from "./trouble.js";

/** The first screen: the code from the card, typed or come with the QR code's address. */
export function CodeScreen(): ReactNode {
  const { player, state, say } = usePlayer();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void logIn(player);
  };
  const isStuck = state.trouble?.code === "no-storage";
  return (
    <PlainScreen title={say("codeTitle")}>
      <TroubleBanner />
      <form className="stack" onSubmit={submit}>
        <div className="field">
          <label htmlFor="code">{say("codeLabel")}</label>
          <input
            id="code"
            className="input code-input"
            type="text"
            value={state.code}
            onChange={(event) => typeCode(player, event.target.value)}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            autoFocus
            disabled={isStuck}
            maxLength={40}
            aria-describedby={state.trouble ? "code-hint trouble" : "code-hint"}
            aria-invalid={state.trouble !== null && !isStuck}
          />
          <p className="hint" id="code-hint">
            {say("codeHint")}
          </p>
        </div>
        <button type="submit" className="button primary big" disabled={state.isBusy || isStuck}>
          {state.isBusy ? say("busy") : say("codeButton")}
        </button>
      </form>
    </PlainScreen>
  );
}
