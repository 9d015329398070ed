import { irtEquatingMethods } from "../../../psychometrics/index.js";
import { InputError } from "../files/input-error.js";
import type { EquateMethod, EquateRequest } from "./request.js";

/** Options that only some methods know, by their names in a request. */
const forScores: Record<string, string> = {
  ...{ id: "--id", weight: "--weight", ignore: "--ignore", key: "--key", missing: "--missing" },
  missingCodes: "--missing-codes",
  ...{ fromMax: "--from-max", toMax: "--to-max" },
};
const forAnchors: Record<string, string> = {
  ...{ anchorItems: "--anchor-items", external: "--external", bootstrap: "--bootstrap", seed: "--seed" },
};
const forItems: Record<string, string> = {
  ...{ oneScale: "--one-scale", linkMethod: "--link-method", robust: "--robust", model: "--model" },
  ...{ forms: "--forms", fromForm: "--from-form", toForm: "--to-form" },
  ...{ fromGroup: "--from-group", toGroup: "--to-group" },
};
const forAbilities: Record<string, string> = { fromAbility: "--from-ability", toAbility: "--to-ability" };
/** The methods that equate in a population of both groups. */
const ofBothGroups: readonly EquateMethod[] = ["frequency-estimation", "observed-score"];

/**
 * Refuses options that none of the methods knows, which else would be passed over without a word.
 *
 * @param isGiven whether the caller wrote an option, by its name in a request.
 * @throws {InputError} naming them; also for methods that take different input.
 */
export function checkOptions(request: EquateRequest, isGiven: (name: string) => boolean): void {
  const byItems = request.methods.filter((method) => isIrt(method));
  const byScores = request.methods.filter((method) => !isIrt(method));
  if (byItems.length > 0 && byScores.length > 0)
    throw new InputError("equate.mixed", { scores: byScores.join(", "), items: byItems.join(", ") });
  const unknown = {
    ...(byScores.length > 0 ? forItems : { ...forScores, ...forAnchors }),
    ...(byScores.some((method) => method !== "equipercentile") ? {} : forAnchors),
    ...(byScores.includes("equipercentile") ? {} : { presmooth: "--presmooth" }),
    ...(byItems.includes("observed-score") ? {} : forAbilities),
    ...(ofBothGroups.some((method) => request.methods.includes(method))
      ? {}
      : { fromWeight: "--from-weight" }),
  };
  const stray = Object.entries(unknown).flatMap(([name, option]) => (isGiven(name) ? [option] : []));
  if (stray.length > 0)
    throw new InputError("equate.strayOptions", {
      options: stray.join(", "),
      methods: request.methods.join(", "),
    });
}

/** Whether a method takes calibrated items. */
export function isIrt(method: EquateMethod): boolean {
  return irtEquatingMethods.some((name) => name === method);
}
