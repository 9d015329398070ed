import { createHash } from "node:crypto";
import { Problem } from "../problem.js";
import { AssetModel } from "./assets.model.js";
import { cleanSvg } from "./clean-svg.js";

/** The kinds of figures the bank takes, by their ending. */
const typeOfEnding: Record<string, string> = { svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg" };

/** Names as item texts use them. */
const nameForm = /^[a-z0-9][a-z0-9._-]{0,95}\.(svg|png|jpg)$/;

/** What a figure's address ends with. */
export const addressForm = /^[0-9a-f]{64}\.(svg|png|jpg)$/;

/** A figure that was checked and has its address. */
export interface CheckedAsset {
  /** Where the browser loads it. */
  address: string;
  bytes: Buffer;
}

/**
 * Checks a figure by its content, and cleans it where it is an SVG. The address is made from the content: it can be cached for good, and cannot be guessed.
 *
 * @throws {Problem} `asset-name-invalid`, `asset-not-its-type`, or `asset-invalid` with what may not stand in it.
 */
export function checkAsset(name: string, bytes: Buffer): CheckedAsset {
  const ending = nameForm.exec(name)?.[1];
  if (!ending) throw new Problem("asset-name-invalid", { name });
  if (!isOfType(ending, bytes)) throw new Problem("asset-not-its-type", { name });
  const clean = ending === "svg" ? cleanFigure(name, bytes) : bytes;
  const hash = createHash("sha256").update(clean).digest("hex");
  return { address: `/assets/${hash}.${ending}`, bytes: clean };
}

/** Keep figures; one that is there already is left as it is. */
export async function saveAssets(assets: CheckedAsset[]): Promise<void> {
  const byId = new Map(assets.map(({ address, bytes }) => [address.slice("/assets/".length), bytes]));
  if (byId.size === 0) return;
  await AssetModel.bulkWrite(
    [...byId].map(([id, bytes]) => ({
      updateOne: { filter: { _id: id }, update: { $setOnInsert: { bytes } }, upsert: true },
    })),
  );
}

/** A figure's bytes and media type. @throws {Problem} `not-found`. */
export async function asset(id: string): Promise<{ bytes: Buffer; type: string }> {
  const ending = addressForm.exec(id)?.[1];
  const found = ending ? await AssetModel.findById(id) : null;
  if (!found) throw new Problem("not-found");
  return { bytes: found.bytes, type: typeOfEnding[ending ?? ""] ?? "application/octet-stream" };
}

/** The first bytes of files of each kind. */
const beginnings: Record<string, Buffer> = {
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  jpg: Buffer.from([0xff, 0xd8, 0xff]),
};

function isOfType(ending: string, bytes: Buffer): boolean {
  const beginning = beginnings[ending];
  return beginning === undefined || bytes.subarray(0, beginning.length).equals(beginning);
}

function cleanFigure(name: string, bytes: Buffer): Buffer {
  const { svg, problem } = cleanSvg(bytes.toString("utf8"));
  if (svg === null) throw new Problem("asset-invalid", { name, reason: problem });
  return Buffer.from(svg, "utf8");
}
