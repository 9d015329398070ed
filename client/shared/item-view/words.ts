import type { Language } from "../../../item-bank/types.js";
import { makeSay, type Say } from "../say.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";

type Key = keyof typeof vi;

/** The interactions' own words; the player and the studio show the same. */
export const itemWords: Record<Language, Say<Key>> = makeSay<Record<Key, string>>({ vi, en });
