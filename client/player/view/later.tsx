import { lazy, Suspense, useState, type ComponentType, type ReactNode } from "react";
import type * as code from "./later/index.js";

type Later = typeof code;

/** Between tries to load what a lost network kept away. */
const retryMs = 3_000;

let loaded: Later | null = null;
let loading: Promise<Later> | null = null;

async function untilLoaded(): Promise<Later> {
  for (;;) {
    try {
      return (loaded = await import("./later/index.js"));
    } catch {
      await new Promise((wait) => setTimeout(wait, retryMs));
    }
  }
}

/**
 * Load the code of everything in `later/`. It is tried until it succeeds, so that a screen asked for without a network comes
 * late and not never.
 */
export const loadLater = (): Promise<Later> => (loading ??= untilLoaded());

/**
 * A part of `later/`, to be used before its code is here: drawn at once where it is, else as soon as it comes.
 *
 * @param pick takes it out of the loaded code.
 */
export function later<Props extends object>(
  pick: (code: Later) => ComponentType<Props>,
): ComponentType<Props> {
  const Lazy = lazy(async () => ({ default: pick(await loadLater()) }));
  return function LaterPart(props: Props): ReactNode {
    // Chosen once: another component in its place would begin anew and forget what was pressed.
    const [Part] = useState<ComponentType<Props>>(() => (loaded ? pick(loaded) : Lazy));
    return (
      <Suspense>
        <Part {...props} />
      </Suspense>
    );
  };
}
