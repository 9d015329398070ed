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

/** Keep the names of new test takers. */
export async function saveIdentities(
  identities: readonly (Identity & { testTakerId: string })[],
): Promise<void> {
  await IdentityModel.insertMany(
    identities.map(({ testTakerId, ...rest }) => ({ _id: testTakerId, ...rest })),
  );
}
