import { alikeTexts } from "../interactions/checks.js";
import { error, warning, type ItemProblem } from "../problems.js";
import type { Item } from "../types.js";

/** What is wrong with the coding guide: an open response needs one, its scores reach the maximum and no further. */
export function checkRubric(item: Item): ItemProblem[] {
  const isCoded = item.scoring.rule === "humanCoded";
  if (!item.rubric) {
    if (!isCoded) return [];
    return [
      error(
        "/rubric",
        "Câu tự luận cần hướng dẫn chấm với ít nhất hai mã.",
        "An open response needs a coding guide with at least two codes.",
      ),
    ];
  }
  const { codes } = item.rubric;
  const scores = codes.map(({ score }) => score);
  const problems = codes.flatMap(({ code, score }, index) => {
    const path = `/rubric/codes/${index}`;
    const isRepeated = codes.findIndex((each) => each.code === code) !== index;
    return [
      ...(isRepeated
        ? [error(`${path}/code`, `Mã ${code} đã dùng ở trên.`, `Code ${code} is used above already.`)]
        : []),
      ...(score > item.maxScore
        ? [
            error(
              `${path}/score`,
              `Điểm ${score} vượt điểm tối đa ${item.maxScore}.`,
              `The score ${score} is above the maximum score ${item.maxScore}.`,
            ),
          ]
        : []),
    ];
  });
  for (let score = 0; score <= item.maxScore; score++) {
    if (!scores.includes(score)) {
      problems.push(
        error(
          "/rubric/codes",
          `Chưa có mã nào cho ${score} điểm.`,
          `There is no code for the score ${score} yet.`,
        ),
      );
    }
  }
  // Two codes given for the same thing leave the choice between them to the coder.
  problems.push(
    ...alikeTexts(
      codes.map(({ description }) => description),
      (index) => `/rubric/codes/${index}/description`,
    ),
  );
  if (!isCoded) {
    problems.push(
      warning(
        "/rubric",
        "Câu này do máy chấm; hướng dẫn chấm sẽ không được dùng.",
        "This item is scored by its key; the coding guide will not be used.",
      ),
    );
  }
  return problems;
}
