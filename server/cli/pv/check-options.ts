import { InputError } from "../files/input-error.js";

/** Options that say what becomes of the background, by their names in a request. */
const ofBackground: Record<string, string> = {
  numeric: "--numeric",
  interactions: "--interactions",
  coding: "--coding",
  share: "--share",
  componentsMax: "--components-max",
  components: "--no-components",
  ignoreBackground: "--ignore-background",
};
const ofComponents: Record<string, string> = { share: "--share", componentsMax: "--components-max" };

/**
 * Refuses options that would be passed over without a word: who names numeric variables and forgets the background would get
 * plausible values that know nothing of it.
 *
 * @param isGiven whether the caller wrote an option, by its name in the request.
 * @throws {InputError} naming them.
 */
export function checkOptions(isGiven: (name: string) => boolean): void {
  const given = (options: Record<string, string>) =>
    Object.entries(options).flatMap(([name, option]) => (isGiven(name) ? [option] : []));
  const stray = isGiven("background") ? [] : given(ofBackground);
  if (stray.length > 0) throw new InputError("pv.backgroundWanted", { options: stray.join(", ") });
  const unused = isGiven("components") ? given(ofComponents) : [];
  if (unused.length > 0) throw new InputError("pv.componentsUnwanted", { options: unused.join(", ") });
}
