import type { LinkResult } from "../../../server/contract/linking.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { Facts, type Fact } from "./facts.js";
import { withError } from "./with-error.js";

/** The constants of a link with their errors, and what they rest on. */
export function LinkConstants({ link }: { link: LinkResult }) {
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

/** The constants of every method side by side: where they agree, the choice does not matter. */
export function LinkMethods({ link }: { link: LinkResult }) {
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
