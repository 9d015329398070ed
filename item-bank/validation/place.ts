import type { Language } from "../types.js";

/** What the segments of a JSON pointer are called by an author. Counted parts get their number. */
const words: Record<string, [vi: string, en: string]> = {
  stem: ["câu dẫn", "stem"],
  stimulus: ["ngữ liệu", "stimulus"],
  title: ["tên", "title"],
  interaction: ["phần tương tác", "interaction"],
  scoring: ["cách chấm", "scoring"],
  key: ["đáp án", "key"],
  rule: ["quy tắc chấm", "rule"],
  points: ["bảng điểm", "points"],
  thresholds: ["bảng điểm", "thresholds"],
  maxScore: ["điểm tối đa", "maximum score"],
  rubric: ["hướng dẫn chấm", "coding guide"],
  codes: ["mã", "code"],
  samples: ["ví dụ", "sample"],
  metadata: ["thông tin", "metadata"],
  choices: ["phương án", "choice"],
  statements: ["nhận định", "statement"],
  options: ["mức", "option"],
  rows: ["dòng", "row"],
  columns: ["cột", "column"],
  areas: ["vùng", "area"],
  gaps: ["chỗ trống", "gap"],
  gapIds: ["chỗ trống", "gap"],
  items: ["câu hỏi", "item"],
  blocks: ["khối", "block"],
  booklets: ["đề", "booklet"],
  unitIds: ["đơn vị", "unit"],
  blockIds: ["khối", "block"],
  itemIds: ["câu hỏi", "item"],
  text: ["văn bản", "text"],
  content: ["nội dung", "content"],
  label: ["nhãn", "label"],
  alt: ["mô tả hình", "description of the figure"],
  asset: ["hình", "figure"],
  vi: ["tiếng Việt", "Vietnamese"],
  en: ["tiếng Anh", "English"],
};

/**
 * The place of a problem in words: "/interaction/choices/2/content/en" is "phần tương tác, phương án 3, nội dung,
 * tiếng Anh". Names without a word of their own stand as they are.
 */
export function describePlace(path: string): Record<Language, string> {
  const segments = path.split("/").slice(1);
  const vi: string[] = [];
  const en: string[] = [];
  segments.forEach((segment, index) => {
    const isCounted = /^\d+$/u.test(segment) && index > 0;
    if (isCounted && vi.length > 0) {
      vi.push(`${vi.pop() ?? ""} ${Number(segment) + 1}`);
      en.push(`${en.pop() ?? ""} ${Number(segment) + 1}`);
      return;
    }
    const word = Object.hasOwn(words, segment) ? words[segment] : undefined;
    vi.push(word?.[0] ?? segment);
    en.push(word?.[1] ?? segment);
  });
  return { vi: vi.join(", "), en: en.join(", ") };
}
