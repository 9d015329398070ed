import { declarationOf } from "../../item-bank/interactions/index.js";
import { listLabel } from "../../item-bank/text/list-label.js";
import type { Localised } from "../../item-bank/types.js";
import type { StudyData, StudyItem } from "./study-data.service.js";

/** A question with more answers than this is a scale, not a grouping. */
const categoriesMax = 12;

/** A variable of the questionnaire by whose answers test takers can be grouped. */
export interface Question {
  id: string;
  title: Localised<string>;
  item: StudyItem["item"];
  /** The variable's place in the item. */
  place: number;
  answers: { id: string; title: Localised<string> }[];
}

/** The questionnaire's variables with few answers, questions of one variable first. */
export function groupingQuestions({ items }: StudyData): Question[] {
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
