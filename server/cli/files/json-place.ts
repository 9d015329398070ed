/** Where a text stops being JSON: line and column from 1, and whether that is its end. */
export interface JsonPlace {
  line: number;
  column: number;
  isEnd: boolean;
}

/** Carries the offset out of the reading functions below. */
class Stop extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`no JSON from offset ${at}`);
    this.at = at;
  }
}

/**
 * The first place at which a text is not JSON (RFC 8259), found by reading it again: what `JSON.parse` says of it differs
 * from one version of Node.js to the next and is English. Null for a text that is JSON.
 */
export function jsonStopsAt(text: string): JsonPlace | null {
  try {
    const end = skip(text, valueEnd(text, skip(text, 0)));
    if (end < text.length) throw new Stop(end);
    return null;
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const lines = text.slice(0, stop.at).split("\n");
    return {
      line: lines.length,
      column: (lines.at(-1)?.length ?? 0) + 1,
      isEnd: text.slice(stop.at).trim() === "",
    };
  }
}

const blank = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A string but for its closing mark: no control characters, which are those before the space. */
const unclosed = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/uy;
const quoted = new RegExp(`${unclosed.source}"`, "uy");

/** The offset behind what the sticky form matches at `at`; stops where it does not. */
function behind(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  if (!form.test(text)) throw new Stop(form === quoted && text[at] === '"' ? stringStop(text, at) : at);
  return form.lastIndex;
}

const skip = (text: string, at: number): number => behind(blank, text, at);

/** Where a string goes wrong: at its first character that may not stand in it, or the end of its line. */
function stringStop(text: string, at: number): number {
  unclosed.lastIndex = at;
  unclosed.test(text);
  return unclosed.lastIndex;
}

function valueEnd(text: string, at: number): number {
  if (text[at] === "{") return listEnd(text, at, "}");
  if (text[at] === "[") return listEnd(text, at, "]");
  return behind(text[at] === '"' ? quoted : scalar, text, at);
}

/** An object's or an array's end, by the sign that closes it. */
function listEnd(text: string, open: number, close: "}" | "]"): number {
  let at = skip(text, open + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    if (close === "}") {
      at = skip(text, behind(quoted, text, at));
      if (text[at] !== ":") throw new Stop(at);
      at = skip(text, at + 1);
    }
    at = skip(text, valueEnd(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ",") throw new Stop(at);
    at = skip(text, at + 1);
  }
}
