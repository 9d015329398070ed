/** Lines of syntax have at most 256 bytes; a literal that would not fit goes on in the next one. */
const pieceBytesMax = 180;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The text in one line of at most `bytesMax` bytes of UTF-8, with an ellipsis where something was cut, never within a sign. */
export function oneLine(text: string, bytesMax: number): string {
  const line = text.replace(/\s+/gu, " ").trim();
  if (bytesOf(line) <= bytesMax) return line;
  const room = bytesMax - bytesOf("…");
  let kept = "";
  let size = 0;
  for (const sign of line) {
    size += bytesOf(sign);
    if (size > room) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

/** A text as a literal of SPSS: in apostrophes, those within doubled; a long one in pieces joined by `+`, a line each. */
export function literal(text: string): string {
  const pieces: string[] = [];
  let piece = "";
  for (const sign of text) {
    const written = sign === "'" ? "''" : sign;
    if (bytesOf(piece) + bytesOf(written) > pieceBytesMax) {
      pieces.push(piece);
      piece = "";
    }
    piece += written;
  }
  return [...pieces, piece].map((each) => `'${each}'`).join(" +\n    ");
}
