import type { RunFit } from "../contract/run-result.js";
import { fieldsFrom, tableOf } from "./columns.js";
import type { Table } from "./table.js";
import { variableName } from "./variables.js";

const source = {
  vi: "Độ khớp của lần hiệu chỉnh nêu trong run.json",
  en: "Fit of the calibration described in run.json",
};

/** The fit of a run beyond what stands with the item parameters; none of a run of a version that did not keep it. */
export function fitTables(fit: RunFit | null | undefined): Table[] {
  if (!fit) return [];
  return [modelFitTable(fit), itemFitTable(fit), ...(fit.q3 ? [pairsTable(fit.q3)] : [])];
}

/** One row: how the model fits as a whole. */
function modelFitTable(fit: RunFit): Table {
  const { number, integer, nominal, text } = fieldsFrom<RunFit>(source);
  const whole = (
    name: string,
    key: "m2" | "df" | "p" | "rmsea05" | "rmsea95" | "srmsr" | "tli" | "cfi" | "rmsea",
    vi: string,
    en: string,
  ) => number(name, [vi, en], (row) => row.whole[key]);
  return tableOf(
    {
      name: "model_fit.csv",
      title: { vi: "Độ khớp của mô hình nói chung", en: "Fit of the model as a whole" },
    },
    [
      ...(["aic", "aicc", "bic", "sabic", "caic", "hq"] as const).map((name) =>
        number(name, [name.toUpperCase(), name.toUpperCase()], ({ criteria }) => criteria[name]),
      ),
      nominal("statistic", ["Thống kê khớp", "Statistic of fit"], (row) => row.whole.statistic),
      integer("n", ["Thí sinh được tính đến", "Test takers it rests on"], (row) => row.whole.n),
      whole("m2", "m2", "Giá trị của thống kê", "Its value"),
      whole("df", "df", "Bậc tự do", "Degrees of freedom"),
      whole("p", "p", "Giá trị p", "p-value"),
      whole("rmsea", "rmsea", "RMSEA", "RMSEA"),
      whole(
        "rmsea_05",
        "rmsea05",
        "RMSEA, cận dưới của khoảng 90 %",
        "RMSEA, lower end of the 90 % interval",
      ),
      whole(
        "rmsea_95",
        "rmsea95",
        "RMSEA, cận trên của khoảng 90 %",
        "RMSEA, upper end of the 90 % interval",
      ),
      whole("srmsr", "srmsr", "SRMSR", "SRMSR"),
      whole("tli", "tli", "TLI", "TLI"),
      whole("cfi", "cfi", "CFI", "CFI"),
      number(
        "q3_mean",
        ["Trung bình Q3 của mọi cặp câu", "Mean Q3 of all pairs"],
        ({ q3 }) => q3?.mean ?? null,
      ),
      text(
        "note_vi",
        [
          "Vì sao không có thống kê, hoặc đã so những đề nào; tiếng Việt",
          "Why there is no statistic, or which booklets it compares, in Vietnamese",
        ],
        (row) => noteIn(row, "vi"),
      ),
      text(
        "note_en",
        [
          "Vì sao không có thống kê, hoặc đã so những đề nào; tiếng Anh",
          "Why there is no statistic, or which booklets it compares, in English",
        ],
        (row) => noteIn(row, "en"),
      ),
    ],
    [fit],
  );
}

function noteIn({ whole: { reason, notes = [] } }: RunFit, language: "vi" | "en"): string | null {
  if (reason) return reason[language];
  return notes.length > 0 ? notes.map((note) => note[language]).join(". ") : null;
}

/** A row per item: what its fit has beyond infit, outfit and RMSD, which stand with its parameters. */
function itemFitTable({ items }: RunFit): Table {
  const { id, number } = fieldsFrom<RunFit["items"][number]>(source);
  return tableOf(
    {
      name: "item_fit.csv",
      title: { vi: "Độ khớp của các câu, thêm", en: "Fit of the items, further statistics" },
    },
    [
      id("item", ["Câu hỏi", "Item"], ({ itemId }) => variableName(itemId)),
      number("s_x2", ["S-X²", "S-X2"], ({ sx2 }) => sx2),
      number("s_x2_df", ["Bậc tự do của S-X²", "Degrees of freedom of S-X2"], ({ sx2Df }) => sx2Df),
      number("s_x2_p", ["Giá trị p của S-X²", "p-value of S-X2"], ({ sx2P }) => sx2P),
      number(
        "s_x2_p_adjusted",
        [
          "Giá trị p chỉnh cho nhiều câu (Benjamini–Hochberg)",
          "p-value adjusted over the items (Benjamini and Hochberg)",
        ],
        ({ sx2AdjustedP }) => sx2AdjustedP,
      ),
      number(
        "rmsd_corrected",
        ["RMSD sau khi bỏ phần do ngẫu nhiên", "RMSD without what chance contributes"],
        ({ rmsdCorrected }) => rmsdCorrected,
      ),
      number("md", ["Độ lệch trung bình MD", "Mean deviation"], ({ md }) => md),
    ],
    items,
  );
}

/** The pairs of items with the largest residual correlations. */
function pairsTable({ pairs, mean }: NonNullable<RunFit["q3"]>): Table {
  const { id, integer, number } = fieldsFrom<(typeof pairs)[number]>(source);
  return tableOf(
    {
      name: "q3.csv",
      title: {
        vi: "Các cặp câu có Q3 lớn nhất (phụ thuộc cục bộ)",
        en: "Pairs of items with the largest Q3 (local dependence)",
      },
    },
    [
      id("item", ["Câu thứ nhất", "First item"], ({ items: [first] }) => variableName(first)),
      id("item_2", ["Câu thứ hai", "Second item"], ({ items: [, second] }) => variableName(second)),
      integer("n", ["Số thí sinh trả lời cả hai câu", "Test takers who responded to both"], ({ n }) => n),
      number("q3", ["Q3", "Q3"], ({ q3 }) => q3),
      number("above_mean", ["Q3 trừ trung bình mọi cặp", "Q3 less the mean of all pairs"], ({ q3 }) =>
        mean === null ? null : q3 - mean,
      ),
    ],
    pairs,
  );
}
