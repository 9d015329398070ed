import type { Message } from "../messages/message.js";
import type { CycleProgress } from "./em.js";

/**
 * The options of one of several calibrations that an analysis makes: each cycle that they tell of says which calibration it is
 * of, for cycles start anew with each.
 */
export function nameFit<Options extends { onCycle?: (progress: CycleProgress) => void }>(
  options: Options,
  fit: Message,
): Options {
  const { onCycle } = options;
  return onCycle ? { ...options, onCycle: (progress) => onCycle({ ...progress, fit }) } : options;
}
