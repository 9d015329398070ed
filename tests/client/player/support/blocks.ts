import type { BlockContent } from "../../../../server/contract/sitting.js";
import type { Interaction, PlayerItem, RichText } from "../../../../item-bank/types.js";

export const words = (text: string): RichText => [{ type: "paragraph", children: [{ type: "text", text }] }];
export const both = (vi: string, en: string) => ({ vi: words(vi), en: words(en) });

/** A block of items made for a test: one unit for each list of interactions. */
export function madeBlock(blockId: string, units: Interaction[][]): BlockContent {
  return {
    blockId,
    kind: "test",
    title: { vi: `Phần ${blockId}`, en: `Part ${blockId}` },
    assets: { [`${blockId}U1/map.svg`]: mapPicture },
    optionOrders: {},
    units: units.map((interactions, u) => {
      const unitId = `${blockId}U${u + 1}`;
      const items = interactions.map((interaction, index): PlayerItem => ({
        id: `${unitId}Q${index + 1}`,
        unitId,
        stem: both(`Câu hỏi ${interaction.kind}`, `Question ${interaction.kind}`),
        interaction,
      }));
      return {
        unit: {
          id: unitId,
          title: { vi: `Bài ${u + 1}`, en: `Unit ${u + 1}` },
          itemIds: items.map(({ id }) => id),
        },
        items,
      };
    }),
  };
}

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300"><rect width="400" height="300" fill="#eef3f8"/><circle cx="100" cy="150" r="50" fill="#cfe0ee"/><rect x="240" y="90" width="120" height="120" fill="#cfe0ee"/></svg>';
const mapPicture = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;

const choice = (id: string, vi: string, en: string) => ({ id, content: both(vi, en) });
const gap = (id: string) => ({ type: "gap" as const, id });
const said = (text: string) => ({ type: "text" as const, text });
const gapText = (before: string, between: string): RichText => [
  { type: "paragraph", children: [said(before), gap("g1"), said(between), gap("g2"), said(".")] },
];

/** One of each kind. */
export const interactions = {
  choice: {
    kind: "choice",
    maxChoices: 1,
    shuffle: false,
    choices: [choice("A", "Đỏ", "Red"), choice("B", "Xanh", "Blue"), choice("C", "Vàng", "Yellow")],
  },
  choices: {
    kind: "choice",
    maxChoices: 2,
    shuffle: false,
    choices: [choice("A", "Hai", "Two"), choice("B", "Ba", "Three"), choice("C", "Bốn", "Four")],
  },
  trueFalseCluster: {
    kind: "trueFalseCluster",
    statements: ["a", "b", "c", "d"].map((id) => ({ id, content: both(`Mệnh đề ${id}`, `Statement ${id}`) })),
  },
  inlineChoice: {
    kind: "inlineChoice",
    shuffle: false,
    text: { vi: gapText("Nước sôi ở ", " và đông ở "), en: gapText("Water boils at ", " and freezes at ") },
    gaps: ["g1", "g2"].map((id) => ({
      id,
      choices: [
        { id: "hot", content: { vi: "100 °C", en: "100 °C" } },
        { id: "cold", content: { vi: "0 °C", en: "0 °C" } },
      ],
    })),
  },
  textEntry: {
    kind: "textEntry",
    gaps: [{ id: "response", input: "number", widthCharacters: 8, unitAfter: { vi: "lít", en: "litres" } }],
  },
  extendedText: { kind: "extendedText", lines: 5, maxCharacters: 500 },
  match: {
    kind: "match",
    maxPerRow: 1,
    rows: [choice("r1", "Cá", "Fish"), choice("r2", "Chim", "Bird")],
    columns: [choice("c1", "Bơi", "Swims"), choice("c2", "Bay", "Flies"), choice("c3", "Chạy", "Runs")],
  },
  order: {
    kind: "order",
    shuffle: false,
    choices: [choice("one", "Một", "One"), choice("two", "Hai", "Two"), choice("three", "Ba", "Three")],
  },
  gapMatch: {
    kind: "gapMatch",
    shuffle: false,
    text: {
      vi: gapText("Thủ đô của Việt Nam là ", ", của Lào là "),
      en: gapText("The capital of Viet Nam is ", ", of Laos "),
    },
    gapIds: ["g1", "g2"],
    choices: [
      { id: "hanoi", content: { vi: "Hà Nội", en: "Hà Nội" }, maxUses: 1 },
      { id: "vientiane", content: { vi: "Viêng Chăn", en: "Vientiane" }, maxUses: 1 },
    ],
  },
  hotspot: {
    kind: "hotspot",
    asset: { vi: "map.svg", en: "map.svg" },
    alt: { vi: "Bản đồ có hai vùng", en: "A map with two areas" },
    maxChoices: 1,
    areas: [
      { id: "lake", label: { vi: "Hồ", en: "Lake" }, shape: { type: "circle", x: 25, y: 50, radius: 12.5 } },
      {
        id: "town",
        label: { vi: "Thị trấn", en: "Town" },
        shape: { type: "rectangle", x: 60, y: 30, width: 30, height: 40 },
      },
    ],
  },
  slider: { kind: "slider", minimum: 0, maximum: 10, step: 1, unit: { vi: "giờ", en: "hours" } },
  likert: {
    kind: "likert",
    statements: [
      choice("s1", "Em thích Toán.", "I like maths."),
      choice("s2", "Em thích đọc.", "I like reading."),
    ],
    options: ["Hoàn toàn không đồng ý", "Không đồng ý", "Đồng ý", "Hoàn toàn đồng ý"].map((vi, index) => ({
      id: `o${index}`,
      label: { vi, en: ["Strongly disagree", "Disagree", "Agree", "Strongly agree"][index] },
      value: index + 1,
    })),
  },
} satisfies Record<string, Interaction>;
