import type { Language } from "../../item-bank/types.js";
import { makeSay, type Say } from "../shared/say.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";

/** Keys of both files; English has plurals where Vietnamese needs none. */
type Key = keyof typeof vi;

/** The player's own words. */
export const playerWords: Record<Language, Say<Key>> = makeSay<Record<Key, string>>({
  vi,
  en: en as Record<string, string>,
});
export type PlayerSay = Say<Key>;
