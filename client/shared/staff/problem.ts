import type { ProblemBody } from "../../../server/contract/common.js";

/** A request the server refused, or that did not reach it; `message` is a sentence to show. */
export class RequestProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: { path: string; message: string }[];

  constructor(status: number, body: ProblemBody) {
    super(body.message);
    this.name = "RequestProblem";
    this.code = body.code;
    this.status = status;
    this.details = body.details ?? [];
  }
}

/** The sentence to show for anything that was thrown while asking the server. */
export function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
