import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { LinkResult } from "../../../server/contract/linking.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Whether the link goes with the download of this calibration. */
export function KeepLink({ path, link }: { path: string; link: LinkResult }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: (isKept: boolean) => api.put<LinkResult>(path, { isKept }),
    onSuccess: (found) => queries.setQueryData(["link", path], found),
  });
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={keep.isPending ? keep.variables : link.isKept}
          disabled={keep.isPending}
          onChange={(event) => keep.mutate(event.target.checked)}
        />
        <span>
          {t("linking.keep")} <small className="hint">{t("linking.keepExplained")}</small>
        </span>
      </label>
      <div role="alert">{keep.isError && <p className="banner bad">{messageOf(keep.error)}</p>}</div>
    </>
  );
}
