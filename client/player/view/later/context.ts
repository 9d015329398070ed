import type { Language } from "../../../../item-bank/types.js";
import { makeSay, type Say } from "../../../shared/say.js";
import en from "../../i18n/en.json";
import laterEn from "../../i18n/later/en.json";
import laterVi from "../../i18n/later/vi.json";
import vi from "../../i18n/vi.json";
import { usePlayer } from "../context.js";

const vietnamese = { ...vi, ...laterVi };
type Key = keyof typeof vietnamese;

/** The player's words, with those that only the later screens have. */
const words: Record<Language, Say<Key>> = makeSay<Record<Key, string>>({
  vi: vietnamese,
  en: { ...en, ...laterEn } as Record<string, string>,
});

/** The player and its state, as `usePlayer` gives them, and its words with those of the later screens. */
export function useLaterPlayer() {
  const view = usePlayer();
  return { ...view, say: words[view.language] };
}
