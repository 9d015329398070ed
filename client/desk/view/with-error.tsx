import type { ReactNode } from "react";
import { format } from "../../shared/staff/i18n.js";

/** A number with its standard error in brackets, where there is one, on one line. */
export const withError = (value: number | null, error: number | null, decimals = 2): ReactNode => (
  <span className="nowrap">
    {value === null || error === null
      ? format.number(value, decimals)
      : `${format.number(value, decimals)} (${format.number(error, decimals)})`}
  </span>
);
