import { useEffect, useRef, useState, type ReactNode } from "react";

/** A place that scrolls sideways where its content is wider; only then can the keyboard stop at it, to scroll it. */
export function ScrollFrame({ name, children }: { name: string; children: ReactNode }): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [isWide, setIsWide] = useState(false);
  useEffect(() => {
    const shown = frame.current;
    if (!shown) return;
    const measure = () => setIsWide(shown.scrollWidth > shown.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    for (const child of shown.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      className="scroll-frame"
      {...(isWide ? { tabIndex: 0, role: "group", "aria-label": name || undefined } : {})}
    >
      {children}
    </div>
  );
}
