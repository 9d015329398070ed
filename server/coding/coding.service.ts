import { listLabel } from "../../item-bank/text/list-label.js";
import { agreement } from "../../item-bank/scoring/coding.js";
import type { Item } from "../../item-bank/types.js";
import type { CodedByMe, CodingItem, CodingOverview, CodingTask } from "../contract/coding.js";
import { Problem } from "../problem.js";
import type { StudyPackage } from "../studies/package.js";
import { studyPackage } from "../studies/studies.service.js";
import { CodedResponseModel, type CodedResponse } from "./coding.model.js";
import { doubleCodingShare, gatherOpenResponses } from "./open-responses.service.js";

/** A response that was looked at and not coded goes to somebody else after this time. */
const leaseMs = 10 * 60_000;

/** So many responses can be gone back to. */
const mineMax = 50;

type Round = 1 | 2;

const fields = {
  1: { code: "first", lease: "firstLease" },
  2: { code: "second", lease: "secondLease" },
} as const;

/** A task is a response and a round; its id says both. */
const taskIdOf = (responseId: string, round: Round) => `${responseId}.${round}`;

function readTaskId(taskId: string): { responseId: string; round: Round } {
  const [, responseId, round] = /^([\w-]{1,40})\.([12])$/.exec(taskId) ?? [];
  if (responseId === undefined) throw new Problem("not-found");
  return { responseId, round: round === "1" ? 1 : 2 };
}

/** The open items of a study with their progress, as this coder sees them, in the order of their names. */
export async function codingOverview(studyId: string, accountId: string): Promise<CodingOverview> {
  const pkg = await studyPackage(studyId);
  await gatherOpenResponses(studyId);
  const responses = await CodedResponseModel.find({ studyId, isCurrent: true }, { text: 0 }).lean<
    CodedResponse[]
  >();
  const items = Object.values(pkg.items)
    .filter((item) => item.scoring.rule === "humanCoded" && item.rubric !== undefined)
    .filter((item) => item.unitId in pkg.units && !isPractice(pkg, item))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((item) =>
      describe(
        item,
        responses.filter(({ itemId }) => itemId === item.id),
        accountId,
      ),
    );
  return { studyId, studyTitle: pkg.title, doubleCodingShare, items };
}

function isPractice(pkg: StudyPackage, item: Item): boolean {
  const practice = pkg.practiceBlockId === null ? undefined : pkg.blocks[pkg.practiceBlockId];
  return practice?.unitIds.includes(item.unitId) ?? false;
}

function describe(item: Item, responses: readonly CodedResponse[], accountId: string): CodingItem {
  const pairs = responses.flatMap(({ first, second }) =>
    first && second ? [{ first: first.code, second: second.code }] : [],
  );
  const { proportionAgreed, kappa } = agreement(pairs);
  return {
    itemId: item.id,
    summary: listLabel(item.stem),
    responseCount: responses.length,
    finishedCount: responses.filter(({ first, second, isDouble }) => first && (second || !isDouble)).length,
    waitingForMe: responses.filter((response) => waits(response, accountId)).length,
    doubleCodedCount: pairs.length,
    agreement: proportionAgreed,
    kappa,
  };
}

/** Whether the response needs a code that this coder can give. */
function waits({ first, second, isDouble }: CodedResponse, accountId: string): boolean {
  if (!first) return true;
  return isDouble && !second && first.accountId !== accountId;
}

/**
 * The next response of an item for this coder, or null when nothing waits: one they have before them already, else one
 * without a code, else a second code of one that somebody else coded. Nobody else is given it for ten minutes.
 */
export async function nextTask(
  studyId: string,
  itemId: string,
  accountId: string,
): Promise<CodingTask | null> {
  const pkg = await studyPackage(studyId);
  const item = openItem(pkg, itemId);
  let claimed = await claim(studyId, itemId, accountId);
  if (!claimed) {
    await gatherOpenResponses(studyId);
    claimed = await claim(studyId, itemId, accountId);
  }
  return claimed && taskOf(pkg, item, claimed.response, claimed.round, accountId);
}

async function claim(
  studyId: string,
  itemId: string,
  accountId: string,
): Promise<{ response: CodedResponse; round: Round } | null> {
  const now = new Date();
  const until = new Date(now.getTime() + leaseMs);
  for (const isMine of [true, false]) {
    for (const round of [1, 2] as const) {
      const { code, lease } = fields[round];
      const free = [{ [lease]: null }, { [`${lease}.until`]: { $lt: now } }];
      const forRound =
        round === 1 ? {} : { isDouble: true, first: { $ne: null }, "first.accountId": { $ne: accountId } };
      const response = await CodedResponseModel.findOneAndUpdate(
        {
          studyId,
          itemId,
          isCurrent: true,
          [code]: null,
          ...forRound,
          ...(isMine ? { [`${lease}.accountId`]: accountId } : { $or: free }),
        },
        { $set: { [lease]: { accountId, until } } },
        { sort: { order: 1 }, returnDocument: "after" },
      ).lean<CodedResponse>();
      if (response) return { response, round };
    }
  }
  return null;
}

