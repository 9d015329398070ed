import type { LocalisedString } from "../types.js";

/**
 * The numbers that a typed text can mean, for test takers who write decimals with a comma (Vietnamese) or a point
 * (English) and may set off thousands.
 *
 * - A sign may stand before: `+`, the hyphen, the minus sign and its look-alikes; spaces after it do not count.
 * - With one kind of mark once, the mark is the decimal mark: `3,5` and `3.5` are 3.5, `,5` is 0.5, `12,` is 12.
 *   If exactly three digits follow and one to three stand before (not 0 alone), it can set off thousands as well:
 *   `1.234` is 1.234 or 1234, and both readings are given. A number key then takes either: which one was meant shows
 *   from the key, and a test taker who wrote what the textbook prints is not marked wrong for the mark.
 * - One kind of mark several times, in groups of three, sets off thousands: `1.234.567` is 1234567.
 * - Both kinds: the last one is the decimal mark, the other sets off thousands: `1.234,5` and `1,234.5` are 1234.5.
 * - Spaces of any width may set off thousands in groups of three: `12 000` is 12000.
 * - A fraction of two whole numbers is its value: `3/4`, `-3/4`. Mixed numbers, powers, percentages and units are
 *   not numbers; strip a unit shown beside the gap before.
 *
 * Anything else gives no reading: an empty list. Full-width digits are not read.
 *
 * @example
 * readNumbers("1.234"); // [1.234, 1234]
 * readNumbers("3/4"); // [0.75]
 */
export function readNumbers(typed: string): number[] {
  const text = typed
    .normalize("NFC")
    .trim()
    .replace(/[\u2212\u2010\u2011\u2012\u2013\uFE63\uFF0D]/gu, "-");
  const [, sign = "", unsigned = ""] = /^([+-]?)\s*(.*)$/su.exec(text) ?? [];
  const factor = sign === "-" ? -1 : 1;
  // 0 times −1 is −0, which prints and compares oddly.
  return readUnsigned(unsigned).map((value) => (value === 0 ? 0 : factor * value));
}

function readUnsigned(text: string): number[] {
  const fraction = /^(\d{1,15})\s*[/\u2044\u2215]\s*(\d{1,15})$/u.exec(text);
  if (fraction) {
    const denominator = Number(fraction[2]);
    return denominator === 0 ? [] : [Number(fraction[1]) / denominator];
  }
  if (text.length > 40) return [];
  const joined = joinSpacedThousands(text);
  if (joined === null || !/^[\d.,]*\d[\d.,]*$/u.test(joined)) return [];
  const marks = joined.replace(/\d/gu, "");
  if (marks === "") return [Number(joined)];
  return new Set(marks).size === 2 ? readTwoMarks(joined) : readOneMark(joined, marks);
}

/** Takes out spaces that set off thousands; null where spaces stand elsewhere. */
function joinSpacedThousands(text: string): string | null {
  if (!/\s/u.test(text)) return text;
  return /^\d{1,3}(\s\d{3})+([.,]\d*)?$/u.test(text) ? text.replace(/\s/gu, "") : null;
}

/** `1.234,5`: the last mark is the decimal mark and stands once; the other sets off thousands before it. */
function readTwoMarks(text: string): number[] {
  const decimalAt = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  const whole = text.slice(0, decimalAt);
  const isGrouped = /^[1-9]\d{0,2}([.,]\d{3})+$/u.test(whole) && !whole.includes(text.charAt(decimalAt));
  return isGrouped ? [Number(`${whole.replace(/[.,]/gu, "")}.${text.slice(decimalAt + 1)}`)] : [];
}

function readOneMark(text: string, marks: string): number[] {
  const readings: number[] = [];
  if (marks.length === 1) readings.push(Number(text.replace(",", ".")));
  if (/^[1-9]\d{0,2}([.,]\d{3})+$/u.test(text)) readings.push(Number(text.replace(/[.,]/gu, "")));
  return readings;
}

/** What is typed without the unit that stands beside the gap, which test takers repeat: "12 cm" is 12 there. */
export function withoutUnit(typed: string, unitAfter: LocalisedString | undefined): string {
  const text = typed.trim();
  for (const unit of [unitAfter?.vi, unitAfter?.en]) {
    if (unit && text.toLowerCase().endsWith(unit.toLowerCase())) return text.slice(0, -unit.length).trim();
  }
  return text;
}

/** Whether something is typed that cannot be read as a number, the gap's unit left out. Blank is nothing typed, not wrong. */
export const isNoNumber = (typed: string, unitAfter: LocalisedString | undefined): boolean =>
  typed.trim() !== "" && readNumbers(withoutUnit(typed, unitAfter)).length === 0;

/**
 * Whether some reading of `typed` lies within `tolerance` of `value`, both ends included. Differences below a
 * billionth of the value are rounding of binary fractions and do not count.
 */
export function matchesNumber(typed: string, value: number, tolerance: number): boolean {
  const slack = 1e-9 * Math.max(1, Math.abs(value));
  return readNumbers(typed).some((reading) => Math.abs(reading - value) <= tolerance + slack);
}
