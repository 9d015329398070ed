import fc from "fast-check";

/** Shares of the scores 0 to length - 1, all above 0, that add up to 1. */
export const shares = (length: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      return Float64Array.from(values, (value) => value / total);
    });