async function taskOf(
  pkg: StudyPackage,
  item: Item & { rubric: NonNullable<Item["rubric"]> },
  response: CodedResponse,
  round: Round,
  accountId: string,
): Promise<CodingTask> {
  const all = await CodedResponseModel.find(
    { studyId: response.studyId, itemId: item.id, isCurrent: true },
    { isDouble: 1, "first.accountId": 1, "second.accountId": 1 },
  ).lean<CodedResponse[]>();
  const prefix = `${item.unitId}/`;
  return {
    taskId: taskIdOf(response._id, round),
    itemId: item.id,
    stem: item.stem,
    stimulus: pkg.units[item.unitId]?.stimulus ?? null,
    // Texts name their figures by the file's name within the unit.
    assets: Object.fromEntries(
      Object.entries(pkg.assets).flatMap(([name, address]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), address]] : [],
      ),
    ),
    rubric: item.rubric,
    responseText: response.text,
    round,
    givenCode: response[fields[round].code]?.code ?? null,
    waitingForMe: all.filter((each) => waits(each, accountId)).length,
    doneByMe: all
      .flatMap(({ first, second }) => [first, second])
      .filter((given) => given?.accountId === accountId).length,
  };
}

/**
 * Give or change a code. Repeating it changes nothing but the time.
 *
 * @throws {Problem} `not-found` for an unknown task, `task-of-another-coder`, `code-not-in-guide`.
 */
export async function giveCode(
  taskId: string,
  accountId: string,
  { code, comment }: { code: string; comment: string },
): Promise<void> {
  const { responseId, round } = readTaskId(taskId);
  const response = await CodedResponseModel.findById(responseId).lean<CodedResponse>();
  if (!response?.isCurrent) throw new Problem("not-found");
  requireCode(openItem(await studyPackage(response.studyId), response.itemId), code);
  const names = fields[round];
  const given = { accountId, code, comment, at: new Date() };
  // One write that succeeds only for the coder who has the response, or gave its code before.
  const result = await CodedResponseModel.updateOne(
    {
      _id: responseId,
      isCurrent: true,
      text: response.text,
      $or: [
        { [`${names.code}.accountId`]: accountId },
        { [names.code]: null, [`${names.lease}.accountId`]: accountId },
      ],
    },
    { $set: { [names.code]: given, [names.lease]: null } },
  );
  if (result.matchedCount === 0) throw new Problem("task-of-another-coder");
}

/** The last responses of an item that this coder coded, newest first. */
export async function codedByMe(studyId: string, itemId: string, accountId: string): Promise<CodedByMe[]> {
  const found = await CodedResponseModel.find({
    studyId,
    itemId,
    isCurrent: true,
    $or: [{ "first.accountId": accountId }, { "second.accountId": accountId }],
  }).lean<CodedResponse[]>();
  const mine = found.flatMap((response) =>
    ([1, 2] as const).flatMap((round) => {
      const given = response[fields[round].code];
      return given?.accountId === accountId ? [{ response, round, given }] : [];
    }),
  );
  return mine
    .sort((a, b) => b.given.at.getTime() - a.given.at.getTime())
    .slice(0, mineMax)
    .map(({ response, round, given }) => ({
      taskId: taskIdOf(response._id, round),
      responseText: response.text,
      code: given.code,
      comment: given.comment,
      at: given.at.toISOString(),
    }));
}

/**
 * An item of the study that coders code.
 *
 * @throws {Problem} `not-found` for any other item.
 */
export function openItem(pkg: StudyPackage, itemId: string): Item & { rubric: NonNullable<Item["rubric"]> } {
  const item = Object.hasOwn(pkg.items, itemId) ? pkg.items[itemId] : undefined;
  const rubric = item?.scoring.rule === "humanCoded" ? item.rubric : undefined;
  if (!item || !rubric) throw new Problem("not-found");
  return { ...item, rubric };
}

/** @throws {Problem} `code-not-in-guide`, which names the codes there are. */
export function requireCode(item: { id: string; rubric: NonNullable<Item["rubric"]> }, code: string): void {
  const codes = item.rubric.codes.map((each) => each.code);
  if (!codes.includes(code)) {
    throw new Problem("code-not-in-guide", { code, item: item.id, codes: codes.join(", ") });
  }
}
