import type { ReactNode } from "react";
import { Icon } from "../../shared/icons.js";
import { usePlayer } from "./context.js";

/** What did not work, said to a test taker: the server's own sentence where it gave one. */
export function TroubleBanner(): ReactNode {
  const { state, say } = usePlayer();
  const { trouble } = state;
  if (!trouble) return null;
  const stuck = say("trouble_serverStuck");
  const sentences: Record<string, string> = {
    // What such a server says to staff is of no use in the middle of a test.
    ...(state.stage === "in" && { "disk-full": stuck, "store-unavailable": stuck }),
    unreachable: state.stage === "in" ? say("trouble_unreachable") : say("trouble_unreachableLogin"),
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
