import { useQuery } from "@tanstack/react-query";
import type { Design } from "../../../item-bank/types.js";
import type { DesignReport } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** What is balanced in a design and what is not: a sentence, and the counts behind it. */
export function DesignReportView({ design }: { design: Design }) {
  const { t, language } = useLanguage();
  const report = useQuery({
    queryKey: ["design-report", design],
    queryFn: () => api.post<DesignReport>("/api/designs/check", { design }),
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
  return (
    <Loaded query={report}>
      {(data) => (
        <div className="stack">
          <p className={data.isConnected ? "banner good" : "banner bad"} role="status">
            {data.sentence[language]}
          </p>
          {data.blockIds.length > 1 && (
            <details>
              <summary>{t("report.counts")}</summary>
              <div className="row report-tables">
                <Counts
                  caption={t("report.positions")}
                  columns={(data.positions[0] ?? []).map((_, position) =>
                    t("matrix.position", { number: position + 1 }),
                  )}
                  rows={data.blockIds}
                  values={data.positions}
                />
                <Counts
                  caption={t("report.pairs")}
                  columns={data.blockIds}
                  rows={data.blockIds}
                  values={data.pairs}
                />
              </div>
            </details>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Counts(props: { caption: string; columns: string[]; rows: string[]; values: number[][] }) {
  return (
    <table className="table counts">
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          <td />
          {props.columns.map((column) => (
            <th key={column} scope="col" className="number">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row, r) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {props.columns.map((column, c) => (
              <td key={column} className="number">
                {props.values[r]?.[c] ?? 0}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
