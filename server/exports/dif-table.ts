import type { ComparisonResult, DifItem } from "../contract/comparisons.js";
import { fieldsFrom, tableOf, valuesOf, type Field } from "./columns.js";
import type { Table } from "./table.js";
import { variableName } from "./variables.js";

/** An item of an analysis of differential functioning. */
export interface DifRow {
  result: ComparisonResult;
  item: DifItem;
}

export const difSource = { vi: "Phân tích DIF trong comparisons.csv", en: "DIF analysis in comparisons.csv" };

export const classes = valuesOf({
  A: ["Không đáng kể", "Negligible"],
  B: ["Vừa", "Moderate"],
  C: ["Lớn", "Large"],
});

/** Differential item functioning: a row per item of each comparison. Effects are the focal group's, negative where harder. */
export function difTable(results: readonly ComparisonResult[]): Table {
  const { integer, number, nominal, text, yes } = fieldsFrom<DifRow>(difSource);
  const p = (name: string, vi: string, en: string, cell: (item: DifItem) => number | null) =>
    number(name, [vi, en], ({ item }) => cell(item));
  return tableOf(
    {
      name: "dif.csv",
      title: { vi: "Câu hoạt động khác biệt (DIF)", en: "Differential item functioning (DIF)" },
    },
    [
      ...comparedFields(),
      integer(
        "n_reference",
        ["Số thí sinh của nhóm đối chiếu có câu này", "Test takers of the reference group who met it"],
        ({ item }) => item.referenceCount,
      ),
      integer(
        "n_focal",
        ["Số thí sinh của nhóm quan tâm có câu này", "Test takers of the focal group who met it"],
        ({ item }) => item.focalCount,
      ),
      nominal("ets_class", ["Mức (ETS)", "ETS class"], ({ item }) => item.effectClass, classes),
      p(
        "d_dif",
        "D-DIF, âm là khó hơn với nhóm quan tâm",
        "D-DIF, negative is harder for the focal group",
        (item) => item.delta,
      ),
      p("se_d_dif", "Sai số chuẩn của D-DIF", "Standard error of D-DIF", (item) => item.deltaSe),
      p(
        "chi_square",
        "Mantel–Haenszel (Mantel khi nhiều mức điểm)",
        "Mantel–Haenszel (Mantel for more scores)",
        (item) => item.chiSquare,
      ),
      p("p", "Giá trị p của chi_square", "p-value of chi_square", (item) => item.p),
      p("breslow_day_p", "Breslow–Day: giá trị p", "Breslow–Day: p-value", (item) => item.homogeneityP),
      p(
        "smd",
        "Chênh lệch trung bình chuẩn hoá, điểm",
        "Standardised mean difference in points",
        (item) => item.smd,
      ),
      p(
        "smd_sd",
        "SMD chia độ lệch chuẩn của điểm câu",
        "SMD over the standard deviation of the score",
        (item) => item.smdStandardised,
      ),
      p(
        "uniform_p",
        "Hồi quy logistic, đều: giá trị p",
        "Logistic regression, uniform: p-value",
        (item) => item.uniformP,
      ),
      p(
        "non_uniform_p",
        "Hồi quy logistic, không đều: giá trị p",
        "Logistic regression, non-uniform: p-value",
        (item) => item.nonUniformP,
      ),
      p(
        "r_squared_change",
        "Phần R² (Nagelkerke) thêm nhờ nhóm",
        "Change of R² (Nagelkerke) by the group",
        (item) => item.rSquaredChange,
      ),
      nominal(
        "jodoin_gierl",
        ["Mức theo Jodoin và Gierl", "Class of Jodoin and Gierl"],
        ({ item }) => item.jodoinGierl,
        classes,
      ),
      nominal(
        "zumbo_thomas",
        ["Mức theo Zumbo và Thomas", "Class of Zumbo and Thomas"],
        ({ item }) => item.zumboThomas,
        classes,
      ),
      p(
        "rmsd_reference",
        "RMSD của nhóm đối chiếu",
        "RMSD of the reference group",
        (item) => item.rmsdReference,
      ),
      p("rmsd_focal", "RMSD của nhóm quan tâm", "RMSD of the focal group", (item) => item.rmsdFocal),
      p(
        "md_reference",
        "MD của nhóm đối chiếu, dương là dễ hơn",
        "MD of the reference group, positive is easier",
        (item) => item.mdReference ?? null,
      ),
      p(
        "md_focal",
        "MD của nhóm quan tâm, dương là dễ hơn",
        "MD of the focal group, positive is easier",
        (item) => item.mdFocal ?? null,
      ),
      p(
        "lr_chi_square",
        "Tỉ số hợp lí, mọi tham số tự do",
        "Likelihood ratio, all parameters free",
        (item) => item.ratioChiSquare,
      ),
      p(
        "lr_df",
        "Bậc tự do của lr_chi_square",
        "Degrees of freedom of lr_chi_square",
        (item) => item.ratioDf,
      ),
      p("lr_p", "Giá trị p của lr_chi_square", "p-value of lr_chi_square", (item) => item.ratioP),
      p(
        "shift",
        "Khó hơn với nhóm quan tâm bao nhiêu logit",
        "How much harder for the focal group, in logits",
        (item) => item.shift,
      ),
      yes(
        "purified",
        ["Bị bỏ khỏi tổng điểm so khớp", "Taken out of the matching sum"],
        ({ item }) => item.isPurified,
      ),
      text(
        "note_vi",
        ["Vì sao không có thống kê, tiếng Việt", "Why there are no statistics, in Vietnamese"],
        ({ item }) => item.reason?.vi ?? null,
      ),
      text(
        "note_en",
        ["Vì sao không có thống kê, tiếng Anh", "Why there are no statistics, in English"],
        ({ item }) => item.reason?.en ?? null,
      ),
    ],
    results.flatMap((result) => (result.dif?.items ?? []).map((item): DifRow => ({ result, item }))),
  );
}

/** Which comparison, which item, and which two groups. */
export function comparedFields(): Field<DifRow>[] {
  const { id } = fieldsFrom<DifRow>(difSource);
  return [
    id("comparison", ["Lần so sánh", "Comparison"], ({ result }) => result.comparison.id),
    id("item", ["Câu hỏi", "Item"], ({ item }) => variableName(item.itemId)),
    id("reference", ["Nhóm đối chiếu", "Reference group"], ({ result }) => groupId(result, 0)),
    id("focal", ["Nhóm quan tâm", "Focal group"], ({ result }) => groupId(result, 1)),
  ];
}

const groupId = ({ comparison }: ComparisonResult, place: number) => comparison.groups[place]?.id ?? null;
