import { useEffect, useId, useRef, useState } from "react";
import { saveText } from "../../shared/staff/download.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { NumbersTable } from "./numbers-table.js";
import { csvOf, type PlotTable } from "./plot-table.js";
import { standalone } from "./standalone-svg.js";

interface Props {
  title: string;
  /** What the plot shows and how to read it; stands below it and is read by screen readers. */
  description: string;
  fileName: string;
  /** Draws the plot at a width in CSS pixels; loaded when first needed, because the plotting library is large. */
  draw: (width: number) => Promise<SVGElement | HTMLElement>;
  table: PlotTable;
}

/** A plot with its title, description, the table behind it, and both as files. */
export function PlotFigure({ title, description, fileName, draw, table }: Props) {
  const { t } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const heading = useId();
  const [isTable, setTable] = useState(false);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [isTable]);

  useEffect(() => {
    const element = place.current;
    if (!element || width < 50) return;
    let isCurrent = true;
    void draw(width).then((plot) => {
      // The library adds a style element, which the content security policy refuses; desk.css says the same.
      for (const style of plot.querySelectorAll("style")) style.remove();
      // The figure as a whole has a name; groups within an image may have none.
      for (const group of plot.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
      if (isCurrent) element.replaceChildren(plot);
    });
    return () => {
      isCurrent = false;
    };
  }, [draw, width, isTable]);

  const saveSvg = () => {
    const svg = place.current?.querySelector("svg");
    if (svg) saveText(`${fileName}.svg`, "image/svg+xml", standalone(svg));
  };
  const saveCsv = () => saveText(`${fileName}.csv`, "text/csv", csvOf(table));

  return (
    <figure className="card plot-figure" aria-labelledby={heading}>
      <div className="row-between">
        <h3 id={heading}>{title}</h3>
        <span className="actions">
          <button className="button small-button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? t("plot.showPlot") : t("plot.showTable")}
          </button>
          <button className="button small-button" disabled={isTable} onClick={saveSvg}>
            SVG
          </button>
          <button className="button small-button" onClick={saveCsv}>
            CSV
          </button>
        </span>
      </div>
      {isTable ? (
        <NumbersTable title={title} table={table} />
      ) : (
        <div ref={place} className="plot" role="img" aria-label={`${title}. ${description}`} />
      )}
      <figcaption className="quiet small measure">{description}</figcaption>
    </figure>
  );
}
