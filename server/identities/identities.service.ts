import { IdentityModel } from "./identities.model.js";

/** Who a test taker is, for those who print cards and watch the room. */
export interface Identity {
  name: string;
  schoolNumber: string;
  group: string;
}

/** The names of test takers by their pseudonymous ids; those that have none are left out. */
export async function namesOf(testTakerIds: string[]): Promise<Map<string, Identity>> {
  const found = await IdentityModel.find({ _id: { $in: testTakerIds } }).lean();
  return new Map(found.map(({ _id, name, schoolNumber, group }) => [_id, { name, schoolNumber, group }]));
}

/**
 * The classes of test takers, without their names; those that have none are left out. For groups of many only: whoever asks
 * keeps from researchers which class a test taker is in.
 */
export async function classesOf(testTakerIds: readonly string[]): Promise<Map<string, string>> {
  const found = await IdentityModel.find({ _id: { $in: testTakerIds } }, { group: 1 }).lean<
    { _id: string; group: string }[]
  >();
  return new Map(found.flatMap(({ _id, group }) => (group.trim() === "" ? [] : [[_id, group.trim()]])));
}

/** Keep the names of new test takers. */
export async function saveIdentities(
  identities: readonly (Identity & { testTakerId: string })[],
): Promise<void> {
  await IdentityModel.insertMany(
    identities.map(({ testTakerId, ...rest }) => ({ _id: testTakerId, ...rest })),
  );
}
