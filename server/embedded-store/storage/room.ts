// Whether a commit still fits on the disk, asked before LMDB finds out.
import { statfsSync, statSync } from "node:fs";

/** Left free on the disk, so that a store that has to start again can still write its own small files. */
const reserveBytes = 1024 ** 2;
/** A changed row copies its page and the pages above it; trees of our size are at most this deep. */
const pathBytes = 4 * 4096;

/** What a commit wrote so far. */
export interface Written {
  rows: number;
  /** Of keys and values. */
  bytes: number;
}

/**
 * The most by which a commit can make the file grow, in bytes: every page that was there is copied once at most, and new
 * rows fill pages at least half.
 */
export function growthMax({ rows, bytes }: Written, fileBytes: number): number {
  return Math.min(rows * pathBytes, fileBytes) + 2 * bytes + pathBytes;
}

/**
 * Why this commit is not to be tried, or undefined where there is room. LMDB itself must not be left to find out: after some
 * dozens of failed commits its binding (lmdb 3.5.6) ends the process with a broken heap, and a process cannot start
 * again on a disk without a free byte.
 *
 * @param file of the data, in the file system that is asked.
 */
export function lacksRoom(file: string, written: Written): string | undefined {
  let disk: { bavail: number; bsize: number };
  try {
    disk = statfsSync(file);
  } catch {
    // A system that does not tell: then LMDB has to.
    return undefined;
  }
  const free = disk.bavail * disk.bsize;
  const needed = reserveBytes + growthMax(written, statSync(file).size);
  if (free >= needed) return undefined;
  return `No space left on device: ${kilobytes(free)} KB free, ${kilobytes(needed)} KB needed to be safe`;
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);
