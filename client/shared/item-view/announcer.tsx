import { useCallback, useState, type ReactNode } from "react";

/** A polite live region of an interaction, and the function that speaks through it: for changes only the eye would see. */
export function useAnnouncer(): [region: ReactNode, announce: (sentence: string) => void] {
  const [spoken, setSpoken] = useState({ sentence: "", turn: 0 });
  const announce = useCallback(
    (sentence: string) => setSpoken((before) => ({ sentence, turn: before.turn + 1 })),
    [],
  );
  const region = (
    <span className="visually-hidden" role="status">
      {/* A new element each time, so that the same sentence twice is spoken twice. */}
      <span key={spoken.turn}>{spoken.sentence}</span>
    </span>
  );
  return [region, announce];
}
