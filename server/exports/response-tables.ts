import { declarationOf } from "../../item-bank/interactions/index.js";
import { suffixAt } from "../../item-bank/interactions/values.js";
import type { Item } from "../../item-bank/types.js";
import {
  scoredItems,
  scoreUnder,
  type StudyCell,
  type StudyData,
  type StudyItem,
} from "../research/study-data.service.js";
import { classicalRules } from "../research/classical.service.js";
import type { CellValue, Column, Table } from "./table.js";
import {
  bookletColumn,
  idColumn,
  itemColumn,
  labelOf,
  questionnaireItems,
  responseColumns,
  testItems,
  variableName,
} from "./variables.js";

/** How a cell of `responses_status.csv` says what became of an item. */
export const statusCodes = {
  scored: 1,
  uncoded: 2,
  omitted: 8,
  notReached: 9,
  unscored: 1,
} as const;

const statusValues = [
  { value: 1, label: { vi: "Có câu trả lời", en: "Answered" } },
  { value: 2, label: { vi: "Có câu trả lời, còn chờ chấm", en: "Answered, waits for a coder" } },
  {
    value: 8,
    label: {
      vi: "Bỏ trống (có trả lời câu sau trong phần)",
      en: "Omitted (a later item of the block was answered)",
    },
  },
  {
    value: 9,
    label: {
      vi: "Chưa làm tới (chuỗi câu trống ở cuối phần)",
      en: "Not reached (trailing empty items of the block)",
    },
  },
];

const notPresented = { vi: "Trống: câu không có trong đề", en: "Empty: not in the booklet" };

/** A wide file: a row per finished sitting, the columns of `items` from `columnsOf`, their cells from `cellsOf`. */
function wide(
  data: StudyData,
  about: Pick<Table, "name" | "title">,
  items: readonly StudyItem[],
  columnsOf: (item: Item) => Column[],
  cellsOf: (cell: StudyCell, item: Item) => CellValue[],
): Table {
  const groups = items.map(({ item }) => ({ item, columns: columnsOf(item) }));
  return {
    ...about,
    columns: [idColumn, bookletColumn, ...groups.flatMap(({ columns }) => columns)],
    *rows() {
      for (const { testTakerId, bookletId, cells } of data.sittings) {
        const values = groups.flatMap(({ item, columns }) => {
          const cell = cells.get(item.id);
          return cell ? cellsOf(cell, item) : columns.map(() => null);
        });
        yield [testTakerId, bookletId, ...values];
      }
    },
  };
}

/** What was answered to the items of the test, as it was given. */
export function rawTable(data: StudyData): Table {
  return wide(
    data,
    {
      name: "responses_raw.csv",
      title: { vi: "Câu trả lời như đã đưa ra", en: "Responses as given" },
    },
    testItems(data),
    (item) => responseColumns(item, "_R"),
    ({ variables }) => variables,
  );
}

/** Scores ready for analysis, by the rules of the classical table. */
export function scoredTable(data: StudyData): Table {
  return wide(
    data,
    {
      name: "responses_scored.csv",
      title: {
        vi: "Điểm, dùng ngay được: bỏ trống là 0; không có trong đề, chưa làm tới và chờ chấm là ô trống",
        en: "Scores, ready to use: omitted is 0; not presented, not reached and waiting for a coder are empty",
      },
    },
    scoredItems(data),
    (item) => [
      itemColumn(item, variableName(item.id), {
        label: labelOf(item),
        type: "integer",
        values: Array.from({ length: item.maxScore + 1 }, (_, score) => ({
          value: score,
          label: { vi: `${score} điểm`, en: `Score ${score}` },
        })),
        missing: {
          vi: "Trống: không có trong đề, chưa làm tới, hoặc chờ chấm; bỏ trống là 0",
          en: "Empty: not presented, not reached, or waiting for a coder; omitted is 0",
        },
        source:
          item.scoring.rule === "humanCoded"
            ? { vi: "Mã của người chấm theo hướng dẫn chấm", en: "Coder's code by the rubric" }
            : { vi: "Máy chủ chấm theo đáp án", en: "Scored by the server from the key" },
      }),
    ],
    (cell) => [scoreUnder(cell, classicalRules)],
  );
}

