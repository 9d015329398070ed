import type { Note } from "./notes.js";

/** What the library says of a statistic that cannot be had, in Vietnamese. */
const known: Readonly<Record<string, string>> = {
  "nobody responded to all items": "không ai trả lời mọi câu hỏi (thiết kế xoay vòng)",
  "it needs at least 3 items": "cần ít nhất 3 câu hỏi",
  "items differ between groups": "tham số câu hỏi khác nhau giữa các nhóm",
  "it is for a normal distribution of ability": "chỉ tính khi năng lực có phân bố chuẩn",
  "fewer than half of the test takers responded to all items":
    "chưa đến một nửa số thí sinh trả lời mọi câu hỏi (thiết kế xoay vòng)",
  "too few degrees of freedom": "không đủ bậc tự do",
  "the margins' covariance is singular": "ma trận hiệp phương sai của các tần số biên suy biến",
  "there are too many items":
    "có quá nhiều câu hỏi nên tính rất lâu; lệnh khao calibrate --diagnostics tính được",
  "no stratum has test takers of both groups": "không có mức so khớp nào có thí sinh của cả hai nhóm",
  "scores do not vary within the strata": "điểm không thay đổi trong các mức so khớp",
  "its scores do not vary": "điểm của câu không thay đổi",
  "only one group was presented it": "chỉ một nhóm được giao câu này",
  "the match does not vary": "biến so khớp không thay đổi",
  "the match or the group separates its scores": "biến so khớp hoặc nhóm tách hẳn các mức điểm",
  "the product of match and group separates its scores":
    "tích của biến so khớp và nhóm tách hẳn các mức điểm",
  "it could not be calibrated": "câu không hiệu chỉnh được",
};

/** A reason that the library gives, in both languages; one without a translation is given as it is. */
export function reasonInWords(reason: string): Note {
  return { vi: known[reason] ?? reason, en: reason };
}
