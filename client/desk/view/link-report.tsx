import { useCallback, useMemo, type ReactNode } from "react";
import type { LinkedItemRow, LinkResult } from "../../../server/contract/linking.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawScatter, scatterTable, type ScatterFrame } from "../plots/scatter.js";
import { Facts, type Fact } from "./facts.js";
import { Warnings } from "./warnings.js";
import { withError } from "./with-error.js";

/**
 * The constants of a link with their errors, the common items before and after, and their plot.
 *
 * @param keep puts it into the download of the run, or takes it out.
 */
export function LinkReport({ link, keep }: { link: LinkResult; keep: ReactNode }) {
  const { t } = useLanguage();
  const name = t("linking.title", { other: link.other.title, base: link.base.title });
  return (
    <section className="stack" aria-label={name}>
      <h2>{name}</h2>
      {keep}
      <Warnings warnings={link.warnings} />
      <Constants link={link} />
      <div className="plots">
        <Difficulties link={link} />
        <Methods link={link} />
      </div>
      <h3>{t("linking.items")}</h3>
      {link.skipped.length > 0 && (
        <p className="quiet small measure">{t("linking.skipped", { items: link.skipped.join(", ") })}</p>
      )}
      <div className="long-table">
        <DataTable
          caption={t("linking.items")}
          columns={useItemColumns(link)}
          rows={link.items}
          rowKey={({ itemId }) => itemId}
          startSort={{ id: "size", descending: true }}
        />
      </div>
    </section>
  );
}

function Constants({ link }: { link: LinkResult }) {
  const { t, language, format } = useLanguage();
  const used = link.items.filter(({ isUsed }) => isUsed).length;
  const facts: Fact[] = [
    [
      t("linking.slope"),
      link.hasSlope ? format.number(link.slope, 4) : t("linking.held", { value: format.number(1, 0) }),
    ],
    [t("linking.intercept"), format.number(link.intercept, 4)],
    [t("linking.seSlope"), link.hasSlope ? format.number(link.standardErrors?.slope, 4) : "–"],
    [t("linking.seIntercept"), format.number(link.standardErrors?.intercept, 4)],
    [t("linking.errorSlope"), format.number(link.linkError?.slope, 4)],
    [t("linking.errorIntercept"), format.number(link.linkError?.intercept, 4)],
    [t("linking.units"), link.linkError ? format.count(link.linkError.unitCount) : "–"],
    [t("linking.errorDifferences"), format.number(link.linkErrorOfDifferences, 4)],
    [t("linking.used"), `${format.count(used)} / ${format.count(link.items.length)}`],
    [t("linking.dropped"), link.dropped.length === 0 ? "–" : link.dropped.join(", ")],
  ];
  return (
    <>
      <Facts facts={facts} />
      {link.standardErrorReason && (
        <p className="small measure">
          {t("linking.noErrors", { reason: link.standardErrorReason[language] })}
        </p>
      )}
      <p className="quiet small measure">{t("linking.explained")}</p>
    </>
  );
}

function Difficulties({ link }: { link: LinkResult }) {
  const { t } = useLanguage();
  const points = useMemo(
    () =>
      link.items.flatMap(({ itemId, otherDifficultyBefore: x, baseDifficulty: y, isUnstable, isUsed }) =>
        x === null || y === null ? [] : [{ name: itemId, x, y, isMarked: isUnstable || !isUsed }],
      ),
    [link],
  );
  const plot = useMemo(
    (): ScatterFrame => ({
      x: { label: t("linking.otherB"), least: { low: -2, high: 2 } },
      y: { label: t("linking.baseB"), least: { low: -2, high: 2 } },
      line: { slope: link.slope, intercept: link.intercept },
      height: 420,
    }),
    [link, t],
  );
  const draw = useCallback((width: number) => drawScatter(points, width, plot), [points, plot]);
  return (
    <PlotFigure
      title={t("linking.plot")}
      description={t("linking.plotExplained")}
      fileName="linking"
      draw={draw}
      table={scatterTable(points, plot, t("linking.unstable"))}
    />
  );
}

/** The constants of every method side by side: where they agree, the choice does not matter. */
function Methods({ link }: { link: LinkResult }) {
  const { t } = useLanguage();
  type Row = LinkResult["methods"][number];
  const hasErrors = link.standardErrors !== null;
  const columns: Column<Row>[] = [
    {
      id: "method",
      label: t("linking.method"),
      cell: ({ method }) =>
        method === link.method ? (
          <strong>{t(`linking.methodOf.${method}`)}</strong>
        ) : (
          t(`linking.methodOf.${method}`)
        ),
    },
    {
      id: "slope",
      label: hasErrors ? "A (SE)" : "A",
      align: "end",
      cell: ({ slope, slopeSe }) => withError(slope, link.hasSlope ? slopeSe : null, 4),
    },
    {
      id: "intercept",
      label: hasErrors ? "B (SE)" : "B",
      align: "end",
      cell: ({ intercept, interceptSe }) => withError(intercept, interceptSe, 4),
    },
  ];
  return (
    <div className="stack">
      <h3>{t("linking.methods")}</h3>
      <DataTable
        caption={t("linking.methods")}
        columns={columns}
        rows={link.methods}
        rowKey={({ method }) => method}
      />
      <p className="quiet small measure">{t("linking.methodsExplained")}</p>
    </div>
  );
}

function useItemColumns(link: LinkResult): Column<LinkedItemRow>[] {
  const { t } = useLanguage();
  const number = (id: string, value: (row: LinkedItemRow) => number | null, decimals?: number) =>
    numberColumn({
      id,
      label: t(`linking.column.${id}`),
      explanation: t(`linking.column.${id}Explained`),
      value,
      decimals,
    });
  return [
    {
      id: "item",
      label: t("item.id"),
      isRowName: true,
      sortValue: ({ itemId }) => itemId,
      cell: ({ itemId }) => itemId,
    },
    {
      id: "size",
      label: t("linking.note"),
      sortValue: ({ difference }) => Math.abs(difference ?? 0),
      cell: (row) =>
        !row.isUsed ? (
          <span className="nowrap">✕ {t("linking.left")}</span>
        ) : row.isUnstable ? (
          <strong className="far">⚠ {t("linking.unstable")}</strong>
        ) : (
          <span className="quiet">✓ {t("linking.stable")}</span>
        ),
    },
    number("baseDifficulty", (row) => row.baseDifficulty),
    number("before", (row) => row.otherDifficultyBefore),
    number("after", (row) => row.otherDifficulty),
    {
      ...number("difference", (row) => row.difference),
      cell: ({ difference, differenceSe }) => withError(difference, differenceSe),
    },
    number("robustZ", (row) => row.robustZ),
    ...(link.hasSlope
      ? [
          number("baseSlope", (row) => row.baseSlope),
          number("slopeBefore", (row) => row.otherSlopeBefore),
          number("slopeAfter", (row) => row.otherSlope),
        ]
      : []),
    number("curveDifference", (row) => row.curveDifference, 3),
  ];
}