/** Why a cell of the other files is empty. */
export function statusTable(data: StudyData): Table {
  return wide(
    data,
    { name: "responses_status.csv", title: { vi: "Mỗi câu thế nào", en: "What became of each item" } },
    data.items,
    (item) => [
      itemColumn(item, `${variableName(item.id)}_M`, {
        label: labelOf(item, { vi: "trạng thái", en: "status" }),
        type: "nominal",
        values: statusValues,
        missing: notPresented,
        source: { vi: "Thứ tự câu trong đề", en: "Order of the booklet" },
      }),
    ],
    ({ status }) => [statusCodes[status]],
  );
}

/** Scores of statements, rows and gaps; the statements of a true/false cluster are four binary responses. */
export function partsTable(data: StudyData): Table {
  const partIds = (item: Item) => declarationOf(item.interaction.kind).partIds(item.interaction);
  const items = scoredItems(data).filter(({ item }) => partIds(item).length > 1);
  return wide(
    data,
    {
      name: "responses_parts.csv",
      title: {
        vi: "Điểm từng ý của câu nhiều ý, và điểm thi",
        en: "Scores of the parts of items, and exam points",
      },
    },
    items,
    (item) => [
      ...partIds(item).map((id, index) =>
        itemColumn(item, `${variableName(item.id)}${suffixAt(index)}_S`, {
          label: labelOf(item, { vi: `ý ${id}`, en: `part ${id}` }),
          type: "integer",
          values: [
            { value: 0, label: { vi: "Sai", en: "Wrong" } },
            { value: 1, label: { vi: "Đúng", en: "Right" } },
          ],
          missing: { vi: "Trống: ý không được trả lời", en: "Empty: the part was not answered" },
          source: { vi: "Máy chủ chấm theo đáp án", en: "Scored by the server from the key" },
        }),
      ),
      ...(hasPoints(item)
        ? [
            itemColumn(item, `${variableName(item.id)}_P`, {
              label: labelOf(item, { vi: "điểm thi", en: "exam points" }),
              type: "number",
              missing: { vi: "Trống: không có câu trả lời", en: "Empty: no response" },
              source: { vi: "Thang điểm của kỳ thi", en: "The exam's scale of points" },
            }),
          ]
        : []),
    ],
    ({ parts, points }, item) => [
      ...partIds(item).map((id) => parts?.[id] ?? null),
      ...(hasPoints(item) ? [points] : []),
    ],
  );
}

const hasPoints = (item: Item): boolean => "points" in item.scoring;

/** The questionnaire: the values of its variables, with value labels in the codebook. */
export function questionnaireTable(data: StudyData): Table {
  return wide(
    data,
    { name: "questionnaire.csv", title: { vi: "Phiếu hỏi", en: "Questionnaire" } },
    questionnaireItems(data),
    (item) => responseColumns(item, ""),
    ({ variables }) => variables,
  );
}

/** Seconds, visits and changes by item. */
export function timingsTable(data: StudyData): Table {
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms) / 1000);
  const source = { vi: "Đồng hồ của máy tính làm bài", en: "Clock of the test taker's computer" };
  return wide(
    data,
    { name: "timings.csv", title: { vi: "Thời gian và số lần ghé từng câu", en: "Time and visits by item" } },
    data.items,
    (item) => {
      const column = (ending: string, type: Column["type"], vi: string, en: string): Column =>
        itemColumn(item, `${variableName(item.id)}${ending}`, {
          label: labelOf(item, { vi, en }),
          type,
          missing: notPresented,
          source,
        });
      return [
        column("_T", "number", "giây trên màn hình", "seconds on the screen"),
        column("_F", "number", "giây đến lần trả lời đầu", "seconds to the first response"),
        column("_V", "integer", "số lần ghé", "visits"),
        column("_A", "integer", "số lần trả lời và sửa", "responses given and changed"),
      ];
    },
    ({ ms, firstActionMs, visits, changes }) => [seconds(ms), seconds(firstActionMs), visits, changes],
  );
}
