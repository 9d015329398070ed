import { plainLabel } from "../text/plain.js";
import { MatchInteraction, MatchScoring } from "../schema/interactions.js";
import { error, type ItemProblem } from "../problems.js";
import { alikeContents, duplicateIds, partsWithoutKey, unattainable, unknownIds } from "./checks.js";
import type { InteractionDeclaration, Variable } from "./declaration.js";
import { exampleText } from "./example.js";
import { isEmptyResponse } from "./empty.js";
import { attainablePartScores, drawRightParts, partScores, scoreOfParts, scoredByParts } from "./parts.js";
import { areIds, isRecordOf, pick, range, sample, suffixAt } from "./values.js";

const ticked = [
  { value: 1, label: { vi: "Có", en: "Ticked" } },
  { value: 0, label: { vi: "Không", en: "Not ticked" } },
];

/**
 * A matrix: for each row one column, or several. A row is right when exactly its key's columns are ticked.
 *
 * `allOrNothing` and `perRow` are defined in `parts.ts`. `thresholds`: k right rows score `thresholds[k]`, so that
 * [0, 0, 1, 2] gives 1 for two right rows and 2 for three, as PISA scores its complex multiple choice.
 */
export const match: InteractionDeclaration<MatchInteraction, MatchScoring, Record<string, string[]>> = {
  kind: "match",
  name: { vi: "Bảng ghép", en: "Match matrix" },
  summary: {
    vi: "Bảng gồm các dòng; mỗi dòng đánh dấu một hoặc nhiều cột.",
    en: "A matrix: for each row one column, or several, is ticked.",
  },
  interactionSchema: MatchInteraction,
  scoringSchema: MatchScoring,

  starter() {
    const content = (vi: string, en: string) => ({
      vi: [{ type: "paragraph" as const, children: [{ type: "text" as const, text: vi }] }],
      en: [{ type: "paragraph" as const, children: [{ type: "text" as const, text: en }] }],
    });
    return {
      interaction: {
        kind: "match",
        rows: [1, 2, 3].map((k) => ({ id: `r${k}`, content: exampleText(`dòng ${k}`, `row ${k}`) })),
        columns: [
          { id: "yes", content: content("Có", "Yes") },
          { id: "no", content: content("Không", "No") },
        ],
        maxPerRow: 1,
      },
      scoring: { key: { r1: ["yes"], r2: ["no"], r3: ["yes"] }, rule: "allOrNothing" },
      maxScore: 1,
    };
  },

  checkInteraction: ({ rows, columns }) => [
    ...duplicateIds(rows, "/interaction/rows"),
    ...duplicateIds(columns, "/interaction/columns"),
    ...alikeContents(rows, "/interaction/rows"),
    ...alikeContents(columns, "/interaction/columns"),
  ],

  checkScoring(interaction, scoring, maxScore) {
    const columns = interaction.columns.map(({ id }) => id);
    return [
      ...partsWithoutKey(scoring.key, this.partIds(interaction), "/scoring/key"),
      ...Object.entries(scoring.key).flatMap(([row, key]) => [
        ...unknownIds(key, columns, `/scoring/key/${row}`),
        ...checkRowKey(row, key, interaction.maxPerRow),
      ]),
      ...checkThresholds(scoring, interaction.rows.length, maxScore),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    const columns = interaction.columns.map(({ id }) => id);
    return (
      value === null ||
      isRecordOf(value, this.partIds(interaction), (part): part is string[] =>
        areIds(part, columns, interaction.maxPerRow),
      )
    );
  },

  score(interaction, scoring, value, maxScore) {
    const ids = this.partIds(interaction);
    const parts = partScores(ids, (id) => {
      const given = value[id] ?? [];
      return given.length === 0 ? null : isSameSet(given, scoring.key[id] ?? []);
    });
    return scoredByParts(parts, (right) => scoreOfRows(right, ids.length, scoring, maxScore), maxScore);
  },

  attainableScores(interaction, scoring, maxScore) {
    const count = interaction.rows.length;
    return attainablePartScores(count, (right) => scoreOfRows(right, count, scoring, maxScore));
  },

  partIds: (interaction) => interaction.rows.map(({ id }) => id),

  simulate(interaction, scoring, score, maxScore, random) {
    const ids = this.partIds(interaction);
    const columns = interaction.columns.map(({ id }) => id);
    const scoreOf = (right: number) => scoreOfRows(right, ids.length, scoring, maxScore);
    const right = drawRightParts(ids, scoreOf, score, random);
    return Object.fromEntries(
      ids.map((id) => {
        const key = scoring.key[id] ?? [];
        if (right.has(id)) return [id, [...key]];
        const wrong = columns.filter((column) => !isSameSet([column], key));
        return [id, [pick(wrong, random)]];
      }),
    );
  },

  answerAt: (interaction, category, random) =>
    Object.fromEntries(
      interaction.rows.map(({ id }) => {
        const near = interaction.columns[category];
        return [id, near ? [near.id] : sample(interaction.columns, 1, random).map((column) => column.id)];
      }),
    ),

  variables(interaction) {
    const columns = interaction.columns.map(({ id, content }) => ({ value: id, label: plainLabel(content) }));
    return interaction.rows.flatMap(({ content }, index): Variable[] => {
      const label = plainLabel(content);
      if (interaction.maxPerRow === 1) {
        return [{ suffix: suffixAt(index), label, type: "nominal", values: columns }];
      }
      return range(1, columns.length).map((k) => ({
        suffix: `${suffixAt(index)}${k}`,
        label,
        type: "nominal",
        values: ticked,
      }));
    });
  },

  toVariables(interaction, value) {
    const given = (value ?? {}) as Record<string, string[]>;
    return interaction.rows.flatMap(({ id }): (string | number | null)[] => {
      const row = given[id] ?? [];
      if (interaction.maxPerRow === 1) return [row[0] ?? null];
      return interaction.columns.map((column) => (row.length === 0 ? null : row.includes(column.id) ? 1 : 0));
    });
  },
};

function scoreOfRows(rightCount: number, rowCount: number, scoring: MatchScoring, maxScore: number): number {
  if (scoring.rule === "thresholds") return Math.min(maxScore, scoring.thresholds?.[rightCount] ?? 0);
  return scoreOfParts(rightCount, rowCount, scoring.rule, maxScore);
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

function checkRowKey(row: string, key: readonly string[], perRowMax: number): ItemProblem[] {
  if (key.length >= 1 && key.length <= perRowMax) return [];
  return [
    error(
      `/scoring/key/${row}`,
      `Đáp án của dòng phải có từ 1 đến ${perRowMax} cột.`,
      `The key of a row has to have 1 to ${perRowMax} columns.`,
    ),
  ];
}

function checkThresholds(scoring: MatchScoring, rowCount: number, maxScore: number): ItemProblem[] {
  if (scoring.rule !== "thresholds") return [];
  const thresholds = scoring.thresholds ?? [];
  const rises = thresholds.every((score, k) => k === 0 || score >= (thresholds[k - 1] ?? 0));
  if (
    thresholds.length === rowCount + 1 &&
    rises &&
    thresholds[0] === 0 &&
    thresholds[rowCount] === maxScore
  ) {
    return [];
  }
  return [
    error(
      "/scoring/thresholds",
      `Bảng điểm cần ${rowCount + 1} số cho 0 đến ${rowCount} dòng đúng, không giảm, từ 0 đến ${maxScore}.`,
      `The thresholds need ${rowCount + 1} numbers for 0 to ${rowCount} right rows, never falling, from 0 to ${maxScore}.`,
    ),
  ];
}
