import { createHash } from "node:crypto";
import type { Localised } from "../../item-bank/types.js";
import type { Grouping } from "../contract/comparisons.js";
import { classesOf } from "../identities/identities.service.js";
import { Problem } from "../problem.js";
import { session } from "../sessions/sessions.service.js";
import { languagesOfStudy } from "../sittings/languages.service.js";
import { groupingQuestions } from "./question-groupings.js";
import type { StudyData, StudySitting } from "./study-data.service.js";

/** Groups of fewer cannot be compared: their statistics are chance, and single test takers could be made out. */
export const groupSizeMin = 30;

/** A grouping with the group of every test taker that was asked for, in their order; null for none. */
export interface FullGrouping extends Omit<Grouping, "groups"> {
  groups: { id: string; title: Localised<string>; n: number }[];
  groupOf: (string | null)[];
}

/** A grouping before its groups are counted. */
interface Rule extends Pick<FullGrouping, "id" | "kind" | "title"> {
  groups: { id: string; title: Localised<string> }[];
  of: (sitting: StudySitting) => string | null;
}

/**
 * What test takers of a study can be grouped by: every question of the questionnaire with few answers; booklet, session and
 * place; the language of the sitting, and the class. Groupings with one group only are left out. Everything is read as it
 * is now; who has no answer is in no group.
 *
 * Classes come from the rosters, which researchers do not see: those of fewer than `groupSizeMin` of these test takers are
 * not even named.
 *
 * @param testTakerIds pseudonymous ids of test takers whose sittings are finished; others are in no group.
 */
export async function groupingsOf(data: StudyData, testTakerIds: readonly string[]): Promise<FullGrouping[]> {
  const sittings = new Map(data.sittings.map((sitting) => [sitting.testTakerId, sitting]));
  const rules = [
    ...questionRules(data),
    bookletRule(data),
    ...(await sessionRules(data)),
    await languageRule(data),
  ];
  const found = rules.map(({ of, ...rule }): FullGrouping => {
    const groupOf = testTakerIds.map((id) => {
      const sitting = sittings.get(id);
      return sitting ? of(sitting) : null;
    });
    const sizes = new Map<string, number>();
    for (const id of groupOf) if (id !== null) sizes.set(id, (sizes.get(id) ?? 0) + 1);
    const groups = rule.groups.flatMap((group) => {
      const n = sizes.get(group.id) ?? 0;
      // A class of a few could be the name of a student, in a roster whose columns were taken for others.
      return n < (rule.kind === "class" ? groupSizeMin : 1) ? [] : [{ ...group, n }];
    });
    const named = new Set(groups.map(({ id }) => id));
    return { ...rule, groups, groupOf: groupOf.map((id) => (id !== null && named.has(id) ? id : null)) };
  });
  return found.filter(({ groups }) => groups.length > 1);
}

/** One group of a grouping. @throws {Problem} `grouping-not-found`, or `group-too-small` below `groupSizeMin`. */
export function largeGroup(
  { id: grouping, groups }: FullGrouping,
  id: string,
): FullGrouping["groups"][number] {
  const group = groups.find((each) => each.id === id);
  if (!group) throw new Problem("grouping-not-found", { grouping: `${grouping}/${id}` });
  if (group.n < groupSizeMin) throw new Problem("group-too-small", { group: id, least: groupSizeMin });
  return group;
}

/** A grouping of those that there are. @throws {Problem} `grouping-not-found`. */
export function groupingNamed(groupings: readonly FullGrouping[], id: string): FullGrouping {
  const found = groupings.find((grouping) => grouping.id === id);
  if (!found) throw new Problem("grouping-not-found", { grouping: id });
  return found;
}

/**
 * The groupings of a study whose members a researcher may know, as the data files tell them too: not the class, whose test
 * takers would be known by their ids from the estimates of a calibration of theirs.
 */
export async function openGroupings(data: StudyData): Promise<FullGrouping[]> {
  const testTakerIds = data.sittings.map(({ testTakerId }) => testTakerId);
  return (await groupingsOf(data, testTakerIds)).filter(({ kind }) => kind !== "class");
}

