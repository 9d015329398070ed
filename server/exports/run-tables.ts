import type { AnalysisOutput, ItemRow } from "../calibrations/analysis-output.js";
import { plain } from "./study-tables.js";
import type { CellValue, Column, Table } from "./table.js";
import { idColumn, variableName } from "./variables.js";

const calibration = {
  vi: "Lần hiệu chỉnh nêu trong run.json",
  en: "Calibration described in run.json",
};
const number = (name: string, vi: string, en: string): Column => plain(name, "number", vi, en, calibration);

/**
 * Item parameters in both forms, as `khao calibrate` writes them: slope and difficulties (P = 1 / (1 + exp(−a(θ − b))),
 * or GPCM steps), and slope and intercepts.
 */
export function itemParametersTable({ items }: AnalysisOutput): Table {
  const stepsMax = Math.max(1, ...items.map(({ steps }) => steps.length));
  const hasCategorySlopes = items.some(({ categorySlopes }) => categorySlopes);
  const hasAsymptotes = items.some(({ lowerAsymptote }) => typeof lowerAsymptote === "number");
  const numbers = Array.from({ length: stepsMax }, (_, k) => k + 1);
  const each = (name: string, vi: string, en: string) =>
    numbers.map((k) => number(`${name}${k}`, `${vi} ${k}`, `${en} ${k}`));
  return {
    name: "item_parameters.csv",
    title: { vi: "Tham số câu hỏi", en: "Item parameters" },
    columns: [
      plain("item", "id", "Câu hỏi", "Item", calibration),
      plain("model", "nominal", "Mô hình", "Model", calibration),
      plain("max_score", "integer", "Điểm tối đa", "Maximum score", calibration),
      plain("n", "integer", "Số người có điểm ở câu", "Test takers with a score on the item", calibration),
      number("a", "Độ phân biệt, logit", "Slope in logits"),
      ...each("b", "Độ khó (ngưỡng bước)", "Difficulty (step)"),
      ...(hasAsymptotes ? [number("c", "Tiệm cận dưới (3PL)", "Lower asymptote (3PL)")] : []),
      number("se_a", "Sai số chuẩn của a", "Standard error of a"),
      ...each("se_b", "Sai số chuẩn của b", "Standard error of b"),
      ...(hasAsymptotes ? [number("se_c", "Sai số chuẩn của c", "Standard error of c")] : []),
      ...each("intercept", "Hệ số tự do", "Intercept"),
      ...each("se_intercept", "Sai số chuẩn của hệ số tự do", "Standard error of the intercept"),
      ...(hasCategorySlopes
        ? [
            ...each("slope", "Độ dốc của mức điểm (mô hình định danh)", "Slope of the score (nominal model)"),
            ...each("se_slope", "Sai số chuẩn của độ dốc", "Standard error of the slope"),
          ]
        : []),
      number("infit", "Infit (kỳ vọng 1)", "Infit mean square (1 expected)"),
      number("outfit", "Outfit (kỳ vọng 1)", "Outfit mean square (1 expected)"),
      number("s_x2", "S-X²", "S-X2"),
      number("s_x2_df", "Bậc tự do của S-X²", "Degrees of freedom of S-X2"),
      number("s_x2_p", "Giá trị p của S-X²", "p-value of S-X2"),
      number("rmsd", "RMSD (kỳ vọng 0)", "Root mean square deviation (0 expected)"),
      number("md", "Độ lệch trung bình MD", "Mean deviation"),
    ],
    *rows() {
      for (const item of items) yield itemCells(item, stepsMax, { hasAsymptotes, hasCategorySlopes });
    },
  };
}

function itemCells(
  item: ItemRow,
  stepsMax: number,
  { hasAsymptotes, hasCategorySlopes }: Record<"hasAsymptotes" | "hasCategorySlopes", boolean>,
): CellValue[] {
  const filled = (values: readonly (number | null)[]) =>
    Array.from({ length: stepsMax }, (_, k) => values[k] ?? null);
  return [
    variableName(item.itemId),
    item.model,
    item.maxScore,
    item.n,
    item.slope,
    ...filled(item.steps),
    ...(hasAsymptotes ? [item.lowerAsymptote ?? null] : []),
    item.slopeSe,
    ...filled(item.stepSes),
    ...(hasAsymptotes ? [item.lowerAsymptoteSe ?? null] : []),
    ...filled(item.intercepts),
    ...filled(item.interceptSes),
    ...(hasCategorySlopes
      ? [...filled(item.categorySlopes ?? []), ...filled(item.categorySlopeSes ?? [])]
      : []),
    item.infit,
    item.outfit,
    item.sx2,
    item.sx2Df,
    item.sx2P,
    item.rmsd,
    item.md,
  ];
}

/** Estimates of the test takers' abilities. */
export function personEstimatesTable({ persons }: AnalysisOutput): Table {
  return {
    name: "person_estimates.csv",
    title: { vi: "Ước lượng năng lực", en: "Ability estimates" },
    columns: [
      idColumn,
      plain(
        "raw",
        "integer",
        "Tổng điểm ở các câu được phân tích",
        "Sum of scores on the calibrated items",
        calibration,
      ),
      plain("max", "integer", "Tổng điểm cao nhất có thể", "Highest sum possible", calibration),
      number("eap", "EAP, logit", "EAP in logits"),
      number("se_eap", "Sai số chuẩn của EAP", "Standard error of the EAP"),
      number("wle", "WLE (Warm), logit", "WLE (Warm) in logits"),
      number("se_wle", "Sai số chuẩn của WLE", "Standard error of the WLE"),
      number("infit", "Infit của người", "Person infit"),
      number("outfit", "Outfit của người", "Person outfit"),
    ],
    *rows() {
      for (const { id, raw, max, eap, eapSe, wle, wleSe, infit, outfit } of persons) {
        yield [id, raw, max, eap, eapSe, wle, wleSe, infit, outfit];
      }
    },
  };
}
