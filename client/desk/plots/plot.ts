import { format } from "../../shared/staff/i18n.js";

/** The plotting library, loaded when the first plot is drawn. */
export const loadPlot = () => import("@observablehq/plot");

/** Numbers at an axis as the reader's language writes them: "0,5" in Vietnamese. */
export const ticks = (decimals: number) => ({
  tickFormat: (value: number) => format.number(value, decimals).replace("-", "−"),
});

export const marks = { radius: 3.5 };

/** A name that would leave no room for the plot is cut, as the dots say. */
export function shortened(name: string, letters: number): string {
  const most = Math.max(8, Math.floor(letters));
  return name.length > most ? `${name.slice(0, most - 1).trimEnd()}…` : name;
}

/** Size, margins and type that all plots share. */
export function frame(width: number, height: number) {
  return {
    width,
    height,
    marginLeft: 48,
    marginBottom: 40,
    marginTop: 24,
    style: {
      fontFamily: "inherit",
      fontSize: "13px",
      background: "transparent",
      color: "var(--colour-text)",
    },
  };
}
