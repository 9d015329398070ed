import { classify } from "../../item-bank/frameworks/index.js";
import { declarationOf } from "../../item-bank/interactions/index.js";
import { plainLabel } from "../../item-bank/text/plain.js";
import type { Item, LocalisedString } from "../../item-bank/types.js";
import type { StudyData, StudyItem } from "../research/study-data.service.js";
import type { Column } from "./table.js";

/** The name of an item in data files: letters, digits and underscores, as R and SPSS take them. */
export const variableName = (itemId: string): string => itemId.replaceAll("-", "_");

/** The column of the pseudonymous id, first in every file of test takers. */
export const idColumn: Column = {
  name: "id",
  label: { vi: "Mã ẩn danh của người làm bài", en: "Pseudonymous id of the test taker" },
  type: "id",
  source: { vi: "Máy chủ", en: "Server" },
};

export const bookletColumn: Column = {
  name: "booklet",
  label: { vi: "Đề", en: "Booklet" },
  type: "nominal",
  source: { vi: "Thiết kế", en: "Design" },
};

/** Which items a file has: those of the test blocks, of the questionnaire, or both. */
export const testItems = (data: StudyData): StudyItem[] => data.items.filter(({ isTest }) => isTest);
export const questionnaireItems = (data: StudyData): StudyItem[] =>
  data.items.filter(({ isTest }) => !isTest);

/** A column about an item; what is not given here is the item's. */
export function itemColumn(
  item: Item,
  name: string,
  column: Omit<Column, "name" | "itemId" | "unitId" | "about">,
): Column {
  return { ...column, name, itemId: item.id, unitId: item.unitId, about: classify(item.metadata) };
}

/** The words of the item, and after them those of a part or a remark. */
export function labelOf(item: Item, more: LocalisedString = {}): LocalisedString {
  const stem = plainLabel(item.stem);
  const join = (language: "vi" | "en") =>
    [stem[language] ?? stem.vi ?? stem.en ?? "", more[language] ?? more.vi ?? more.en ?? ""]
      .filter((part) => part !== "")
      .join(" – ");
  return { vi: join("vi"), en: join("en") };
}

/** The item's response as its interaction's variables, named by the item and the variable's suffix, with `ending` after. */
export function responseColumns(item: Item, ending: string): Column[] {
  return declarationOf(item.interaction.kind)
    .variables(item.interaction)
    .map(({ suffix, label, type, values }) =>
      itemColumn(item, `${variableName(item.id)}${suffix}${ending}`, {
        label: labelOf(item, label),
        type,
        values,
        missing: {
          vi: "Trống: không có câu trả lời; vì sao thì xem tệp responses_status.csv",
          en: "Empty: no response; responses_status.csv says why",
        },
        source: { vi: "Câu trả lời như đã đưa ra", en: "Response as given" },
      }),
    );
}
