import { SpokenError } from "../terminal/words.js";
import { simulateResponse } from "../../item-bank/index.js";
import type { Item, PlayerItem, ResponseValue } from "../../item-bank/types.js";
import type { SittingClient } from "./sitting-client.js";
import type { SimulatedStudy } from "./study-items.js";
import { drawScore, type SimulatedPerson, type TrueItem } from "./truth.js";

/** What the simulated test takers know of the study. */
export interface Script {
  study: SimulatedStudy;
  truth: ReadonlyMap<string, TrueItem>;
  /** By item, the code that belongs to an open response's text; filled while they write. */
  codes: Map<string, Map<string, string>>;
  /** Share of items that are looked at and left empty. */
  omitShare: number;
}

/** Sit every block from where the sitting stands to the end, and hand in. */
export async function sitToTheEnd(
  client: SittingClient,
  person: SimulatedPerson,
  script: Script,
  afterUnit: () => Promise<void> = async () => {},
): Promise<void> {
  client.note("confirm");
  for (let state = client.state(); state.blockIndex < state.blocks.length; state = client.state()) {
    const blockId = state.blocks[state.blockIndex]?.blockId ?? "";
    await client.start(blockId);
    const { units } = await client.content(blockId);
    for (const { items } of units) {
      for (const item of items) answer(client, item, person, script);
      client.note("leave");
      await client.flush();
      await afterUnit();
    }
    await client.finish(blockId);
  }
  await client.submit();
}

function answer(client: SittingClient, shown: PlayerItem, person: SimulatedPerson, script: Script): void {
  const item = script.study.items.get(shown.id);
  if (!item) throw new SpokenError("simulate.noItem", { item: shown.id });
  client.note("visit", item.id);
  // Drawn for everyone, so that leaving items out changes nothing else of a simulation.
  const isOmitted = person.random() < script.omitShare && script.truth.has(item.id);
  const value = draw(item, person, script);
  if (!isOmitted) client.note("response", item.id, value);
}

function draw(item: Item, person: SimulatedPerson, script: Script): ResponseValue {
  const truth = script.truth.get(item.id);
  if (!truth) return simulateResponse(item, categoryOf(item, person), person.random).value;
  const score = drawScore(truth, person.theta, person.random);
  const { value, humanCode } = simulateResponse(item, score, person.random);
  if (humanCode === undefined || typeof value !== "string") return value;
  const codes = script.codes.get(item.id) ?? new Map<string, string>();
  script.codes.set(item.id, codes.set(value, humanCode));
  return value;
}

/** The category of a questionnaire's scale, from the attitude; practice items are answered right. */
function categoryOf(item: Item, { attitude, random }: SimulatedPerson): number {
  if (item.scoring.rule !== "none") return item.maxScore;
  const noise = random() + random() + random() - 1.5;
  return Math.min(3, Math.max(0, Math.round(1.5 + 0.7 * attitude + 0.9 * noise)));
}
