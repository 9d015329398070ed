/** The appearance of the staff's screens: as light paper, or dark with high contrast; kept on this computer. */
export type Theme = "light" | "contrast";
const storageKey = "khao.theme";

export function startTheme(): Theme {
  return localStorage.getItem(storageKey) === "contrast" ? "contrast" : "light";
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  document.documentElement.dataset.theme = theme;
}
