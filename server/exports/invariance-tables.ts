import type { ComparisonResult, InvarianceReport } from "../contract/comparisons.js";
import { fieldsFrom, tableOf, valuesOf, type Field } from "./columns.js";
import type { Table } from "./table.js";
import { variableName } from "./variables.js";

/** A part of a report with the comparison that it is of. */
interface Of<Part> {
  comparison: string;
  part: Part;
}

type Round = InvarianceReport["rounds"][number];
type Step = InvarianceReport["steps"][number];
type Cell = { itemId: string; group: string } & InvarianceReport["items"][number]["cells"][number];

const source = {
  vi: "Phân tích bất biến trong comparisons.csv",
  en: "Analysis of invariance in comparisons.csv",
};

/** How partial invariance was found, and what came of it, of all comparisons that looked for it. */
export function invarianceTables(results: readonly ComparisonResult[]): Table[] {
  const partsOf = <Part>(of: (report: InvarianceReport) => readonly Part[]): Of<Part>[] =>
    results.flatMap(({ comparison: { id }, invariance }) =>
      invariance ? of(invariance).map((part) => ({ comparison: id, part })) : [],
    );
  return [
    itemsTable(
      partsOf(({ groups, items }) =>
        items.flatMap(({ itemId, cells }) =>
          cells.map((cell, g): Cell => ({ itemId, group: groups[g]?.id ?? "", ...cell })),
        ),
      ),
    ),
    stepsTable(partsOf(({ steps }) => steps)),
    roundsTable(partsOf(({ rounds }) => rounds)),
  ];
}

function itemsTable(rows: readonly Of<Cell>[]): Table {
  const { id, nominal, integer, number } = fieldsFrom<Of<Cell>>(source);
  return tableOf(
    {
      name: "invariance_items.csv",
      title: {
        vi: "Bất biến: mỗi câu ở mỗi nhóm ra sao",
        en: "Invariance: what became of each item in each group",
      },
    },
    [
      comparisonField(),
      id("item", ["Câu hỏi", "Item"], ({ part }) => variableName(part.itemId)),
      id("group", ["Nhóm", "Group"], ({ part }) => part.group),
      nominal("state", ["Kết quả", "State"], ({ part }) => part.state, {
        ...valuesOf({
          common: ["Tham số chung", "Common parameters"],
          unique: ["Tham số riêng", "Parameters of its own"],
          dropped: ["Bị bỏ ở nhóm này", "Left out in the group"],
          none: ["Nhóm không gặp câu", "Not presented to the group"],
        }),
      }),
      integer("n", ["Số câu trả lời", "Responses"], ({ part }) => part.n),
      number(
        "rmsd",
        ["RMSD tới đường cong của nhóm", "RMSD from the group's curve"],
        ({ part }) => part.rmsd,
      ),
      number(
        "rmsd_from_common",
        ["RMSD tới đường cong chung", "RMSD from the common curve"],
        ({ part }) => part.rmsdFromCommon,
      ),
      number("md", ["Độ lệch trung bình MD", "Mean deviation"], ({ part }) => part.md),
    ],
    rows,
  );
}

function stepsTable(rows: readonly Of<Step>[]): Table {
  const { id, nominal, integer, number, text } = fieldsFrom<Of<Step>>(source);
  return tableOf(
    {
      name: "invariance_steps.csv",
      title: { vi: "Bất biến: các bước đã làm, theo thứ tự", en: "Invariance: what was done, in order" },
    },
    [
      comparisonField(),
      integer("round", ["Sau vòng", "After round"], ({ part }) => part.round),
      id("item", ["Câu hỏi", "Item"], ({ part }) => variableName(part.itemId)),
      id("group", ["Nhóm", "Group"], ({ part }) => part.group),
      number("rmsd", ["RMSD lúc đó", "RMSD then"], ({ part }) => part.rmsd),
      number("md", ["MD lúc đó", "MD then"], ({ part }) => part.md),
      nominal("action", ["Việc đã làm", "What was done"], ({ part }) => part.action, {
        ...valuesOf({
          unique: ["Cho tham số riêng", "Given parameters of its own"],
          joined: ["Nhập vào bộ tham số riêng", "Joined to a set of unique parameters"],
          split: ["Tách khỏi bộ chung", "Split from a shared set"],
          dropped: ["Bỏ câu ở nhóm này", "Left out in the group"],
          kept: ["Giữ nguyên", "Kept"],
        }),
      }),
      text("set", ["Các nhóm cùng bộ tham số", "Groups of the set"], ({ part }) => part.set.join(" ")),
    ],
    rows,
  );
}

function roundsTable(rows: readonly Of<Round>[]): Table {
  const { integer, number, yes } = fieldsFrom<Of<Round>>(source);
  return tableOf(
    {
      name: "invariance_rounds.csv",
      title: { vi: "Bất biến: từng lần hiệu chỉnh", en: "Invariance: each calibration" },
    },
    [
      comparisonField(),
      integer("round", ["Vòng", "Round"], ({ part }) => part.round),
      number("log_likelihood", ["Log hợp lí", "Log-likelihood"], ({ part }) => part.logLikelihood),
      integer("n_parameters", ["Số tham số", "Parameters"], ({ part }) => part.parameterCount),
      integer("cycles", ["Số vòng EM", "EM cycles"], ({ part }) => part.cycles),
      yes("converged", ["Đã hội tụ", "Converged"], ({ part }) => part.converged),
      integer("above", ["Số cặp trên ngưỡng", "Pairs above the threshold"], ({ part }) => part.aboveCount),
      number("largest_rmsd", ["RMSD lớn nhất", "Largest RMSD"], ({ part }) => part.largestRmsd),
    ],
    rows,
  );
}

const comparisonField = <Part>(): Field<Of<Part>> =>
  fieldsFrom<Of<Part>>(source).id(
    "comparison",
    ["Lần so sánh", "Comparison"],
    ({ comparison }) => comparison,
  );
