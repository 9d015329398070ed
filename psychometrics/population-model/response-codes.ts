/** A run of neighbouring items, and the combinations of responses to them that occur. */
export interface CodedRun {
  /** The first item, and how many. */
  start: number;
  itemCount: number;
  /** The number of the first of its codes among those of all runs. */
  codeStart: number;
  codeCount: number;
  /** Codes x items of the run: the category, or -1 where not presented. */
  responses: Int8Array;
}

/** Responses as few codes per test taker: one for each run of items of which anything was presented. */
export interface ResponseCodes {
  runs: CodedRun[];
  codeCount: number;
  /** Test taker p's codes are `codes.subarray(starts[p], starts[p + 1])`. */
  starts: Int32Array;
  codes: Int32Array;
}

/** A run ends where it would have more codes than this: eight right-or-wrong items have at most 256. */
const codesMax = 512;
const codesMin = 16;

/**
 * Take neighbouring items together as long as the combinations of responses to them stay few.
 *
 * @param responses test takers x items: categories from 0, or -1 where not presented.
 */
export function codeResponses(responses: Int8Array, personCount: number, itemCount: number): ResponseCodes {
  const limit = Math.min(codesMax, Math.max(codesMin, personCount >> 2));
  const runs: CodedRun[] = [];
  const byRun: Int32Array[] = [];
  let codeCount = 0;
  for (let start = 0; start < itemCount; start += runs[runs.length - 1].itemCount) {
    const { run, codes } = nextRun(responses, personCount, itemCount, start, limit);
    runs.push({ ...run, codeStart: codeCount });
    byRun.push(codes);
    codeCount += run.codeCount;
  }
  const isEmpty = runs.map((run) =>
    Array.from({ length: run.codeCount }, (_, code) =>
      run.responses
        .subarray(code * run.itemCount, (code + 1) * run.itemCount)
        .every((category) => category < 0),
    ),
  );
  const starts = new Int32Array(personCount + 1);
  const flat: number[] = [];
  for (let p = 0; p < personCount; p++) {
    runs.forEach(({ codeStart }, r) => {
      if (!isEmpty[r][byRun[r][p]]) flat.push(codeStart + byRun[r][p]);
    });
    starts[p + 1] = flat.length;
  }
  return { runs, codeCount, starts, codes: Int32Array.from(flat) };
}

function nextRun(
  responses: Int8Array,
  personCount: number,
  itemCount: number,
  start: number,
  limit: number,
): { run: Omit<CodedRun, "codeStart">; codes: Int32Array } {
  let codes: Int32Array = new Int32Array(personCount);
  let members: number[][] = [[]];
  let end = start;
  while (end < itemCount) {
    const places = new Map<number, number>();
    const next = new Int32Array(personCount);
    const nextMembers: number[][] = [];
    for (let p = 0; p < personCount; p++) {
      const category = responses[p * itemCount + end];
      const key = codes[p] * 256 + category + 1;
      let place = places.get(key);
      if (place === undefined) {
        place = nextMembers.push([...members[codes[p]], category]) - 1;
        places.set(key, place);
      }
      next[p] = place;
    }
    if (nextMembers.length > limit && end > start) break;
    codes = next;
    members = nextMembers;
    end++;
  }
  const run = {
    ...{ start, itemCount: end - start, codeCount: members.length },
    responses: Int8Array.from(members.flat()),
  };
  return { run, codes };
}
