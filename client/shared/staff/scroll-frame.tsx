import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useLanguage } from "./use-language.js";

/** What lies outside the frame that one would have to scroll to. */
interface Hidden {
  /** Columns that are not seen whole, on either side. */
  columns: number;
  sides: string;
  /** The first column leaves room for the others, so that it can stay while they are scrolled. */
  holdsFirst: boolean;
}

const nothing: Hidden = { columns: 0, sides: "", holdsFirst: false };

/** A first column wider than this share of the frame scrolls with the others. */
const firstShareMax = 0.5;

/**
 * A frame in which a table scrolls where it must, and says so: a line above it counts the columns that are out of sight, a shadow stands at
 * each edge behind which there is more, and the first column stays. It is reached and scrolled by keyboard.
 */
export function ScrollFrame(props: { label: string; className?: string; children: ReactNode }) {
  const { t } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const hint = useId();
  const [hidden, setHidden] = useState(nothing);

  useEffect(() => {
    const frame = place.current;
    if (!frame) return;
    const look = () =>
      setHidden((before) => {
        const now = hiddenIn(frame);
        return JSON.stringify(now) === JSON.stringify(before) ? before : now;
      });
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    for (const child of frame.children) observer.observe(child);
    frame.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", look);
    };
  }, []);

  const isWide = hidden.columns > 0;
  return (
    <div className="table-scroll" data-more={hidden.sides} data-holds-first={isWide && hidden.holdsFirst}>
      {isWide && (
        <p className="scroll-hint" id={hint}>
          {t("table.hiddenColumns", { count: hidden.columns })}
        </p>
      )}
      <div className="table-edges">
        <div
          ref={place}
          className={`table-frame ${props.className ?? ""}`}
          tabIndex={0}
          role="region"
          aria-label={props.label}
          aria-describedby={isWide ? hint : undefined}
        >
          {props.children}
        </div>
      </div>
    </div>
  );
}

function hiddenIn(frame: HTMLElement): Hidden {
  // Widths in the layout are fractions, those to scroll by whole pixels.
  const slack = 2;
  const right = frame.scrollWidth - frame.clientWidth - frame.scrollLeft;
  const below = frame.scrollHeight - frame.clientHeight - frame.scrollTop;
  const heads = [...frame.querySelectorAll<HTMLElement>("thead th")];
  const isWide = frame.scrollWidth - frame.clientWidth > slack;
  const first = heads[0]?.offsetWidth ?? 0;
  const holdsFirst = first <= firstShareMax * frame.clientWidth;
  const start = frame.scrollLeft + (holdsFirst ? first : 0);
  const end = frame.scrollLeft + frame.clientWidth;
  const isOut = ({ offsetLeft, offsetWidth }: HTMLElement) =>
    offsetLeft + slack < start || offsetLeft + offsetWidth - slack > end;
  const scrolled = holdsFirst ? heads.slice(1) : heads;
  return {
    columns: isWide ? scrolled.filter(isOut).length : 0,
    sides: [
      ...(frame.scrollLeft > slack ? ["left"] : []),
      ...(right > slack ? ["right"] : []),
      ...(below > slack ? ["below"] : []),
    ].join(" "),
    holdsFirst,
  };
}
