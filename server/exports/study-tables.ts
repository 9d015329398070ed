import type { Language } from "../../item-bank/types.js";
import type { ClassicalTable } from "../contract/classical.js";
import type { CodesOfResponse } from "../coding/open-responses.service.js";
import type { StudyData } from "../research/study-data.service.js";
import { itemsOfSitting } from "../studies/package.js";
import type { Column, Table } from "./table.js";
import { bookletColumn, idColumn, variableName } from "./variables.js";

const server = { vi: "Máy chủ", en: "Server" };
const design = { vi: "Thiết kế", en: "Design" };
const analysis = { vi: "Phân tích cổ điển", en: "Classical analysis" };
const coders = { vi: "Người chấm", en: "Coders" };

/** A column without values or an item. */
export const plain = (
  name: string,
  type: Column["type"],
  vi: string,
  en: string,
  source: Column["source"],
): Column => ({ name, type, label: { vi, en }, source });

const itemName = plain("item", "id", "Câu hỏi", "Item", design);

/** The finished sittings: one row each. @param languages of the sittings by test taker, as `languagesOfStudy` has them. */
export function sittingsTable(data: StudyData, languages: ReadonlyMap<string, Language>): Table {
  return {
    name: "sittings.csv",
    title: { vi: "Các lượt làm bài đã kết thúc", en: "Finished sittings" },
    columns: [
      idColumn,
      plain("session", "id", "Buổi thi", "Session", server),
      bookletColumn,
      {
        ...plain("end", "nominal", "Kết thúc thế nào", "How it ended", server),
        values: [
          { value: "submitted", label: { vi: "Người làm bài nộp", en: "Handed in by the test taker" } },
          {
            value: "ended",
            label: {
              vi: "Giám thị hoặc hết buổi thi kết thúc",
              en: "Ended by the proctor or with the session",
            },
          },
        ],
      },
      {
        ...plain(
          "language",
          "nominal",
          "Ngôn ngữ khi bắt đầu các phần của bài thi",
          "Language in which the blocks of the test were begun",
          server,
        ),
        values: [
          { value: "vi", label: { vi: "Tiếng Việt", en: "Vietnamese" } },
          { value: "en", label: { vi: "Tiếng Anh", en: "English" } },
        ],
        missing: {
          vi: "Trống: không phải một ngôn ngữ, hoặc không rõ",
          en: "Empty: more than one, or unknown",
        },
      },
      plain("ended_at", "time", "Lúc kết thúc, giờ quốc tế (UTC)", "Time of the end, UTC", server),
      plain("package", "id", "SHA-256 của bộ đề đã khoá", "SHA-256 of the sealed package", server),
    ],
    *rows() {
      for (const { testTakerId, sessionId, bookletId, endKind, endAtMs, packageHash } of data.sittings) {
        yield [
          ...[testTakerId, sessionId, bookletId, endKind, languages.get(testTakerId) ?? null],
          ...[new Date(endAtMs).toISOString(), packageHash],
        ];
      }
    },
  };
}

/** Which item stands where in which booklet. */
export function designTable({ pkg }: StudyData): Table {
  return {
    name: "design.csv",
    title: { vi: "Câu nào đứng ở đâu trong đề nào", en: "Which item stands where in which booklet" },
    columns: [
      bookletColumn,
      plain(
        "block_position",
        "integer",
        "Vị trí của phần trong đề",
        "Position of the block in the booklet",
        design,
      ),
      plain("block", "id", "Phần", "Block", design),
      plain("block_kind", "nominal", "Loại phần", "Kind of block", design),
      plain(
        "time_limit_minutes",
        "number",
        "Giới hạn thời gian, phút; trống là không giới hạn",
        "Time limit in minutes; empty for none",
        design,
      ),
      plain(
        "item_position",
        "integer",
        "Vị trí của câu trong đề",
        "Position of the item in the booklet",
        design,
      ),
      itemName,
      plain("unit", "id", "Bài (ngữ liệu chung)", "Unit", design),
      plain("subject", "nominal", "Môn", "Subject", design),
      plain("interaction", "nominal", "Dạng câu", "Interaction", design),
      plain("max_score", "integer", "Điểm tối đa", "Maximum score", design),
      plain("item_version", "integer", "Phiên bản của câu", "Version of the item", design),
    ],
    *rows() {
      for (const bookletId of Object.keys(pkg.booklets).sort()) {
        const items = itemsOfSitting(pkg, bookletId).filter(({ blockId }) => blockId !== pkg.practiceBlockId);
        const blockIds = [...new Set(items.map(({ blockId }) => blockId))];
        for (const [index, { blockId, item }] of items.entries()) {
          const block = pkg.blocks[blockId];
          yield [
            bookletId,
            blockIds.indexOf(blockId) + 1,
            blockId,
            block?.kind ?? null,
            block?.timeLimitMinutes ?? null,
            index + 1,
            variableName(item.id),
            item.unitId,
            item.metadata.subject,
            item.interaction.kind,
            item.maxScore,
            pkg.itemVersions[item.id] ?? null,
          ];
        }
      }
    },
  };
}

