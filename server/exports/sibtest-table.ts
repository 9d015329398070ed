import type { ComparisonResult, DifSibtest } from "../contract/comparisons.js";
import { fieldsFrom, tableOf } from "./columns.js";
import { classes, comparedFields, difSource, type DifRow } from "./dif-table.js";
import type { Table } from "./table.js";

type Row = DifRow & { found: DifSibtest };

/** SIBTEST and crossing SIBTEST: a row per item of each comparison that has one, numbers and names as in the tables of `khao analyse`. */
export function sibtestTable(results: readonly ComparisonResult[]): Table {
  const { integer, number, nominal, text, yes } = fieldsFrom<Row>(difSource);
  const value = (name: string, vi: string, en: string, cell: (found: DifSibtest) => number | null) =>
    number(name, [vi, en], ({ found }) => cell(found));
  return tableOf<Row>(
    {
      name: "dif_sibtest.csv",
      title: { vi: "DIF theo SIBTEST và SIBTEST giao nhau", en: "DIF by SIBTEST and crossing SIBTEST" },
    },
    [
      ...comparedFields(),
      integer(
        "n",
        [
          "Số thí sinh của hai nhóm có điểm ở mọi câu",
          "Test takers of both groups with a score on every item",
        ],
        ({ result }) => result.dif?.sibtest?.n ?? null,
      ),
      integer(
        "n_scores",
        [
          "Số tổng điểm của các câu khác mà tại đó hai nhóm được so sánh",
          "Sums of the other items at which the groups are compared",
        ],
        ({ found }) => found.scoreCount,
      ),
      value(
        "beta",
        "Beta của SIBTEST, điểm; dương là khó hơn với nhóm quan tâm",
        "SIBTEST's beta in points; positive is harder for the focal group",
        ({ beta }) => beta,
      ),
      value("se_beta", "Sai số chuẩn của beta", "Standard error of beta", ({ se }) => se),
      value(
        "chi_square",
        "Bình phương của beta chia sai số chuẩn",
        "Square of beta over its standard error",
        (found) => found.chiSquare,
      ),
      value("p", "Giá trị p của chi_square", "p-value of chi_square", (found) => found.p),
      nominal(
        "class",
        ["Mức theo Roussos và Stout", "Class of Roussos and Stout"],
        ({ found }) => found.effectClass,
        classes,
      ),
      yes(
        "purified",
        ["Bị bỏ khỏi các câu so khớp của SIBTEST", "Taken out of SIBTEST's matching items"],
        ({ found }) => found.isPurified,
      ),
      value(
        "crossing",
        "Tổng điểm các câu khác mà tại đó hai nhóm đổi chỗ",
        "Sum of the other items at which the groups change places",
        ({ crossing }) => crossing.at,
      ),
      value(
        "crossing_beta",
        "Độ lớn của khác biệt, đổi dấu ở trên điểm giao, điểm",
        "Size of the difference with its sign turned above the crossing, in points",
        ({ crossing }) => crossing.beta,
      ),
      ...(["below", "above"] as const).flatMap((side) => [
        value(
          `beta_${side}`,
          side === "below" ? "Phần của beta đến điểm giao" : "Phần của beta trên điểm giao",
          side === "below" ? "Part of beta up to the crossing" : "Part of beta above the crossing",
          ({ crossing }) => crossing[side]?.beta ?? null,
        ),
        value(
          `se_beta_${side}`,
          `Sai số chuẩn của beta_${side}`,
          `Standard error of beta_${side}`,
          ({ crossing }) => crossing[side]?.se ?? null,
        ),
      ]),
      value(
        "crossing_chi_square",
        "SIBTEST giao nhau",
        "Crossing SIBTEST",
        ({ crossing }) => crossing.chiSquare,
      ),
      integer(
        "crossing_df",
        ["Bậc tự do của crossing_chi_square", "Degrees of freedom of crossing_chi_square"],
        ({ found }) => found.crossing.df,
      ),
      value(
        "crossing_p",
        "Giá trị p của crossing_chi_square",
        "p-value of crossing_chi_square",
        ({ crossing }) => crossing.p,
      ),
      yes(
        "crossing_purified",
        [
          "Bị bỏ khỏi các câu so khớp của SIBTEST giao nhau",
          "Taken out of crossing SIBTEST's matching items",
        ],
        ({ found }) => found.crossing.isPurified,
      ),
      text(
        "note_vi",
        ["Vì sao không có kiểm định, tiếng Việt", "Why there is no test, in Vietnamese"],
        ({ found }) => found.reason?.vi ?? null,
      ),
      text(
        "note_en",
        ["Vì sao không có kiểm định, tiếng Anh", "Why there is no test, in English"],
        ({ found }) => found.reason?.en ?? null,
      ),
    ],
    results.flatMap((result) =>
      (result.dif?.items ?? []).flatMap((item) =>
        item.sibtest ? [{ result, item, found: item.sibtest }] : [],
      ),
    ),
  );
}
