import { useEffect, useReducer, useRef } from "react";
import { accepted, openStaffSocket, type StaffSocket } from "../shared/staff/staff-socket.js";
import { defaults, setConnected, takeChange, takeState, type RoomView } from "./state.js";

/** Change the view by a function of `state.ts`. */
export type Change = (change: (view: RoomView) => RoomView) => void;

/** The room of a session, kept current over the socket; joins again after each break and whenever a version was missed. */
export function useRoom(sessionId: string): { view: RoomView; change: Change } {
  const [view, change] = useReducer(
    (now: RoomView, next: (view: RoomView) => RoomView) => next(now),
    undefined,
    defaults,
  );
  const socket = useRef<StaffSocket | null>(null);

  useEffect(() => {
    const opened = openStaffSocket();
    socket.current = opened;
    opened.on("connect", () => {
      change((now) => setConnected(now, true));
      join(opened, sessionId, change);
    });
    opened.on("disconnect", () => change((now) => setConnected(now, false)));
    opened.on("room:change", (told) => change((now) => takeChange(now, told, performance.now())));
    return () => {
      opened.close();
      socket.current = null;
    };
  }, [sessionId]);

  useEffect(() => {
    if (view.isStale && socket.current) join(socket.current, sessionId, change);
  }, [view.isStale, sessionId]);

  return { view, change };
}

function join(socket: StaffSocket, sessionId: string, change: Change): void {
  socket.emit("room:join", sessionId, (answer) => {
    try {
      const { state } = accepted(answer);
      change((now) => takeState(now, state, performance.now()));
    } catch {
      // Not allowed or gone: the page's own request for the session shows the reason.
      change((now) => setConnected(now, false));
    }
  });
}
