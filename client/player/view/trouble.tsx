import type { ReactNode } from "react";
import { Icon } from "../../shared/icons.js";
import { usePlayer } from "./context.js";

/** What a server that cannot save says to staff is of no use to a test taker in the middle of a test. */
const stuck = (sentence: string): Record<string, string> =>
  Object.fromEntries(["disk-full", "store-unavailable", "internal-error"].map((code) => [code, sentence]));

/** What did not work, said to a test taker: the server's own sentence where it gave one. */
export function TroubleBanner(): ReactNode {
  const { state, say } = usePlayer();
  const { trouble } = state;
  if (!trouble) return null;
  const sentences: Record<string, string> = {
    unreachable: state.stage === "in" ? say("trouble_unreachable") : say("trouble_unreachableLogin"),
    ...(state.stage === "in" ? stuck(say("trouble_serverStuck")) : {}),
    "log-in-again": say("trouble_logInAgain"),
    "no-storage": say("trouble_noStorage"),
    unexpected: say("trouble_unexpected", { message: trouble.message }),
  };
  return (
    <p className="banner bad" role="alert" id="trouble">
      <Icon name="warning" />
      <span>{sentences[trouble.code] ?? trouble.message}</span>
    </p>
  );
}
