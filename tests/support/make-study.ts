import { declarationOf } from "../../item-bank/interactions/index.js";
import type { Block, Booklet, InteractionKind, Item, Unit } from "../../item-bank/types.js";
import { addSession, setSessionStatus } from "../../server/sessions/sessions.service.js";
import { canonicalJson, seal, type StudyPackage } from "../../server/studies/package.js";
import { PackageModel, StudyModel } from "../../server/studies/studies.model.js";
import { addTestTakers } from "../../server/test-takers/test-takers.service.js";
import type { TestTakerCard } from "../../server/contract/studies.js";
import { itemMetadata } from "./item-metadata.js";

const paragraph = (text: string) => [
  { type: "paragraph" as const, children: [{ type: "text" as const, text }] },
];

/** A valid item of a kind, as the studio starts one. */
export function makeItem(id: string, unitId: string, kind: InteractionKind = "choice"): Item {
  const starter = declarationOf(kind).starter();
  return {
    id,
    unitId,
    stem: { vi: paragraph(`Câu ${id}`), en: paragraph(`Item ${id}`) },
    interaction: starter.interaction,
    scoring: starter.scoring as Item["scoring"],
    maxScore: starter.maxScore,
    metadata: { ...itemMetadata },
  };
}

/** What a small study is made of: items per test block by kind, and the minutes of a test block. */
export interface StudyOptions {
  studyId?: string;
  kinds?: InteractionKind[];
  minutes?: number | null;
  testBlocks?: number;
}

/** A sealed package: a practice block, test blocks with one unit each, and a questionnaire. */
export function makePackage(options: StudyOptions = {}): StudyPackage {
  const {
    studyId = "small",
    kinds = ["choice", "choice", "textEntry"],
    minutes = 20,
    testBlocks = 2,
  } = options;
  const units: Record<string, Unit> = {};
  const items: Record<string, Item> = {};
  const blocks: Record<string, Block> = {};
  const add = (id: string, kind: Block["kind"], itemKinds: InteractionKind[], limit: number | null): void => {
    const unitId = `${id}U`;
    const itemIds = itemKinds.map((_, index) => `${id}Q${index + 1}`);
    itemKinds.forEach((each, index) => (items[itemIds[index]] = makeItem(itemIds[index], unitId, each)));
    units[unitId] = {
      id: unitId,
      title: { vi: id, en: id },
      itemIds,
      subject: "mathematics",
      grade: 9,
      source: "",
    };
    blocks[id] = { id, title: { vi: id, en: id }, kind, unitIds: [unitId], timeLimitMinutes: limit };
  };
  add("PRA", "practice", ["choice"], null);
  const testIds = Array.from({ length: testBlocks }, (_, k) => `BL${k + 1}`);
  for (const id of testIds) add(id, "test", kinds, minutes);
  add("QUE", "questionnaire", ["likert"], null);
  const booklet: Booklet = { id: "BOOKLET1", title: { vi: "Đề 1", en: "Booklet 1" }, blockIds: testIds };
  return seal({
    studyId,
    title: { vi: "Nghiên cứu nhỏ", en: "A small study" },
    languages: ["vi", "en"],
    seed: "7",
    blocks,
    booklets: { [booklet.id]: booklet },
    practiceBlockId: "PRA",
    questionnaireBlockId: "QUE",
    units,
    items,
    itemVersions: {},
    unitVersions: {},
    assets: {},
  });
}

/** An open study with that package, without the way through the bank and the designer. */
export async function storeStudy(pkg: StudyPackage): Promise<void> {
  const { hash, ...contents } = pkg;
  const now = new Date();
  await PackageModel.create({ _id: pkg.studyId, hash, json: canonicalJson(contents), sealedAt: now });
  await StudyModel.create({
    _id: pkg.studyId,
    title: pkg.title,
    languages: pkg.languages,
    design: { kind: "fixed", booklets: Object.values(pkg.booklets) },
    practiceBlockId: pkg.practiceBlockId,
    questionnaireBlockId: pkg.questionnaireBlockId,
    seed: pkg.seed,
    status: "open",
    isDemo: false,
    packageHash: hash,
    createdAt: now,
    openedAt: now,
    closedAt: null,
  });
}

/** A session of the study with so many test takers, opened unless told otherwise. */
export async function makeSession(
  studyId: string,
  count: number,
  options: {
    mustAuthorise?: boolean;
    proctorLogins?: string[];
    isOpen?: boolean;
    place?: string;
    className?: string;
  } = {},
): Promise<{ sessionId: string; cards: TestTakerCard[] }> {
  const { id: sessionId } = await addSession({
    studyId,
    title: "9A, morning",
    place: options.place ?? "Room 12",
    startsAt: null,
    mustAuthorise: options.mustAuthorise ?? false,
    proctorLogins: options.proctorLogins ?? [],
  });
  const people = Array.from({ length: count }, (_, k) => ({
    name: `Học sinh ${k + 1}`,
    schoolNumber: String(k + 1),
    group: options.className ?? "9A",
  }));
  const cards = await addTestTakers(sessionId, people);
  if (options.isOpen !== false) await setSessionStatus(sessionId, "open");
  return { sessionId, cards };
}
