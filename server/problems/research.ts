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
    en: "There is too little to calibrate: {items} {items|item|items} and {persons} {persons|test taker|test takers} with responses are left, and two of each are needed. Leave out less, or wait for more sittings.",
  },
  "design-unconnected": {
    status: 409,
    vi: "Dữ liệu tách thành {parts} phần mà không thí sinh nào nối; tách khỏi phần lớn nhất là: {apart}. Hãy phân tích riêng từng phần, đợi bài nộp nối các phần lại, hoặc ở “Cách tính” chọn coi thí sinh của mọi phần là mẫu ngẫu nhiên của cùng một tổng thể.",
    en: "The data fall into {parts} {parts|part|parts} that no test taker connects; apart from the largest stand: {apart}. Calibrate the parts one by one, wait for sittings that connect them, or under “Numerics” take the test takers of all parts as random samples of one population.",
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
  "grouping-not-found": {
    status: 404,
    vi: "Không có cách chia nhóm {grouping}.",
    en: "There is no grouping {grouping}.",
  },
  "group-too-small": {
    status: 409,
    vi: "Nhóm {group} có dưới {least} thí sinh nên không so sánh được. Hãy chọn nhóm lớn hơn hoặc đợi thêm bài nộp.",
    en: "Group {group} has fewer than {least} {least|test taker|test takers} and cannot be compared. Take larger groups, or wait for more sittings.",
  },
  "groups-alike": {
    status: 400,
    vi: "Nhóm đối chiếu và nhóm quan tâm là một. Hãy chọn hai nhóm khác nhau.",
    en: "The reference and the focal group are the same. Take two different groups.",
  },
  "comparison-not-found": {
    status: 404,
    vi: "Không có lần so sánh này.",
    en: "There is no such comparison.",
  },
  "comparison-not-done": {
    status: 409,
    vi: "Lần so sánh này chưa có kết quả.",
    en: "This comparison has no result yet.",
  },
  "runs-alike": {
    status: 400,
    vi: "Một lần hiệu chỉnh không liên kết với chính nó được. Hãy chọn lần khác.",
    en: "A calibration cannot be linked to itself. Take another one.",
  },
  "method-unknown": {
    status: 400,
    vi: "Không có cách liên kết thang {method}. Các cách có: {methods}.",
    en: "There is no way to link called {method}. Take one of {methods}.",
  },
  "cannot-link": {
    status: 409,
    vi: "Không liên kết hai lần hiệu chỉnh này được ({reason}). Hãy chọn lần hiệu chỉnh có câu chung, hoặc cách liên kết khác.",
    en: "These calibrations cannot be linked: {reason}. Take one with items in common, or another method.",
  },
});
