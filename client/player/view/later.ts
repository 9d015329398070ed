import { lazy, type ComponentType } from "react";

/** Between tries to load what a lost network kept away. */
const retryMs = 3_000;

/**
 * A screen whose code comes after the first one is drawn.
 *
 * @param load is tried until it succeeds, so that a screen asked for without a network comes late and not never.
 * @returns the component, and what begins to load it before it is asked for.
 */
export function later(load: () => Promise<ComponentType>): { Screen: ComponentType; preload: () => void } {
  let loading: Promise<{ default: ComponentType }> | null = null;
  const untilLoaded = async (): Promise<{ default: ComponentType }> => {
    for (;;) {
      try {
        return { default: await load() };
      } catch {
        await new Promise((wait) => setTimeout(wait, retryMs));
      }
    }
  };
  const once = () => (loading ??= untilLoaded());
  return { Screen: lazy(once), preload: () => void once() };
}
