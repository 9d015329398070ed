import { useRef, useState, type PointerEvent, type ReactNode } from "react";

/** Movement in CSS pixels from which a press is a drag and no longer a click. */
const dragFromPixels = 6;

interface Drag {
  pieceId: string;
  x: number;
  y: number;
}

const gapBelow = (x: number, y: number): string | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-gap]")?.dataset.gap ?? null;

/** Dragging a piece onto an element with `data-gap`, by mouse, pen or finger. Clicks stay clicks. */
export function useDragToGap(place: (pieceId: string, gapId: string) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const start = useRef<Drag | null>(null);
  const dragEnded = useRef(false);

  const handlers = (pieceId: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      dragEnded.current = false;
      start.current = { pieceId, x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent<HTMLElement>) => {
      const from = start.current;
      if (!from || (!drag && Math.hypot(x - from.x, y - from.y) < dragFromPixels)) return;
      setDrag({ pieceId, x, y });
      setOver(gapBelow(x, y));
    },
    onPointerUp: ({ clientX, clientY }: PointerEvent<HTMLElement>) => {
      const gapId = drag ? gapBelow(clientX, clientY) : null;
      dragEnded.current = drag !== null;
      start.current = null;
      setDrag(null);
      setOver(null);
      if (gapId) place(pieceId, gapId);
    },
    onPointerCancel: () => {
      start.current = null;
      setDrag(null);
      setOver(null);
    },
  });

  return {
    handlers,
    dragged: drag?.pieceId ?? null,
    over,
    /** Whether the click that follows belongs to a drag. */
    wasDragged: () => dragEnded.current,
    /** The piece's name following the pointer. */
    shadow: (nameOf: (pieceId: string) => string): ReactNode =>
      drag && (
        <span className="piece piece-shadow" style={{ left: drag.x, top: drag.y }} aria-hidden="true">
          {nameOf(drag.pieceId)}
        </span>
      ),
  };
}
