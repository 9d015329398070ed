import type { ReactNode } from "react";

/** A number as it is, or, where it is to be looked at, in bold and with a sign that is seen without colours. */
export const farNumber = (text: string, isFar: boolean): ReactNode =>
  isFar ? <strong className="far">{text} ⚠</strong> : text;
