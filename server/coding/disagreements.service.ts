import type { Disagreement } from "../contract/coding.js";
import { record } from "../audit/audit.service.js";
import { Problem } from "../problem.js";
import { studyPackage } from "../studies/studies.service.js";
import { CodedResponseModel, type CodedResponse, type GivenCode } from "./coding.model.js";
import { openItem, requireCode } from "./coding.service.js";

type DoubleCoded = CodedResponse & { first: GivenCode; second: GivenCode };

const differ = (response: CodedResponse): response is DoubleCoded =>
  response.first !== null && response.second !== null && response.first.code !== response.second.code;

/** The responses of an item to which two coders gave different codes; those that wait for a decision come first. */
export async function disagreements(studyId: string, itemId: string): Promise<Disagreement[]> {
  openItem(await studyPackage(studyId), itemId);
  const found = await CodedResponseModel.find({
    studyId,
    itemId,
    isCurrent: true,
    first: { $ne: null },
    second: { $ne: null },
  })
    .sort({ order: 1 })
    .lean<CodedResponse[]>();
  const rows = found.filter(differ).map((response) => ({
    responseId: response._id,
    responseText: response.text,
    codes: ([1, 2] as const).map((round) => {
      const { code, comment } = round === 1 ? response.first : response.second;
      return { round, code, comment };
    }),
    resolvedCode: response.resolved?.code ?? null,
  }));
  return [
    ...rows.filter((row) => row.resolvedCode === null),
    ...rows.filter((row) => row.resolvedCode !== null),
  ];
}

/**
 * Decide a disagreement: the code counts in place of the first coder's.
 *
 * @throws {Problem} `not-found` for a response on which nobody disagrees, `code-not-in-guide`.
 */
export async function resolveDisagreement(
  where: { studyId: string; itemId: string; responseId: string },
  staff: { accountId: string; login: string },
  { code, comment }: { code: string; comment: string },
): Promise<void> {
  const { studyId, itemId, responseId } = where;
  requireCode(openItem(await studyPackage(studyId), itemId), code);
  const response = await CodedResponseModel.findOne({
    _id: responseId,
    studyId,
    itemId,
    isCurrent: true,
  }).lean<CodedResponse>();
  if (!response || !differ(response)) throw new Problem("not-found");
  const resolved = { accountId: staff.accountId, code, comment, at: new Date() };
  await CodedResponseModel.updateOne({ _id: responseId }, { $set: { resolved } });
  await record(staff.login, "disagreement-resolved", responseId, { studyId, itemId, code });
}
