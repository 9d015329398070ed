import type { Rubric } from "../../item-bank/types.js";

/**
 * The code a key stands for, or null. A digit is the code of that digit; where codes have two digits, the digit is the
 * code's place in the guide, from 1.
 */
export function codeOfKey(key: string, rubric: Rubric): string | null {
  if (!/^[0-9]$/.test(key)) return null;
  const hasLongCodes = rubric.codes.some((code) => code.code.length > 1);
  if (hasLongCodes) return rubric.codes[Number(key) - 1]?.code ?? null;
  return rubric.codes.find((code) => code.code === key)?.code ?? null;
}
