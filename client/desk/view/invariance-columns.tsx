import type { InvarianceReport } from "../../../server/contract/comparisons.js";
import type { Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { withError } from "./with-error.js";

type Step = InvarianceReport["steps"][number];
type Group = InvarianceReport["groups"][number];

/** The columns of what was done to reach partial invariance, step by step. */
export function useStepColumns(titleOf: (id: string) => string): Column<Step>[] {
  const { t } = useLanguage();
  return [
    { id: "round", label: t("invariance.round"), align: "end", cell: ({ round }) => round },
    { id: "item", label: t("item.id"), sortValue: ({ itemId }) => itemId, cell: ({ itemId }) => itemId },
    {
      id: "group",
      label: t("invariance.group"),
      sortValue: ({ group }) => titleOf(group),
      cell: ({ group }) => titleOf(group),
    },
    numberColumn({ id: "rmsd", label: "RMSD", value: ({ rmsd }) => rmsd, decimals: 3 }),
    numberColumn({
      id: "md",
      label: "MD",
      explanation: t("fit.mdExplained"),
      value: ({ md }) => md,
      decimals: 3,
    }),
    {
      id: "action",
      label: t("invariance.action"),
      sortValue: ({ action }) => action,
      isLong: true,
      cell: ({ action, set }) => t(`invariance.did.${action}`, { groups: set.map(titleOf).join(", ") }),
    },
  ];
}

/** The columns of the groups, with how many of their items ended where. */
export function useGroupColumns(titleOf: (id: string) => string): Column<Group>[] {
  const { t } = useLanguage();
  const count = (id: "n" | "common" | "uniqueShared" | "uniqueAlone" | "dropped" | "above") =>
    numberColumn<Group>({ id, label: t(`invariance.count.${id}`), value: (group) => group[id], decimals: 0 });
  return [
    {
      id: "group",
      label: t("invariance.group"),
      isRowName: true,
      sortValue: ({ id }) => titleOf(id),
      cell: ({ id }) => titleOf(id),
    },
    count("n"),
    {
      ...numberColumn({ id: "mean", label: t("invariance.mean"), value: ({ mean }: Group) => mean }),
      cell: ({ mean, meanSe }) => withError(mean, meanSe),
    },
    numberColumn({ id: "sd", label: t("invariance.sd"), value: ({ variance }) => Math.sqrt(variance) }),
    count("common"),
    count("uniqueShared"),
    count("uniqueAlone"),
    count("dropped"),
    count("above"),
  ];
}
