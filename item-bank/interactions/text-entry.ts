import { TextEntryInteraction, TextEntryScoring } from "../schema/interactions.js";
import { error } from "../problems.js";
import { duplicateIds, gapsInText, partsWithoutKey, unattainable } from "./checks.js";
import { matchesText } from "./compare-text.js";
import type { InteractionDeclaration, Variable } from "./declaration.js";
import { isEmptyResponse } from "./empty.js";
import { attainablePartScores, drawRightParts, partScores, scoreOfParts, scoredByParts } from "./parts.js";
import { matchesNumber, readNumbers, withoutUnit } from "./read-numbers.js";
import { isRecordOf, pick, suffixAt } from "./values.js";

type Gap = TextEntryInteraction["gaps"][number];
type Key = TextEntryScoring["key"][string];

/** The most that can be typed into one gap, in UTF-16 units, as the browser's `maxlength` counts. */
export const gapCharactersMax = 200;

/** Numbers and short texts typed into gaps; `read-numbers.ts` and `compare-text.ts` say what counts as the same. */
export const textEntry: InteractionDeclaration<
  TextEntryInteraction,
  TextEntryScoring,
  Record<string, string>
> = {
  kind: "textEntry",
  name: { vi: "Trả lời ngắn", en: "Text entry" },
  summary: {
    vi: "Gõ một số hoặc một cụm từ ngắn; máy chấm theo đáp án và sai số cho phép.",
    en: "A number or a few words to type, scored by the key and its tolerance.",
  },
  interactionSchema: TextEntryInteraction,
  scoringSchema: TextEntryScoring,

  // No question has this key by chance, so a key left as it was can be told from one an author set.
  starter: () => ({
    interaction: { kind: "textEntry", gaps: [{ id: "response", input: "number", widthCharacters: 8 }] },
    scoring: { key: { response: { type: "number", value: 12345, tolerance: 0 } }, rule: "allOrNothing" },
    maxScore: 1,
  }),

  checkInteraction(interaction) {
    const problems = [
      ...duplicateIds(interaction.gaps, "/interaction/gaps"),
      ...gapsInText(interaction.text, this.partIds(interaction), "/interaction/text"),
    ];
    if (interaction.text === undefined && interaction.gaps.length > 1) {
      problems.push(
        error(
          "/interaction/text",
          "Có nhiều chỗ trống thì cần văn bản chứa các chỗ trống đó.",
          "Several gaps need a text that they stand in.",
        ),
      );
    }
    return problems;
  },

  checkScoring(interaction, scoring, maxScore) {
    const problems = [
      ...partsWithoutKey(scoring.key, this.partIds(interaction), "/scoring/key"),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
    for (const { id, input } of interaction.gaps) {
      if (input === "number" && scoring.key[id]?.type === "text") {
        problems.push(
          error(
            `/scoring/key/${id}`,
            "Chỗ trống này nhận số, nên đáp án phải là số.",
            "This gap takes a number, so its key has to be a number.",
          ),
        );
      }
    }
    return problems;
  },

  isEmpty: isEmptyResponse,

  fits: (interaction, value) =>
    value === null ||
    isRecordOf(
      value,
      interaction.gaps.map(({ id }) => id),
      (part): part is string => typeof part === "string" && part.length <= gapCharactersMax,
    ),

  score(interaction, scoring, value, maxScore) {
    const parts = partScores(this.partIds(interaction), (id) => {
      const gap = interaction.gaps.find((each) => each.id === id);
      const key = scoring.key[id];
      const typed = value[id] ?? "";
      if (typed.trim() === "" || gap === undefined || key === undefined) return null;
      return isRight(typed, gap, key);
    });
    const count = interaction.gaps.length;
    return scoredByParts(parts, (right) => scoreOfParts(right, count, scoring.rule, maxScore), maxScore);
  },

  attainableScores(interaction, scoring, maxScore) {
    const count = interaction.gaps.length;
    return attainablePartScores(count, (right) => scoreOfParts(right, count, scoring.rule, maxScore));
  },

  partIds: (interaction) => interaction.gaps.map(({ id }) => id),

  simulate(interaction, scoring, score, maxScore, random) {
    const ids = this.partIds(interaction);
    const scoreOf = (right: number) => scoreOfParts(right, ids.length, scoring.rule, maxScore);
    const right = drawRightParts(ids, scoreOf, score, random);
    return Object.fromEntries(
      interaction.gaps.map((gap) => {
        const key = scoring.key[gap.id];
        if (key === undefined) throw new RangeError(`gap ${gap.id} has no key`);
        return [gap.id, right.has(gap.id) ? rightText(key, random) : wrongText(gap, key, random)];
      }),
    );
  },

  answerAt: (interaction, category, random) =>
    Object.fromEntries(
      interaction.gaps.map(({ id, input }) => [
        id,
        input === "number" ? String(category) : pick(["có", "không", "không biết"], random),
      ]),
    ),

  /** A number is exported twice: as the number read and, suffix T, as it was typed, so that nothing is lost. */
  variables: (interaction) =>
    interaction.gaps.flatMap((gap, index): Variable[] => {
      const suffix = interaction.gaps.length === 1 ? "" : suffixAt(index);
      const label = gap.label ?? { vi: `Chỗ trống ${gap.id}`, en: `Gap ${gap.id}` };
      if (gap.input === "text") return [{ suffix, label, type: "text", values: [] }];
      return [
        { suffix, label, type: "number", values: [] },
        { suffix: `${suffix}T`, label, type: "text", values: [] },
      ];
    }),

  /** A text with two readings ("1.234") or none is missing as a number; the typed text stands beside it. */
  toVariables: (interaction, value) =>
    interaction.gaps.flatMap((gap) => {
      const typed = ((value ?? {}) as Record<string, string>)[gap.id] ?? "";
      const text = typed === "" ? null : typed;
      if (gap.input === "text") return [text];
      const readings = readNumbers(withoutUnit(typed, gap.unitAfter));
      return [readings.length === 1 ? (readings[0] ?? null) : null, text];
    }),
};

function isRight(typed: string, gap: Gap, key: Key): boolean {
  if (key.type === "number")
    return matchesNumber(withoutUnit(typed, gap.unitAfter), key.value, key.tolerance);
  return matchesText(typed, key.accepted, key);
}

function rightText(key: Key, random: () => number): string {
  if (key.type === "text") return pick(key.accepted, random);
  const typed = plainDecimal(key.value);
  return random() < 0.5 ? typed.replace(".", ",") : typed;
}

function wrongText(gap: Gap, key: Key, random: () => number): string {
  if (key.type === "text") {
    const words = ["không biết", "khác", "không có", "?"];
    const wrong = words.filter((word) => !isRight(word, gap, key));
    return wrong.length > 0 ? pick(wrong, random) : `${key.accepted.join(" ")} ?`;
  }
  const direction = random() < 0.5 ? -1 : 1;
  let distance = key.tolerance + 1 + Math.floor(random() * 9);
  let typed = plainDecimal(key.value + direction * distance);
  while (isRight(typed, gap, key)) {
    distance *= 2;
    typed = plainDecimal(key.value + direction * distance);
  }
  return typed;
}

/** The number with a point, without an exponent and without the dust of binary fractions. */
function plainDecimal(value: number): string {
  const rounded = Number(value.toPrecision(12));
  const text = String(rounded);
  return text.includes("e") ? rounded.toFixed(12).replace(/\.?0+$/u, "") : text;
}
