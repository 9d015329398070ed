import type { StudyOverview } from "../contract/research.js";
import { recordsOfStudy } from "../sittings/records.service.js";
import { testTakersOfStudy } from "../test-takers/test-takers.service.js";
import { studyData, type StudyData } from "./study-data.service.js";

/**
 * Counts of a study that add up: `total` is the sum of the four states (in progress are those who logged in and have not
 * handed in), and `presented` is the sum of answered, omitted and not reached, over all items but the practice. Responses
 * that wait for a coder are among the answered. A booklet counts everyone it was dealt to, and under `submitted` every
 * finished sitting, also one that the proctor ended.
 *
 * @throws {Problem} as `studyData`.
 */
export async function studyOverview(studyId: string): Promise<StudyOverview> {
  const [data, people, records] = await Promise.all([
    studyData(studyId),
    testTakersOfStudy(studyId),
    recordsOfStudy(studyId),
  ]);
  const ended = records.filter(({ state }) => state.end?.kind === "ended").length;
  const submitted = records.filter(({ state }) => state.end?.kind === "submitted").length;
  const submittedAtMs = records.flatMap(({ state }) =>
    state.end?.kind === "submitted" ? [state.end.atMs] : [],
  );
  const lastMs = submittedAtMs.reduce((last, atMs) => Math.max(last, atMs), 0);
  return {
    studyId,
    title: data.pkg.title,
    testTakers: {
      total: people.length,
      notStarted: people.length - records.length,
      inProgress: records.length - ended - submitted,
      submitted,
      ended,
    },
    booklets: Object.keys(data.pkg.booklets)
      .sort()
      .map((bookletId) => ({
        bookletId,
        assigned: people.filter((person) => person.bookletId === bookletId).length,
        submitted: data.sittings.filter((sitting) => sitting.bookletId === bookletId).length,
      })),
    cells: countCells(data),
    items: itemCounts(data),
    subjects: [
      ...new Set(data.items.filter(({ isTest }) => isTest).map(({ item }) => item.metadata.subject)),
    ],
    lastSubmittedAt: lastMs === 0 ? null : new Date(lastMs).toISOString(),
  };
}

function countCells({ sittings }: StudyData): StudyOverview["cells"] {
  const cells = { presented: 0, answered: 0, omitted: 0, notReached: 0, waitingForCoding: 0 };
  for (const sitting of sittings) {
    for (const { status } of sitting.cells.values()) {
      cells.presented += 1;
      if (status === "omitted") cells.omitted += 1;
      else if (status === "notReached") cells.notReached += 1;
      else cells.answered += 1;
      if (status === "uncoded") cells.waitingForCoding += 1;
    }
  }
  return cells;
}

function itemCounts({ items, sittings }: StudyData): StudyOverview["items"] {
  return items.map(({ item }) => {
    const cells = sittings.flatMap((sitting) => sitting.cells.get(item.id) ?? []);
    return {
      itemId: item.id,
      subject: item.metadata.subject,
      kind: item.interaction.kind,
      maxScore: item.maxScore,
      presented: cells.length,
      answered: cells.filter(({ status }) => status !== "omitted" && status !== "notReached").length,
    };
  });
}
