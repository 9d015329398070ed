import type { Language, Role } from "./contract/common.js";

/** A member of staff, as the access token and the account say. */
export interface StaffCaller {
  accountId: string;
  login: string;
  roles: Role[];
  language: Language;
}

/** A test taker at one device, as the token from the login with a code says. */
export interface TestTakerCaller {
  testTakerId: string;
  sittingId: string;
  /** Counts the devices of a sitting; an older one is fenced off. */
  epoch: number;
  deviceId: string;
}

/** Who is asking: at most one of the two, neither where nobody is logged in. */
export interface Caller {
  staff: StaffCaller | null;
  testTaker: TestTakerCaller | null;
}

/** Who may call a route or send a socket event. A list of roles asks for a member of staff with one of them. */
export type Allow = "everyone" | "staff" | "testTaker" | readonly Role[];
