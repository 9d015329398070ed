import { format } from "../../shared/staff/i18n.js";
import { frame, loadPlot } from "./plot.js";

/** A cell of a heat map; null where there is no value. */
export interface HeatCell {
  row: string;
  column: string;
  value: number | null;
  /** Drawn with a frame. */
  isMarked: boolean;
  /** What stands in a cell without a value. */
  note?: string;
}

/** The width of a letter of the names, in pixels. */
const letter = 6.4;
/** Between names side by side. */
const gap = 10;

/**
 * Values by row and column as cells: the further from 0 the fuller, above 0 in one colour and below in another. What is
 * marked has a frame, so that it does not hang on colour.
 *
 * @param full the size of a value that is drawn full.
 */
export async function drawHeatMap(
  cells: HeatCell[],
  width: number,
  map: { rows: string[]; columns: string[]; full: number; cellHeight: number; hasNumbers?: boolean },
) {
  const Plot = await loadPlot();
  const { rows, columns, full, cellHeight } = map;
  const longest = (names: string[]) => Math.max(4, ...names.map((name) => name.length));
  const marginLeft = 16 + letter * longest(rows);
  const isUpright =
    (width - marginLeft) / Math.max(1, columns.length) > (letter + 0.8) * longest(columns) + gap;
  const marginTop = isUpright ? 32 : 16 + letter * longest(columns);
  const shown = cells.filter((cell) => cell.value !== null);
  const strength = ({ value }: HeatCell) => Math.min(1, Math.abs(value ?? 0) / full);
  return Plot.plot({
    ...frame(width, marginTop + rows.length * cellHeight + 12),
    marginLeft,
    marginTop,
    marginBottom: 12,
    marginRight: 12,
    style: { ...frame(width, 0).style, fontSize: "11px" },
    x: {
      domain: columns,
      axis: "top",
      label: null,
      tickSize: 0,
      tickRotate: isUpright ? 0 : -90,
      padding: 0.06,
    },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.06 },
    marks: [
      Plot.cell(cells, { x: "column", y: "row", fill: "var(--colour-sunken)", fillOpacity: 0.5 }),
      Plot.cell(shown, {
        x: "column",
        y: "row",
        fill: (cell: HeatCell) => ((cell.value ?? 0) >= 0 ? "var(--plot-2)" : "var(--plot-1)"),
        fillOpacity: strength,
      }),
      Plot.cell(
        cells.filter(({ isMarked }) => isMarked),
        { x: "column", y: "row", fill: "none", stroke: "var(--colour-text)", strokeWidth: 2, inset: 1 },
      ),
      Plot.text(
        cells.filter(({ note }) => note),
        { x: "column", y: "row", text: "note", fontSize: 11, fill: "var(--colour-text)" },
      ),
      ...(map.hasNumbers
        ? [
            Plot.text(shown, {
              x: "column",
              y: "row",
              text: (cell: HeatCell) => format.number(cell.value).replace("-", "−"),
              fontSize: 11,
              fill: (cell: HeatCell) => (strength(cell) > 0.6 ? "var(--colour-paper)" : "var(--colour-text)"),
            }),
          ]
        : []),
    ],
  });
}
