import type { Calibration, JointCovariance } from "../../psychometrics/index.js";
import type { Note } from "./notes.js";

/** The joint covariance of a run's parameters as it is stored: the lower triangle, row by row, as bytes in base64. */
export interface KeptCovariance {
  names: string[];
  /** For each item of the run, for each of its parameters: its place in `names`, or -1 where it was fixed. */
  places: number[][];
  /** Numbers of 8 bytes, the lowest byte first. */
  lower: string;
}

/** Why a run has no covariance. */
export interface NoCovariance {
  reason: Note;
}

/** A document of the store holds 16 MB; the triangle of so many parameters takes 6 MB. */
export const parametersMax = 1200;

const bytesEach = 8;

/** What is kept of a calibration's covariance, or why nothing is. */
export function keptCovariance({ covariance }: Calibration): KeptCovariance | NoCovariance {
  if (!covariance)
    return {
      reason: {
        vi: "ma trận thông tin không xác định dương",
        en: "its information matrix is not positive definite",
      },
    };
  const { names, places, values } = covariance;
  const size = names.length;
  if (size > parametersMax)
    return {
      reason: {
        vi: `có ${size} tham số, mà chỉ giữ hiệp phương sai của nhiều nhất ${parametersMax}`,
        en: `it has ${size} parameters, and the covariance of ${parametersMax} at most is kept`,
      },
    };
  const bytes = Buffer.alloc(bytesEach * ((size * (size + 1)) / 2));
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) at = bytes.writeDoubleLE(values[i * size + j] ?? 0, at);
  }
  return { names, places, lower: bytes.toString("base64") };
}

/** The covariance again, as the library has it. */
export function restoredCovariance({ names, places, lower }: KeptCovariance): JointCovariance {
  const size = names.length;
  const bytes = Buffer.from(lower, "base64");
  const values = new Array<number>(size * size).fill(0);
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++, at += bytesEach) {
      const value = bytes.readDoubleLE(at);
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  }
  return { names, places, values };
}
