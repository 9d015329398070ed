import { io, type Socket } from "socket.io-client";
import type { Answer, ServerToStaff, StaffToServer } from "../../../server/contract/events.js";
import { currentLanguage } from "./i18n.js";
import { freshToken } from "./login-session.js";
import { RequestProblem } from "./problem.js";

export type StaffSocket = Socket<ServerToStaff, StaffToServer>;

/** A connection to the staff's namespace; every attempt to connect brings a fresh token. Close it when the screen goes. */
export function openStaffSocket(): StaffSocket {
  return io("/staff", {
    auth: (give) => {
      freshToken().then(
        (token) => give({ token, language: currentLanguage() }),
        () => give({ token: null }),
      );
    },
  });
}

/** The answer's content, or the problem it names as an exception. */
export function accepted<T>(answer: Answer<T>): T {
  if (answer.ok) return answer;
  throw new RequestProblem(400, { code: answer.code, message: answer.message });
}