/** The test takers of one group of the open groupings, and the group in words. @throws {Problem} as `largeGroup`. */
export async function membersOf(
  data: StudyData,
  { grouping: groupingId, group: groupId }: { grouping: string; group: string },
): Promise<{ ids: Set<string>; grouping: Localised<string>; title: Localised<string> }> {
  const grouping = groupingNamed(await openGroupings(data), groupingId);
  const { title } = largeGroup(grouping, groupId);
  const ids = data.sittings.flatMap(({ testTakerId }, p) =>
    grouping.groupOf[p] === groupId ? [testTakerId] : [],
  );
  return { ids: new Set(ids), grouping: grouping.title, title };
}

const questionRules = (data: StudyData): Rule[] =>
  groupingQuestions(data).map(({ id, title, item, place, answers }) => ({
    id,
    kind: "questionnaire",
    title,
    groups: answers,
    of({ cells }) {
      const value = cells.get(item.id)?.variables[place];
      return value === null || value === undefined ? null : String(value);
    },
  }));

const bookletRule = ({ pkg }: StudyData): Rule => ({
  id: "booklet",
  kind: "booklet",
  title: { vi: "Đề", en: "Booklet" },
  groups: Object.values(pkg.booklets).map(({ id, title }) => ({ id, title })),
  of: ({ bookletId }) => bookletId,
});

/** Session and place are known of each session, the class of each test taker; a class is told apart by its place. */
async function sessionRules({ sittings }: StudyData): Promise<Rule[]> {
  const ids = [...new Set(sittings.map(({ sessionId }) => sessionId))].sort();
  const sessions = await Promise.all(ids.map((id) => session(id)));
  const classes = await classesOf(sittings.map(({ testTakerId }) => testTakerId));
  const placeOf = new Map(sessions.map(({ id, place }) => [id, place.trim()]));
  const places = [...new Set(placeOf.values())].filter((place) => place !== "").sort();
  const classOf = ({ testTakerId, sessionId }: StudySitting): string[] | null => {
    const name = classes.get(testTakerId);
    return name === undefined ? null : [placeOf.get(sessionId) ?? "", name];
  };
  const named = new Map<string, { id: string; title: Localised<string> }>();
  for (const words of sittings.map(classOf)) {
    if (words === null) continue;
    const [place = "", name = ""] = words;
    const title = places.length > 1 && place !== "" ? `${name} · ${place}` : name;
    named.set(keyOf(words), { id: keyOf(words), title: sameInBoth(title) });
  }
  return [
    {
      id: "session",
      kind: "session",
      title: { vi: "Ca thi", en: "Session" },
      groups: sessions.map(({ id, title }) => ({ id, title: sameInBoth(title) })),
      of: ({ sessionId }) => sessionId,
    },
    {
      id: "place",
      kind: "place",
      title: { vi: "Địa điểm", en: "Place" },
      groups: places.map((place) => ({ id: keyOf([place]), title: sameInBoth(place) })),
      of({ sessionId }) {
        const place = placeOf.get(sessionId) ?? "";
        return place === "" ? null : keyOf([place]);
      },
    },
    {
      id: "class",
      kind: "class",
      title: { vi: "Lớp", en: "Class" },
      groups: [...named.values()].sort((a, b) => (a.title.vi ?? "").localeCompare(b.title.vi ?? "", "vi")),
      of(sitting) {
        const words = classOf(sitting);
        return words === null ? null : keyOf(words);
      },
    },
  ];
}

async function languageRule({ pkg }: StudyData): Promise<Rule> {
  const languages = await languagesOfStudy(pkg);
  return {
    id: "language",
    kind: "language",
    title: { vi: "Ngôn ngữ làm bài", en: "Language of the sitting" },
    groups: [
      { id: "vi", title: { vi: "Tiếng Việt", en: "Vietnamese" } },
      { id: "en", title: { vi: "Tiếng Anh", en: "English" } },
    ],
    of: ({ testTakerId }) => languages.get(testTakerId) ?? null,
  };
}

const sameInBoth = (word: string): Localised<string> => ({ vi: word, en: word });

/** A short name for words of any length, the same whenever it is made. */
const keyOf = (words: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 12);
