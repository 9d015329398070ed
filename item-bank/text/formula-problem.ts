import type { ItemProblem } from "../problems.js";

type Words = ItemProblem["message"];

/** What the converter says, in English, and what an author of the Vietnamese version has to know of it. */
const known: readonly [RegExp, (met: RegExpExecArray) => Words][] = [
  [
    /^(?:Unsupported function name|Undefined control sequence): (\S+?)(?: at position (\d+))?(?:$|[\s:])/u,
    ([, name = "", place]) => ({
      vi: `không có lệnh “${name}”${at("vi", place)}`,
      en: `there is no command “${name}”${at("en", place)}`,
    }),
  ],
  [
    /^Expected '(?:EOF|\\end)', got '(.+?)'(?: at position (\d+))?/u,
    ([, met = "", place]) => ({
      vi: `“${met}” không có chỗ ở đây${at("vi", place)}`,
      en: `“${met}” does not belong here${at("en", place)}`,
    }),
  ],
  [
    /^(?:Expected '(?=.+?', got 'EOF')|Unexpected end of input in a macro argument, expected ')(.+?)'/u,
    ([, wanted = ""]) => ({
      vi: `công thức hết mà còn thiếu “${wanted}”`,
      en: `the formula ends and “${wanted}” is missing`,
    }),
  ],
  [
    /^Expected '(.+?)', got '(.+?)'(?: at position (\d+))?/u,
    ([, wanted = "", met = "", place]) => ({
      vi: `cần “${wanted}” mà gặp “${met}”${at("vi", place)}`,
      en: `“${wanted}” is wanted and “${met}” was met${at("en", place)}`,
    }),
  ],
  [
    /^Double (superscript|subscript)(?: at position (\d+))?/u,
    ([, kind, place]) => ({
      vi: `hai ${kind === "superscript" ? "số mũ" : "chỉ số dưới"} liền nhau, hãy dùng ngoặc nhọn {…}${at("vi", place)}`,
      en: `two ${kind ?? ""}s follow each other, use braces {…}${at("en", place)}`,
    }),
  ],
  [
    /^Mismatch: \\begin\{(.+?)\} matched by \\end\{(.+?)\}/u,
    ([, begin = "", end = ""]) => ({
      vi: `\\begin{${begin}} lại đóng bằng \\end{${end}}`,
      en: `\\begin{${begin}} is closed by \\end{${end}}`,
    }),
  ],
  [
    /^colours are not available/u,
    () => ({ vi: "công thức không dùng màu được", en: "colours are not available in formulas" }),
  ],
  [
    /^strokes and frames/u,
    () => ({
      vi: "nét gạch và khung (\\cancel, \\enclose) không hiện được trên mọi trình duyệt",
      en: "strokes and frames (\\cancel, \\enclose) cannot be shown by every browser",
    }),
  ],
  [
    /^<(.+?)> cannot be shown/u,
    ([, element = ""]) => ({
      vi: `phần <${element}> không hiện được trên mọi trình duyệt`,
      en: `<${element}> cannot be shown by every browser`,
    }),
  ],
];

/**
 * Why a formula is not understood, in both languages and as the end of a sentence: for what is often met the name and
 * the place, counted in characters from 1; for anything else that brackets and names are to be looked at, with the
 * converter's own words in English.
 *
 * @param cause what the converter of LaTeX threw.
 */
export function formulaProblem(cause: unknown): Words {
  const reason = cause instanceof Error ? cause.message : String(cause);
  for (const [form, words] of known) {
    const met = form.exec(reason);
    if (met) return words(met);
  }
  const place = / at position (\d+)/u.exec(reason)?.[1];
  return { vi: `hãy xem lại các dấu ngoặc và tên lệnh${at("vi", place)}`, en: reason };
}

function at(language: "vi" | "en", place: string | undefined): string {
  if (place === undefined) return "";
  return language === "vi" ? ` (ký tự thứ ${place})` : ` (character ${place})`;
}
