import { declarationOf } from "../../item-bank/interactions/index.js";
import { listLabel } from "../../item-bank/text/list-label.js";
import type { Localised } from "../../item-bank/types.js";
import { finishedRun, runInput } from "../calibrations/runs.service.js";
import type { Grouping, Groupings } from "../contract/comparisons.js";
import { studyData, type StudyData, type StudyItem } from "../research/study-data.service.js";
import { session } from "../sessions/sessions.service.js";

/** Groups of fewer cannot be compared: their statistics are chance, and single test takers could be made out. */
export const groupSizeMin = 30;

/** A question with more answers than this is a scale, not a grouping. */
const categoriesMax = 12;

/** A grouping with the group of every test taker of the run, in the run's order; null for none. */
export interface FullGrouping extends Omit<Grouping, "groups"> {
  groups: { id: string; title: Localised<string>; n: number }[];
  groupOf: (string | null)[];
}

/** What a finished run's test takers can be grouped by. @throws {Problem} `run-not-found`, `run-not-done`, and as `studyData`. */
export async function groupingsOfRun(runId: string): Promise<Groupings> {
  const found = await fullGroupings(runId);
  return {
    groupSizeMin,
    groupings: found.map(({ id, kind, title, groups }) => ({
      id,
      kind,
      title,
      groups: groups.map((group) => ({ ...group, n: group.n < groupSizeMin ? null : group.n })),
    })),
  };
}

/**
 * The groupings of a run: the booklet, the session, and every question of the questionnaire with few answers. Groupings
 * with one group only are left out. Answers are read as they are now; who has none is in no group.
 */
export async function fullGroupings(runId: string): Promise<FullGrouping[]> {
  const { run } = await finishedRun(runId);
  const [data, { personIds }] = await Promise.all([studyData(run.studyId), runInput(runId)]);
  const sittings = new Map(data.sittings.map((sitting) => [sitting.testTakerId, sitting]));
  const group = (
    start: Omit<FullGrouping, "groups" | "groupOf">,
    named: { id: string; title: Localised<string> }[],
    of: (sitting: StudyData["sittings"][number]) => string | null,
  ): FullGrouping => {
    const groupOf = personIds.map((id) => {
      const sitting = sittings.get(id);
      return sitting ? of(sitting) : null;
    });
    const groups = named
      .map((each) => ({ ...each, n: groupOf.filter((id) => id === each.id).length }))
      .filter(({ n }) => n > 0);
    return { ...start, groups, groupOf };
  };
  const booklets = Object.values(data.pkg.booklets).map(({ id, title }) => ({ id, title }));
  const sessionIds = [...new Set(data.sittings.map(({ sessionId }) => sessionId))].sort();
  const sessions = await Promise.all(
    sessionIds.map(async (id) => {
      const { title } = await session(id);
      return { id, title: { vi: title, en: title } };
    }),
  );
  return [
    ...answersOf(data).map(({ item, place, ...question }) =>
      group(
        { id: question.id, kind: "questionnaire", title: question.title },
        question.answers,
        (sitting) => {
          const value = sitting.cells.get(item.id)?.variables[place];
          return value === null || value === undefined ? null : String(value);
        },
      ),
    ),
    group(
      { id: "booklet", kind: "booklet", title: { vi: "Đề", en: "Booklet" } },
      booklets,
      ({ bookletId }) => bookletId,
    ),
    group(
      { id: "session", kind: "session", title: { vi: "Ca thi", en: "Session" } },
      sessions,
      ({ sessionId }) => sessionId,
    ),
  ].filter(({ groups }) => groups.length > 1);
}

interface Question {
  id: string;
  title: Localised<string>;
  item: StudyItem["item"];
  /** The variable's place in the item. */
  place: number;
  answers: { id: string; title: Localised<string> }[];
}

/** The questionnaire's variables with few answers, questions of one variable first. */
function answersOf({ items }: StudyData): Question[] {
  const found = items
    .filter(({ isTest }) => !isTest)
    .flatMap(({ item }) =>
      declarationOf(item.interaction.kind)
        .variables(item.interaction)
        .flatMap((variable, place): Question[] => {
          const { values, suffix, label } = variable;
          if (values.length < 2 || values.length > categoriesMax) return [];
          return [
            {
              id: `${item.id}${suffix}`,
              title: suffix === "" ? listLabel(item.stem) : joined(listLabel(item.stem), label),
              item,
              place,
              answers: values.map(({ value, label: answer }) => ({ id: String(value), title: answer })),
            },
          ];
        }),
    );
  const isWhole = ({ id, item }: Question) => id === item.id;
  return [...found.filter(isWhole), ...found.filter((question) => !isWhole(question))];
}

function joined(first: Localised<string>, second: Localised<string>): Localised<string> {
  const of = (language: "vi" | "en") =>
    [first[language] ?? first.vi ?? first.en, second[language] ?? second.vi ?? second.en]
      .filter((part) => part)
      .join(" – ");
  return { vi: of("vi"), en: of("en") };
}
