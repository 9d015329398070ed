/**
 * A login code as the server knows it, from what was typed or scanned: capitals, without spaces, hyphens and dots.
 * Codes have no O, I or L; a test taker who reads 0 or 1 on a bad print means no letter, so nothing is guessed here.
 */
export const normaliseCode = (typed: string): string =>
  typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 20);
