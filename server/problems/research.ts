import { entries } from "./entry.js";

/** Coding, scores, calibrations and downloads. */
export const researchProblems = entries({
  "task-of-another-coder": {
    status: 409,
    vi: "Câu trả lời này đã được giao cho người chấm khác. Hãy lấy câu tiếp theo.",
    en: "This response is with another coder. Take the next one.",
  },
  "code-not-in-guide": {
    status: 400,
    vi: "Hướng dẫn chấm của câu {item} không có mã {code}. Các mã có: {codes}.",
    en: "The guide of item {item} has no code {code}. Its codes are {codes}.",
  },
  "nothing-to-calibrate": {
    status: 409,
    vi: "Chưa đủ dữ liệu để phân tích: còn {items} câu hỏi và {persons} người có câu trả lời, cần ít nhất hai câu và hai người. Hãy bớt các điều kiện lọc hoặc đợi thêm bài nộp.",
    en: "There is too little to calibrate: {items} items and {persons} test takers with responses are left, and two of each are needed. Leave out less, or wait for more sittings.",
  },
  "run-not-found": {
    status: 404,
    vi: "Không có lần phân tích này.",
    en: "There is no such analysis.",
  },
  "run-not-done": {
    status: 409,
    vi: "Lần phân tích “{title}” chưa có kết quả.",
    en: "The analysis “{title}” has no result yet.",
  },
  "run-over": {
    status: 409,
    vi: "Lần phân tích này đã kết thúc nên không thể dừng.",
    en: "This analysis is over and cannot be stopped.",
  },
  "run-of-another-study": {
    status: 400,
    vi: "Lần phân tích {runId} không thuộc nghiên cứu này.",
    en: "The analysis {runId} belongs to another study.",
  },
});
