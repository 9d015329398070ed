import { randomBytes } from "node:crypto";
import { seededRandom } from "../../item-bank/booklets/seeded.js";
import { scoresOfStudy } from "../scoring/scores.service.js";
import { studyPackage } from "../studies/studies.service.js";
import { CodedResponseModel, type CodedResponse } from "./coding.model.js";

/** Share of the responses that a second coder reads. */
export const doubleCodingShare = 0.2;

type Key = Pick<CodedResponse, "sittingId" | "itemId" | "text" | "isCurrent">;

const keyOf = ({ sittingId, itemId }: Pick<Key, "sittingId" | "itemId">) => `${sittingId}/${itemId}`;

/**
 * Bring the responses to be coded in line with the finished sittings of a study: new ones are added, one whose text
 * changed (it was still under way to the server) loses the codes given to the former text, and one that is no longer
 * there is set aside with its codes. Empty responses are omitted, not coded. Doing it twice changes nothing.
 */
export async function gatherOpenResponses(studyId: string): Promise<void> {
  const sittings = await scoresOfStudy(studyId);
  if (sittings.length === 0) return;
  const { seed } = await studyPackage(studyId);
  const wanted = new Map<string, Omit<Key, "isCurrent">>();
  for (const { _id: sittingId, items } of sittings) {
    for (const { itemId, status, value } of items) {
      if (status !== "uncoded") continue;
      const response = { sittingId, itemId, text: typeof value === "string" ? value : JSON.stringify(value) };
      wanted.set(keyOf(response), response);
    }
  }
  const stored = await CodedResponseModel.find(
    { studyId },
    { sittingId: 1, itemId: 1, text: 1, isCurrent: 1 },
  ).lean<Key[]>();
  const known = new Map(stored.map((key) => [keyOf(key), key]));
  const writes = [
    ...[...wanted.values()]
      .filter((response) => !isSame(known.get(keyOf(response)), response.text))
      .map((response) => upsert(studyId, seed, response, known.get(keyOf(response))?.text)),
    ...stored
      .filter((key) => key.isCurrent && !wanted.has(keyOf(key)))
      .map(({ sittingId, itemId }) => ({
        updateOne: { filter: { sittingId, itemId }, update: { $set: { isCurrent: false } } },
      })),
  ];
  if (writes.length > 0) await CodedResponseModel.bulkWrite(writes, { ordered: false });
}

const isSame = (known: Key | undefined, text: string): boolean =>
  known !== undefined && known.isCurrent && known.text === text;

function upsert(
  studyId: string,
  seed: string,
  { sittingId, itemId, text }: Omit<Key, "isCurrent">,
  formerText: string | undefined,
) {
  // The study's seed decides, so that the share is the same responses whenever it is drawn.
  const random = seededRandom(seed, "coding", sittingId, itemId);
  const isDouble = random() < doubleCodingShare;
  const uncoded = { first: null, second: null, firstLease: null, secondLease: null, resolved: null };
  const isChanged = formerText !== undefined && formerText !== text;
  return {
    updateOne: {
      filter: { sittingId, itemId },
      update: {
        $set: { text, isCurrent: true, ...(isChanged ? uncoded : {}) },
        $setOnInsert: {
          _id: randomBytes(9).toString("base64url"),
          studyId,
          isDouble,
          order: random(),
          ...(isChanged ? {} : uncoded),
        },
      },
      upsert: true,
    },
  };
}

/**
 * The code that counts for each open response of a study, by "sittingId/itemId": what was decided where two coders
 * differed, else the first coder's.
 */
export async function finalCodes(studyId: string): Promise<Map<string, string>> {
  const coded = await CodedResponseModel.find(
    { studyId, isCurrent: true, first: { $ne: null } },
    { sittingId: 1, itemId: 1, first: 1, resolved: 1 },
  ).lean<Pick<CodedResponse, "sittingId" | "itemId" | "first" | "resolved">[]>();
  return new Map(
    coded.flatMap((response) => {
      const code = response.resolved?.code ?? response.first?.code;
      return code === undefined ? [] : [[keyOf(response), code] as const];
    }),
  );
}

/** The codes of one open response; null where there is none. */
export interface CodesOfResponse {
  sittingId: string;
  itemId: string;
  first: string | null;
  second: string | null;
  resolved: string | null;
}

/** Every open response of a study with its codes, by item; who gave them is not told. */
export async function codesOfStudy(studyId: string): Promise<CodesOfResponse[]> {
  const found = await CodedResponseModel.find({ studyId, isCurrent: true }, { text: 0 })
    .sort({ itemId: 1, sittingId: 1 })
    .lean<CodedResponse[]>();
  return found.map(({ sittingId, itemId, first, second, resolved }) => ({
    sittingId,
    itemId,
    first: first?.code ?? null,
    second: second?.code ?? null,
    resolved: resolved?.code ?? null,
  }));
}
