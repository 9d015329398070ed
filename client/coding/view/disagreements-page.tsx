import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { Disagreement } from "../../../server/contract/coding.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { ResponseText } from "./response-text.js";

/** Responses that two coders coded differently, to be resolved by whoever leads the coding. */
export function DisagreementsPage() {
  const { t } = useLanguage();
  const { studyId = "", itemId = "" } = useParams();
  const path = `/api/coding/${studyId}/items/${itemId}/disagreements`;
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ["disagreements", path], queryFn: () => api.get<Disagreement[]>(path) });
  const resolve = useMutation({
    mutationFn: ({ responseId, code }: { responseId: string; code: string }) =>
      api.put(`${path}/${responseId}`, { code, comment: "" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["disagreements", path] }),
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("disagreements.title", { item: itemId })}</h1>
        <Link to={`/${studyId}`}>{t("coding.allItems")}</Link>
      </div>
      <p className="quiet measure">{t("disagreements.lead")}</p>
      <div role="alert">{resolve.isError && <p className="banner bad">{messageOf(resolve.error)}</p>}</div>
      <Loaded query={found}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t("disagreements.none")} />
          ) : (
            <ul className="stack plain-list">
              {rows.map((row) => (
                <li key={row.responseId} className="card stack">
                  <ResponseText text={row.responseText} />
                  <div className="row">
                    {row.codes.map((given) => (
                      <button
                        key={given.round}
                        className="button"
                        aria-pressed={row.resolvedCode === given.code}
                        disabled={resolve.isPending}
                        onClick={() => resolve.mutate({ responseId: row.responseId, code: given.code })}
                      >
                        {t(`disagreements.round${given.round}`, { code: given.code })}
                      </button>
                    ))}
                    {row.resolvedCode !== null && (
                      <span className="badge good">
                        {t("disagreements.resolved", { code: row.resolvedCode })}
                      </span>
                    )}
                  </div>
                  {row.codes.map(
                    (given) =>
                      given.comment && (
                        <p key={given.round} className="quiet">
                          {given.comment}
                        </p>
                      ),
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
