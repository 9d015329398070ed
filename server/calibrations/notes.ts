import {
  groupEdge,
  slopeMax,
  type CalibratedItem,
  type Calibration,
  type ModelName,
} from "../../psychometrics/index.js";
import type { AnalysisInput } from "./analysis-input.js";

/** A sentence for the reader of a result. */
export interface Note {
  vi: string;
  en: string;
}

/** Beyond this a slope says that the data hardly bound it. */
const slopeSuspicious = 15;

/** Below so many persons parameters are a guess; common advice for the Rasch model, the 2PL and the 3PL. */
const personsMin = { oneSlope: 100, ownSlopes: 250, asymptotes: 1000 };

/** What a reader should know before using a calibration. */
export function runWarnings(input: AnalysisInput, calibration: Calibration): Note[] {
  const warnings: Note[] = [];
  const least = personsNeeded(calibration);
  const runaway = itemsAtSlopeBound(calibration);
  if (runaway !== "") {
    warnings.push({
      vi: `Độ phân biệt của ${runaway} lên tới giới hạn ${slopeMax}: các câu trả lời nhất quán đến mức hàm hợp lí tăng mãi, nên phép lặp không hội tụ và những gì dựa vào các câu này không phải là ước lượng. Hãy tìm các câu lặp lại nhau, bỏ chúng ra, hoặc chọn mô hình có độ phân biệt bằng nhau.`,
      en: `The slopes of ${runaway} went to the bound of ${slopeMax}: the responses are so consistent that the likelihood rises without end, so nothing converged and what rests on these items is no estimate. Look for items that repeat each other, leave them out, or take a model with equal slopes.`,
    });
  }
  const edgeNotes = groupsAtEdge(calibration);
  warnings.push(...edgeNotes);
  if (!calibration.converged && runaway === "" && edgeNotes.length === 0) {
    warnings.push({
      vi: `Phép lặp dừng ở giới hạn ${calibration.cycles} vòng trước khi hội tụ: các ước lượng chưa phải là cuối cùng.`,
      en: `The iteration stopped at its limit of ${calibration.cycles} cycles before it had converged: the estimates are not final.`,
    });
  }
  if (calibration.items.every(({ covariance }) => covariance === null)) {
    warnings.push({
      vi: "Không có sai số chuẩn: ma trận thông tin không xác định dương, nên dữ liệu không đủ để xác định mọi tham số.",
      en: "There are no standard errors: the information matrix is not positive definite, so the data do not determine every parameter.",
    });
  }
  warnings.push(...leftOut(input, calibration));
  if (calibration.personCount < least) {
    warnings.push({
      vi: `Chỉ có ${calibration.personCount} người: với mô hình này nên có ít nhất ${least}; hãy xem kỹ các sai số chuẩn.`,
      en: `There are only ${calibration.personCount} test takers; this model asks for ${least} at least. Mind the standard errors.`,
    });
  }
  if (input.waitingForCoding > 0) {
    warnings.push({
      vi: `${input.waitingForCoding} câu trả lời còn chờ chấm và được tính là không có.`,
      en: `${input.waitingForCoding} responses still wait for a coder and count as not presented.`,
    });
  }
  return warnings;
}

/** The items whose slope ran away, by name. */
function itemsAtSlopeBound({ items }: Calibration): string {
  const found = items.filter(({ slope, isAnchored }) => !isAnchored && Math.abs(slope) >= slopeMax);
  return [...new Set(found.map(({ item }) => item))].join(", ");
}

