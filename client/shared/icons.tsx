import type { ReactNode } from "react";

/** Line icons on a grid of 24, drawn for Khảo. They are decoration: the word beside each says the same. */
const paths = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  flag: "M6 21V4h11l-2 4 2 4H6",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  clock: "M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18z",
  saved: "M5 12.5l4.5 4.5L19 7.5",
  device: "M4 5h16v11H4zM9 20h6M12 16v4",
  offline:
    "M3 3l18 18M8.5 15.5a5 5 0 017 0M5 12a10 10 0 014-2.4M2 8.5a15 15 0 014.5-2.9M12 19.5h.01M19 12a10 10 0 00-4.5-2.6M22 8.5A15 15 0 0011 4.6",
  warning: "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.1",
  info: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5M12 8v.1",
  pause: "M12 3a9 9 0 100 18 9 9 0 000-18zM10 9v6M14 9v6",
  dot: "M12 10a2 2 0 100 4 2 2 0 000-4z",
  half: "M12 4a8 8 0 100 16 8 8 0 000-16zM12 4v16",
  circle: "M12 4a8 8 0 100 16 8 8 0 000-16z",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  grip: "M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01",
  close: "M6 6l12 12M18 6L6 18",
  text: "M4 19L9.5 5h1L16 19M6 14h8M17 19l2.5-7h.5l2 7",
  keyboard: "M3 7h18v10H3zM7 10.5h.01M11 10.5h.01M15 10.5h.01M7 14h10",
  eye: "M2.5 12C6 6.5 18 6.5 21.5 12 18 17.5 6 17.5 2.5 12zM12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
  undo: "M8 5L4 9l4 4M4 9h10a5 5 0 010 10h-3",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, className }: { name: IconName; className?: string }): ReactNode {
  return <LineIcon path={paths[name]} {...(className ? { className } : {})} />;
}

/** A drawing of one's own in the same hand: lines on a grid of 24. */
export function LineIcon({ path, className }: { path: string; className?: string }): ReactNode {
  return (
    <svg
      className={className ? `icon ${className}` : "icon"}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