/** The codes of open responses: both coders', what was decided, and what counts. */
export function codesTable(data: StudyData, codes: readonly CodesOfResponse[]): Table {
  const idOf = new Map(data.sittings.map(({ _id, testTakerId }) => [_id, testTakerId]));
  return {
    name: "codes.csv",
    title: { vi: "Mã chấm của các câu tự luận", en: "Codes of open responses" },
    columns: [
      idColumn,
      itemName,
      plain("first", "nominal", "Mã của người chấm thứ nhất", "First coder's code", coders),
      plain(
        "second",
        "nominal",
        "Mã của người chấm thứ hai; trống nếu không chấm đôi",
        "Second coder's code; empty where only one read it",
        coders,
      ),
      plain(
        "resolved",
        "nominal",
        "Mã được quyết định khi hai người khác nhau",
        "Code decided where the two differ",
        coders,
      ),
      plain("final", "nominal", "Mã được tính", "Code that counts", coders),
    ],
    *rows() {
      for (const { sittingId, itemId, first, second, resolved } of codes) {
        const id = idOf.get(sittingId);
        if (id !== undefined) yield [id, variableName(itemId), first, second, resolved, resolved ?? first];
      }
    },
  };
}

/** The classical table of the desk. */
export function classicalFile(table: ClassicalTable): Table {
  const number = (name: string, vi: string, en: string) => plain(name, "number", vi, en, analysis);
  return {
    name: "classical.csv",
    title: { vi: "Thống kê cổ điển của các câu", en: "Classical item statistics" },
    columns: [
      itemName,
      plain("n", "integer", "Số người có điểm ở câu này", "Test takers with a score on the item", analysis),
      number("mean", "Điểm trung bình", "Mean score"),
      number(
        "proportion_correct",
        "Điểm trung bình chia điểm tối đa",
        "Mean score as a share of the maximum",
      ),
      number("sd", "Độ lệch chuẩn (mẫu số n − 1)", "Standard deviation (n − 1)"),
      number("item_rest", "Tương quan câu – phần còn lại", "Correlation with the score on the rest"),
      number("alpha_if_deleted", "Alpha nếu bỏ câu", "Alpha without the item"),
      number(
        "discrimination_27",
        "Hiệu tỉ lệ đúng giữa 27 % trên và 27 % dưới",
        "Upper less lower 27 %, as a share of the maximum",
      ),
      number("omitted_share", "Tỉ lệ bỏ trống", "Share omitted"),
      number("not_reached_share", "Tỉ lệ chưa làm tới", "Share not reached"),
      number("median_seconds", "Trung vị thời gian, giây", "Median time in seconds"),
    ],
    *rows() {
      for (const row of table.items) {
        yield [
          variableName(row.itemId),
          row.n,
          row.mean,
          row.proportionCorrect,
          row.sd,
          row.itemRest,
          row.alphaIfDeleted,
          row.discrimination27,
          row.omittedShare,
          row.notReachedShare,
          row.medianSeconds,
        ];
      }
    },
  };
}

/** What each option attracted. */
export function distractorsFile(table: ClassicalTable): Table {
  return {
    name: "distractors.csv",
    title: { vi: "Các phương án", en: "Options" },
    columns: [
      itemName,
      plain("option", "nominal", "Phương án; omitted là bỏ trống", "Option; omitted for no response", design),
      plain("label_vi", "text", "Nội dung, tiếng Việt", "Its words in Vietnamese", design),
      plain("label_en", "text", "Nội dung, tiếng Anh", "Its words in English", design),
      {
        ...plain("is_key", "integer", "Là đáp án", "Whether it is the key", design),
        values: [
          { value: 0, label: { vi: "Không", en: "No" } },
          { value: 1, label: { vi: "Có", en: "Yes" } },
        ],
      },
      plain("n", "integer", "Số người chọn", "Test takers who took it", analysis),
      plain(
        "proportion",
        "number",
        "Tỉ lệ trong những người có điểm ở câu",
        "Share of those with a score on the item",
        analysis,
      ),
      plain(
        "point_biserial",
        "number",
        "Tương quan với phần còn lại",
        "Correlation with the score on the rest",
        analysis,
      ),
    ],
    *rows() {
      for (const { itemId, distractors } of table.items) {
        for (const { option, label, isKey, n, proportion, pointBiserial } of distractors) {
          yield [
            variableName(itemId),
            option,
            label.vi ?? null,
            label.en ?? null,
            isKey ? 1 : 0,
            n,
            proportion,
            pointBiserial,
          ];
        }
      }
    },
  };
}
