import type { ClassicalRow } from "../../../server/contract/classical.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";

type Option = ClassicalRow["distractors"][number];

/** The options of an item: who chose each, and how that goes with the rest of the test. */
export function DistractorDialog({ row, onClose }: { row: ClassicalRow; onClose: () => void }) {
  const { t, local, format } = useLanguage();
  return (
    <Dialog title={t("distractors.title", { item: row.itemId })} isOpen onClose={onClose} wide>
      <p className="measure">{local(row.summary)}</p>
      <p className="quiet small measure">{t("distractors.explained")}</p>
      <DataTable
        caption={t("distractors.title", { item: row.itemId })}
        rows={row.distractors}
        rowKey={(option) => option.option}
        columns={[
          {
            id: "option",
            label: t("distractors.option"),
            isRowName: true,
            cell: (option) => (
              <>
                <strong>{option.option}</strong>{" "}
                {option.isKey && <span className="badge good">✓ {t("distractors.key")}</span>}
                <br />
                <span className="quiet small">{local(option.label)}</span>
              </>
            ),
          },
          numberColumn({ id: "n", label: t("item.n"), value: (option: Option) => option.n, decimals: 0 }),
          {
            id: "proportion",
            label: t("distractors.proportion"),
            align: "end",
            cell: (option) => format.percent(option.proportion, 1),
            sortValue: (option) => option.proportion,
          },
          numberColumn({
            id: "pointBiserial",
            label: t("distractors.pointBiserial"),
            explanation: t("distractors.pointBiserialExplained"),
            value: (option: Option) => option.pointBiserial,
          }),
        ]}
      />
      <div className="dialog-actions">
        <button className="button" onClick={onClose}>
          {t("act.close")}
        </button>
      </div>
    </Dialog>
  );
}
