import { type TSchema, Type } from "@sinclair/typebox";
import { declarationOf } from "./interactions/index.js";
import { error, under, type ItemProblem } from "./problems.js";
import type { Booklet } from "./schema/booklet.js";
import { Block, Design } from "./schema/booklet.js";
import { Interaction, NoScoring } from "./schema/interactions.js";
import { Item, Unit } from "./schema/item.js";
import { branchOf } from "./schema/walk.js";
import type { Interaction as AnyInteraction } from "./types.js";
import { checkRubric } from "./validation/rubric.js";
import { schemaProblems } from "./validation/schema-problems.js";
import { checkTexts } from "./validation/texts.js";

/** Either what was asked for, complete with its defaults, or what keeps it from being that. */
export type Reading<T> = { value: T; problems: ItemProblem[] } | { value: null; problems: ItemProblem[] };

// The interaction and the scoring are checked apart, by the schemas of the declaration that the kind names.
const itemFrame = Type.Object(
  {
    ...Item.properties,
    interaction: Type.Object({ kind: Type.String() }),
    scoring: Type.Object({}),
  },
  { additionalProperties: false },
);

/**
 * Reads an item: checks it against the schemas, fills in defaults, and checks what no schema can say. `value` is null
 * if anything is wrong; warnings alone leave it standing. The given value is not changed.
 *
 * @param assets the names of the figure files at hand; left out, figures are not looked for.
 */
export function readItem(value: unknown, assets?: ReadonlySet<string>): Reading<Item> {
  const copy = copyOf(value);
  const { branch, problems } = readFrame(copy);
  if (!branch) return { value: null, problems };
  const item = copy as Item;
  const schema = [
    ...problems,
    ...schemaProblems(branch, item.interaction, "/interaction"),
    ...schemaProblems(scoringSchemaOf(item), item.scoring, "/scoring"),
  ];
  if (schema.length > 0) return { value: null, problems: schema };
  return finish(item, checkItem(item, assets));
}

/**
 * Reads an item that is not finished: only what does not fit the schemas is a problem, and its scoring may be any
 * object. Defaults are filled in; the given value is not changed.
 */
export function readUnfinishedItem(value: unknown): Reading<Item> {
  const copy = copyOf(value);
  const { branch, problems } = readFrame(copy);
  if (!branch) return { value: null, problems };
  const item = copy as Item;
  const schema = [...problems, ...schemaProblems(branch, item.interaction, "/interaction")];
  return schema.length > 0 ? { value: null, problems: schema } : { value: item, problems: [] };
}

/** Checks all but interaction and scoring, and finds the schema of the interaction; none where that or the scoring is no object. */
function readFrame(copy: unknown): { branch: TSchema | undefined; problems: ItemProblem[] } {
  const problems = schemaProblems(itemFrame, copy);
  const kind = (copy as Partial<Item> | null)?.interaction?.kind;
  const branch = typeof kind === "string" ? branchOf(Interaction, { kind }) : undefined;
  if (kind !== undefined && !branch) {
    problems.push(
      error(
        "/interaction/kind",
        `Chưa có loại tương tác “${kind}”.`,
        `There is no interaction “${kind as string}”.`,
      ),
    );
  }
  const isReadable = problems.every(({ path }) => path !== "/interaction" && path !== "/scoring");
  return { branch: isReadable ? branch : undefined, problems };
}

/** A questionnaire's question of any kind has nothing to score. */
function scoringSchemaOf(item: Item): TSchema {
  return isUnscored(item) ? NoScoring : declarationOf(item.interaction.kind).scoringSchema;
}

/** Whether the item is a question without right and wrong. */
export function isUnscored(item: Pick<Item, "scoring">): boolean {
  return item.scoring.rule === "none";
}

/** What no schema can say of an item that fits the schemas. */
function checkItem(item: Item, assets?: ReadonlySet<string>): ItemProblem[] {
  return [
    ...checkTexts(Item, item, assets),
    ...checkHotspotAsset(item.interaction, assets),
    ...declarationOf(item.interaction.kind).checkInteraction(item.interaction),
    ...checkScoring(item),
    ...checkRubric(item),
  ];
}

function checkScoring(item: Item): ItemProblem[] {
  if (isUnscored(item)) {
    if (item.maxScore === 0) return [];
    return [
      error(
        "/maxScore",
        "Câu không chấm điểm có điểm tối đa 0.",
        "An unscored question has the maximum score 0.",
      ),
    ];
  }
  const problems = declarationOf(item.interaction.kind).checkScoring(
    item.interaction,
    item.scoring,
    item.maxScore,
  );
  if (item.maxScore > 0) return problems;
  return [
    ...problems,
    error("/maxScore", "Câu được chấm cần ít nhất 1 điểm.", "A scored item needs at least one point."),
  ];
}

function checkHotspotAsset(interaction: AnyInteraction, assets?: ReadonlySet<string>): ItemProblem[] {
  if (interaction.kind !== "hotspot" || !assets) return [];
  return Object.entries(interaction.asset)
    .filter(([, name]) => !assets.has(name))
    .map(([language, name]) =>
      error(
        `/interaction/asset/${language}`,
        `Không có tệp hình ${name}.`,
        `There is no figure file ${name}.`,
      ),
    );
}

/** Reads a unit; see `readItem`. */
export function readUnit(value: unknown, assets?: ReadonlySet<string>): Reading<Unit> {
  return read<Unit>(Unit, value, (unit) => checkTexts(Unit, unit, assets));
}

/** Reads a block; see `readItem`. */
export function readBlock(value: unknown): Reading<Block> {
  return read<Block>(Block, value, (block) => [
    ...checkTexts(Block, block),
    ...(block.kind === "test" || block.timeLimitMinutes === null
      ? []
      : [
          error(
            "/timeLimitMinutes",
            "Phiếu hỏi và phần luyện tập không giới hạn thời gian; ghi null.",
            "A questionnaire or practice block has no time limit; write null.",
          ),
        ]),
  ]);
}

/** Reads a design and checks that no booklet has a block twice and no two booklets have one id. */
export function readDesign(value: unknown): Reading<Design> {
  return read<Design>(Design, value, (design) => [
    ...checkTexts(Design, design),
    ...design.booklets.flatMap(({ id }, index) =>
      design.booklets.findIndex((booklet) => booklet.id === id) === index
        ? []
        : [
            error(
              `/booklets/${index}/id`,
              `Mã đề ${id} đã dùng ở trên.`,
              `The booklet id ${id} is used above already.`,
            ),
          ],
    ),
    ...design.booklets.flatMap(checkBooklet),
  ]);
}

function checkBooklet(booklet: Booklet, index: number): ItemProblem[] {
  return under(
    `/booklets/${index}`,
    booklet.blockIds.flatMap((id, place) =>
      booklet.blockIds.indexOf(id) === place
        ? []
        : [error(`/blockIds/${place}`, `Khối ${id} đứng hai lần.`, `Block ${id} stands twice.`)],
    ),
  );
}

function read<T>(schema: TSchema, value: unknown, check: (value: T) => ItemProblem[]): Reading<T> {
  const copy = copyOf(value);
  const problems = schemaProblems(schema, copy);
  return problems.length > 0 ? { value: null, problems } : finish(copy as T, check(copy as T));
}

function finish<T>(value: T, problems: ItemProblem[]): Reading<T> {
  const isUsable = problems.every(({ severity }) => severity === "warning");
  return isUsable ? { value, problems } : { value: null, problems };
}

function copyOf(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
