/** An element of a small XML text. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

const tagPattern =
  /<!--(?:(?!--)[\s\S])*-->|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;

/**
 * Reads a figure or a formula: one element with what it holds. This is no general XML reader but a gate: it knows
 * elements, attributes, text, comments and the character references that need no declaration, and refuses everything
 * else (DOCTYPE, CDATA, processing instructions), because that is where attacks by XML start.
 *
 * @throws {SyntaxError} that says near which text it stopped.
 */
export function readXml(xml: string): XmlElement {
  const text = xml.replace(/^\uFEFF?\s*<\?xml [^?]*\?>/u, "").trim();
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  tagPattern.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    tagPattern.lastIndex = at;
    const found = tagPattern.exec(text);
    if (!found) throw new SyntaxError(`cannot read “${text.slice(at, at + 40)}”`);
    at = tagPattern.lastIndex;
    const [token, slash, name, attributes = "", selfClosing] = found;
    const parent = open.at(-1) ?? root;
    if (name === undefined) {
      if (!token.startsWith("<!--") && token !== "") parent.children.push(readReferences(token));
    } else if (slash === "/") {
      if (parent.name !== name || open.length === 1)
        throw new SyntaxError(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const element: XmlElement = { name, attributes: readAttributes(attributes), children: [] };
      parent.children.push(element);
      if (selfClosing !== "/") open.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (open.length > 1) throw new SyntaxError(`<${open.at(-1)?.name ?? ""}> is never closed`);
  if (only === undefined || typeof only === "string" || more.length > 0) {
    throw new SyntaxError("there has to be exactly one outermost element");
  }
  return only;
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", double, single] of source.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)) {
    if (Object.hasOwn(attributes, name)) throw new SyntaxError(`attribute ${name} stands twice`);
    attributes[name] = readReferences(double ?? single ?? "");
  }
  return attributes;
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function readReferences(text: string): string {
  return text.replace(/&(?:#x([\dA-Fa-f]{1,6})|#(\d{1,7})|(\w+));?/gu, (whole, hex, decimal, name) => {
    const character =
      typeof name === "string"
        ? named[name]
        : String.fromCodePoint(typeof hex === "string" ? parseInt(hex, 16) : Number(decimal));
    if (character === undefined || !whole.endsWith(";")) throw new SyntaxError(`cannot read “${whole}”`);
    return character;
  });
}

/** Writes an element and what it holds. */
export function writeXml({ name, attributes, children }: XmlElement): string {
  const start = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join("");
  const inside = children.map((child) => (typeof child === "string" ? escapeXml(child) : writeXml(child)));
  return `<${name}${start}>${inside.join("")}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;").replace(/"/gu, "&quot;");
}
