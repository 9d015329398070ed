import { version } from "../../package.json";

/** Goes into the record of every sitting: what the test taker saw was drawn by this. */
export const playerVersion: string = version;
