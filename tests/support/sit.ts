import { declarationOf } from "../../item-bank/interactions/index.js";
import { attainableScores, simulateResponse } from "../../item-bank/scoring/simulate-response.js";
import type { Item, ResponseValue } from "../../item-bank/types.js";
import { scoreProbabilities, type SimulatedItem, type Uniform } from "../../psychometrics/index.js";
import type { Entry, SittingState, TestTakerLoginAnswer } from "../../server/contract/sitting.js";
import { blocksOfSitting, type StudyPackage } from "../../server/studies/package.js";
import { makeApi } from "./api.js";

/** What a test taker answers to an item; null for nothing. */
export type Answer = (item: Item, at: { blockId: string; index: number }) => ResponseValue;

/**
 * Sit one booklet through the API: log in, every block with its entries, hand in. Gives the sitting's id.
 *
 * @param languageOf the language of the screen on which a block is begun.
 */
export async function sit(
  url: string,
  pkg: StudyPackage,
  code: string,
  answer: Answer,
  languageOf: (blockId: string) => "vi" | "en" = () => "en",
): Promise<string> {
  const api = makeApi(url);
  const login = await api.post<TestTakerLoginAnswer>("/api/test-takers/login", {
    code,
    deviceId: `device-${code}`,
    playerVersion: "test",
  });
  if (login.status !== 200) throw new Error(`login with ${code}: ${JSON.stringify(login.body)}`);
  api.token = login.body.token;
  const { sittingId, blocks } = login.body.sitting;
  const at = `/api/sittings/${sittingId}`;
  let sequence = 0;
  const must = async (answered: Promise<{ status: number; body: unknown }>): Promise<void> => {
    const { status, body } = await answered;
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  };
  for (const { blockId } of blocks) {
    const beginning = makeApi(url, languageOf(blockId));
    beginning.token = api.token;
    await must(beginning.post<SittingState>(`${at}/blocks/start`, { blockId }));
    const items = pkg.blocks[blockId].unitIds.flatMap((unitId) => pkg.units[unitId].itemIds);
    const entries: Entry[] = items.flatMap((itemId, index) => {
      const value = answer(pkg.items[itemId], { blockId, index });
      const made = (kind: "visit" | "response", ms: number): Entry => ({
        sequence: sequence++,
        elapsedMs: sequence * 1000 + ms,
        deviceTime: "2026-03-02T08:00:00.000Z",
        kind,
        itemId,
      });
      return value === null ? [made("visit", 0)] : [made("visit", 0), { ...made("response", 500), value }];
    });
    await must(api.post(`${at}/entries`, { epoch: 0, entries }));
    await must(api.post<SittingState>(`${at}/blocks/finish`, { blockId }));
  }
  await must(api.post(`${at}/submit`, { epoch: 0, lastSequence: sequence - 1 }));
  return sittingId;
}

/** Known parameters of a study's test items: difficulties from −1.5 to 1.5, slopes from 0.8 to 1.6, by the item's place. */
export function knownItems(pkg: StudyPackage, model: "rasch" | "2pl"): Map<string, SimulatedItem> {
  const items = Object.keys(pkg.booklets)
    .flatMap((bookletId) => blocksOfSitting(pkg, bookletId))
    .filter((blockId, index, all) => pkg.blocks[blockId].kind === "test" && all.indexOf(blockId) === index)
    .flatMap((blockId) => pkg.blocks[blockId].unitIds.flatMap((unitId) => pkg.units[unitId].itemIds));
  return new Map(
    items.map((itemId, k) => {
      const { maxScore } = pkg.items[itemId];
      const difficulty = -1.5 + (3 * ((k * 7) % items.length)) / Math.max(1, items.length - 1);
      const difficulties = Array.from(
        { length: maxScore },
        (_, v) => difficulty + 0.6 * (v - (maxScore - 1) / 2),
      );
      const slope = model === "rasch" ? 1 : 0.8 + (0.8 * ((k * 5) % items.length)) / items.length;
      const name = model === "rasch" ? (maxScore > 1 ? "pcm" : "rasch") : maxScore > 1 ? "gpcm" : "2pl";
      return [itemId, { item: itemId, model: name, slope, difficulties }];
    }),
  );
}

/**
 * Answers of a test taker of this ability under known parameters. A drawn score that no response gives becomes the
 * nearest one below; the questionnaire is answered at random.
 */
export function answersAt(theta: number, known: ReadonlyMap<string, SimulatedItem>, random: Uniform): Answer {
  return (item) => {
    const parameters = known.get(item.id);
    if (!parameters) {
      return declarationOf(item.interaction.kind).answerAt(
        item.interaction,
        Math.floor(random() * 4),
        random,
      );
    }
    let left = random();
    const drawn = scoreProbabilities(parameters, theta).findIndex((probability) => (left -= probability) < 0);
    const reachable = attainableScores(item).filter((score) => score <= Math.max(0, drawn));
    return simulateResponse(item, reachable.at(-1) ?? 0, random).value;
  };
}
