import type { CalibratedItem, Calibration, MessageCode, ModelName } from "../../psychometrics/index.js";
import { inBothLanguages } from "../library-words/words.js";
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

/** What the library notes on single items: `itemNotes` says it beside the item, and `leftOut` in one sentence. */
const ofOneItem: ReadonlySet<MessageCode> = new Set<MessageCode>([
  "item-left-out",
  "scores-of-others",
  "scores-recoded",
  "scores-recoded-far",
  "slope-hardly-bound",
  "slope-negative",
]);

/** What a reader should know before using a calibration. */
export function runWarnings(input: AnalysisInput, calibration: Calibration): Note[] {
  const ofLibrary = calibration.notes.filter(({ code }) => !ofOneItem.has(code));
  const warnings: Note[] = [...ofLibrary.map(inBothLanguages), ...leftOut(input, calibration)];
  const least = personsNeeded(calibration);
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
      vi: "Độ dốc âm: người có năng lực cao hơn lại được điểm thấp hơn. Hãy kiểm tra đáp án.",
      en: "The slope is negative, so abler test takers score lower. Check the key.",
    });
  }
  if (Math.abs(item.slope) > slopeSuspicious) {
    notes.push({
      vi: "Độ dốc quá lớn: dữ liệu hầu như không giới hạn được nó.",
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
      vi: "Độ dốc bằng 0 nên không có độ khó.",
      en: "The slope is zero, so there is no difficulty.",
    });
  }
  return notes;
}
