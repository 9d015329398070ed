import type { ReactNode } from "react";
import type { LinkResult } from "../../../server/contract/linking.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { LinkConstants, LinkMethods } from "./link-constants.js";
import { LinkDifficulties, type LinkLine } from "./link-difficulties.js";
import { useLinkColumns } from "./link-columns.js";
import { Warnings } from "./warnings.js";

/**
 * The constants of a link with their errors, the common items before and after, and their plot.
 *
 * @param keep puts it into the download of the run, or takes it out.
 * @param other the link by the same method with all items where this one is robust, and the robust one where it is not; null while it is not known.
 */
export function LinkReport(props: { link: LinkResult; keep: ReactNode; other: LinkLine | null }) {
  const { link, keep, other } = props;
  const { t } = useLanguage();
  const name = t("linking.title", { other: link.other.title, base: link.base.title });
  return (
    <section className="stack" aria-label={name}>
      <h2>{name}</h2>
      {keep}
      <Warnings warnings={link.warnings} />
      <LinkConstants link={link} />
      <div className="plots">
        <LinkDifficulties link={link} other={other} />
        <LinkMethods link={link} />
      </div>
      <h3>{t("linking.items")}</h3>
      {link.skipped.length > 0 && (
        <p className="quiet small measure">{t("linking.skipped", { items: link.skipped.join(", ") })}</p>
      )}
      <div className="long-table">
        <DataTable
          caption={t("linking.items")}
          columns={useLinkColumns(link)}
          rows={link.items}
          rowKey={({ itemId }) => itemId}
          startSort={{ id: "size", descending: true }}
        />
      </div>
    </section>
  );
}
