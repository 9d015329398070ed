import type { EmOptions, EmResult } from "./em.js";

/**
 * EM that goes on from where an earlier stage of the same calibration ended, on other nodes: its cycles are counted on, for whoever
 * is told of them, up to the limit of the whole and in the result, which has the histories of both.
 *
 * @param before how the earlier stage ended; null for the first.
 * @param run the stage, with the options that are left to it. It has one cycle at least.
 */
export function continueEm(
  before: EmResult | null,
  options: EmOptions,
  run: (options: EmOptions) => EmResult,
): EmResult {
  if (!before) return run(options);
  const { cyclesMax, onCycle } = options;
  const last = run({
    ...options,
    cyclesMax: Math.max(1, cyclesMax - before.cycles),
    onCycle: onCycle && (({ cycle, ...progress }) => onCycle({ cycle: before.cycles + cycle, ...progress })),
  });
  return { ...last, cycles: before.cycles + last.cycles, history: [...before.history, ...last.history] };
}
