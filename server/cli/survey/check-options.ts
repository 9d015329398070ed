import { InputError } from "../files/input-error.js";
import type { SurveyRequest } from "./request.js";

/**
 * Refuses options that exclude or need each other, and those that would be passed over without a word: an error computed without
 * the strata, or with another factor than Fay's weights have, looks like any other.
 *
 * @param isGiven whether the caller wrote an option, by its name in the request.
 * @throws {InputError} naming them.
 */
export function checkOptions(request: SurveyRequest, isGiven: (name: string) => boolean): void {
  if (request.unitsMin !== undefined && request.units === undefined)
    throw new InputError("survey.unitsWanted");
  checkScale(request);
  checkDesign(request, isGiven);
}

function checkScale({ scale, scaleBy, constants, linkMeans, linkError }: SurveyRequest): void {
  if (scale && constants) throw new InputError("survey.oneScale");
  if (scaleBy !== undefined && !scale) throw new InputError("survey.scaleByAlone");
  if (linkMeans !== undefined && linkError > 0) throw new InputError("survey.oneLinkError");
}

/** Options that only the making of replicate weights by some methods knows. */
const ofPairs: Record<string, string> = { zone: "--zone", half: "--half" };
const ofBootstrap: Record<string, string> = {
  strata: "--strata",
  bootstrap: "--bootstrap",
  seed: "--seed",
};

function checkDesign({ method, replicates }: SurveyRequest, isGiven: (name: string) => boolean): void {
  const given = (options: Record<string, string>) =>
    Object.entries(options).flatMap(([name, option]) => (isGiven(name) ? [option] : []));
  const refuse = (key: "survey.strayOptions" | "survey.readyReplicates", options: readonly string[]) => {
    if (options.length > 0) throw new InputError(key, { options: options.join(", "), method });
  };
  if (method !== "fay") refuse("survey.strayOptions", given({ fay: "--fay" }));
  if (replicates !== undefined) refuse("survey.readyReplicates", given({ ...ofPairs, ...ofBootstrap }));
  const isOfUnits = method === "jk1" || method === "bootstrap";
  refuse("survey.strayOptions", [
    ...(isOfUnits ? given(ofPairs) : []),
    ...(method === "bootstrap" ? [] : given(ofBootstrap)),
  ]);
}