/** The groups whose mean or variance ran to the end of the grid. */
function groupsAtEdge({ groups, quadrature }: Calibration): Note[] {
  return groups.flatMap((group): Note[] => {
    const edge = groupEdge(group, quadrature);
    if (edge === null) return [];
    return edge === "mean"
      ? [
          {
            vi: `Trung bình của nhóm ${group.name} đi tới cuối lưới tính (${group.mean.toFixed(1)}), vì hầu như mọi câu trả lời đều ${group.mean > 0 ? "đúng" : "sai"}: dữ liệu không giới hạn được nó, và kết quả của nhóm này không phải là ước lượng.`,
            en: `The mean of group ${group.name} went to the end of the grid (${group.mean.toFixed(1)}), as nearly every response is ${group.mean > 0 ? "right" : "wrong"}: nothing bounds it, and the group's results are no estimates.`,
          },
        ]
      : [
          {
            vi: `Phương sai của nhóm ${group.name} đi tới mức lớn nhất mà lưới tính phân biệt được, vì các câu trả lời nhất quán đến mức không có gì giới hạn nó: kết quả dựa vào nó không phải là ước lượng.`,
            en: `The variance of group ${group.name} went to the most that the grid can tell, as the responses are so consistent that nothing bounds it: what rests on it is no estimate.`,
          },
        ];
  });
}

function personsNeeded({ items }: Calibration): number {
  const models = new Set(items.map(({ model }) => model));
  if (models.has("3pl")) return personsMin.asymptotes;
  const hasOwn = ["2pl", "gpcm", "grm", "nominal"].some((name) => models.has(name as ModelName));
  return hasOwn ? personsMin.ownSlopes : personsMin.oneSlope;
}

/** The items that could not be calibrated, in one sentence for each reason. */
function leftOut(input: AnalysisInput, calibration: Calibration): Note[] {
  const names = calibration.excluded.map(({ item }) => item);
  const hasScore = (name: string) => {
    const column = input.items.findIndex(({ itemId }) => itemId === name);
    return input.rows.some((row) => typeof row[column] === "number");
  };
  const empty = names.filter((name) => !hasScore(name)).join(", ");
  const alike = names.filter(hasScore).join(", ");
  const notes: Note[] = [];
  if (empty !== "") {
    notes.push({
      vi: `Bị bỏ ra vì chưa có câu trả lời nào có điểm: ${empty}.`,
      en: `Left out, because no response has a score: ${empty}.`,
    });
  }
  if (alike !== "") {
    notes.push({
      vi: `Bị bỏ ra vì mọi câu trả lời có cùng một điểm: ${alike}.`,
      en: `Left out, because every response has the same score: ${alike}.`,
    });
  }
  return notes;
}

/** What is to be minded about one item. */
export function itemNotes(item: CalibratedItem, maxScore: number): Note[] {
  const notes: Note[] = [];
  if (item.scoreValues.length < maxScore + 1) {
    const scores = item.scoreValues.join(", ");
    notes.push({
      vi: `Chỉ gặp các điểm ${scores}; chúng được ước lượng như các mức 0 đến ${item.scoreValues.length - 1}.`,
      en: `Only the scores ${scores} occur; they were calibrated as categories 0 to ${item.scoreValues.length - 1}.`,
    });
  }
  if (item.slope < 0) {
    notes.push({
      vi: "Độ phân biệt âm: người có năng lực cao hơn lại được điểm thấp hơn. Hãy kiểm tra đáp án.",
      en: "The slope is negative, so abler test takers score lower. Check the key.",
    });
  }
  if (Math.abs(item.slope) > slopeSuspicious) {
    notes.push({
      vi: "Độ phân biệt quá lớn: dữ liệu hầu như không giới hạn được nó.",
      en: "The slope is so large that the data hardly bound it.",
    });
  }
  const falling = (item.categorySlopes ?? []).findIndex((slope, k, all) => slope <= (all[k - 1] ?? 0));
  if (falling >= 0) {
    const [lower, higher] = [item.scoreValues[falling], item.scoreValues[falling + 1]];
    notes.push({
      vi: `Người được ${higher} điểm không giỏi hơn người được ${lower} điểm: độ dốc của hai mức không tăng. Hãy xem lại hướng dẫn chấm.`,
      en: `Those who score ${higher} are no abler than those who score ${lower}, as the slope does not rise. Look at the scoring guide.`,
    });
  }
  if (item.difficulties.some((difficulty) => difficulty === null)) {
    notes.push({
      vi: "Độ phân biệt bằng 0 nên không có độ khó.",
      en: "The slope is zero, so there is no difficulty.",
    });
  }
  return notes;
}
