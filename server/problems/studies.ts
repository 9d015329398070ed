import { entries } from "./entry.js";

/** Studies, sessions, test takers and rosters. */
export const studyProblems = entries({
  "study-not-found": {
    status: 404,
    vi: "Không có nghiên cứu “{studyId}”.",
    en: "There is no study “{studyId}”.",
  },
  "study-not-open": {
    status: 409,
    vi: "Nghiên cứu “{studyId}” chưa được mở, nên chưa có bộ đề để làm hay phân tích.",
    en: "Study “{studyId}” has not been opened yet, so there is nothing to sit or analyse.",
  },
  "study-fixed": {
    status: 409,
    vi: "Nghiên cứu “{studyId}” đã mở nên thiết kế không đổi được nữa.",
    en: "Study “{studyId}” was opened, so its design can no longer change.",
  },
  "study-step-refused": {
    status: 409,
    vi: "Nghiên cứu “{studyId}” đang ở trạng thái “{from}” nên không làm được bước này.",
    en: "Study “{studyId}” is “{from}”, from where this step is not possible.",
  },
  "study-id-taken": {
    status: 409,
    vi: "Mã nghiên cứu “{studyId}” đã được dùng. Hãy chọn mã khác.",
    en: "The study id “{studyId}” is taken. Choose another one.",
  },
  "items-not-approved": {
    status: 409,
    vi: "Chưa mở được nghiên cứu vì các câu sau chưa được duyệt: {items}.",
    en: "The study cannot be opened yet, because these items are not approved: {items}.",
  },
  "unit-empty": {
    status: 409,
    vi: "Đơn vị “{unitId}” chưa có câu hỏi nào.",
    en: "Unit “{unitId}” has no items yet.",
  },
  "block-kind-wrong": {
    status: 409,
    vi: "Khối “{blockId}” thuộc loại khác với chỗ đặt nó: đề chỉ gồm khối kiểm tra; phần làm quen và phiếu hỏi đặt ở mục riêng.",
    en: "Block “{blockId}” is of another kind than its place: booklets hold test blocks; practice and questionnaire have places of their own.",
  },
  "unit-in-two-blocks": {
    status: 409,
    vi: "Đơn vị “{unitId}” nằm trong hai khối của nghiên cứu, nên có thể gặp hai lần trong một đề.",
    en: "Unit “{unitId}” is in two blocks of the study, so it could be met twice in one booklet.",
  },
  "languages-missing": {
    status: 409,
    vi: "Các câu sau chưa có đủ ngôn ngữ của nghiên cứu: {items}.",
    en: "These items lack a language of the study: {items}.",
  },
  "design-not-fixed": {
    status: 400,
    vi: "Thiết kế cố định có đúng một đề; ở đây có {count}.",
    en: "A fixed design has exactly one booklet; there are {count}.",
  },
  "design-not-balanced": {
    status: 400,
    vi: "Thiết kế chưa cân bằng: {sentence}",
    en: "The design is not balanced: {sentence}",
  },
  "design-needs-seven-blocks": {
    status: 400,
    vi: "Thiết kế khối không đầy đủ cân bằng cần 7 khối khác nhau.",
    en: "Balanced incomplete blocks need 7 different blocks.",
  },
  "session-not-found": {
    status: 404,
    vi: "Không có ca kiểm tra này.",
    en: "There is no such session.",
  },
  "session-not-yours": {
    status: 403,
    vi: "Ca kiểm tra này do giám thị khác phụ trách.",
    en: "This session is under another proctor.",
  },
  "session-step-refused": {
    status: 409,
    vi: "Chỉ mở được ca kiểm tra khi nghiên cứu đang mở.",
    en: "A session can be opened only while its study is open.",
  },
  "proctors-unknown": {
    status: 400,
    vi: "Không có giám thị nào có tên đăng nhập: {logins}.",
    en: "There are no proctors with these logins: {logins}.",
  },
  "session-ends-first": {
    status: 400,
    vi: "Giờ kết thúc phải sau giờ bắt đầu của ca kiểm tra.",
    en: "The end of a session must come after its start.",
  },
  "session-study-fixed": {
    status: 409,
    vi: "Không chuyển ca kiểm tra đã có học sinh sang nghiên cứu khác được.",
    en: "A session that has test takers cannot move to another study.",
  },
  "session-full": {
    status: 409,
    vi: "Một ca kiểm tra có tối đa {max} học sinh.",
    en: "A session takes at most {max} {max|test taker|test takers}.",
  },
  "test-taker-not-found": {
    status: 404,
    vi: "Không tìm thấy học sinh này.",
    en: "There is no such test taker.",
  },
  "code-unknown": {
    status: 404,
    vi: "Không có mã “{code}”. Hãy so lại từng ký tự với thẻ của em.",
    en: "There is no code “{code}”. Compare each character with your card.",
  },
  "roster-unreadable": {
    status: 400,
    vi: "Không đọc được danh sách. Hãy lưu lại dưới dạng Excel (.xlsx) hoặc CSV (UTF-8) rồi thử lại.",
    en: "The roster cannot be read. Save it again as Excel (.xlsx) or CSV (UTF-8) and try again.",
  },
  "roster-header-missing": {
    status: 400,
    vi: "Không thấy dòng tiêu đề có cột “Họ và tên” (hoặc “Họ đệm” và “Tên”) trong {rows} dòng đầu.",
    en: "There is no header row with a column “Họ và tên” or “Name” (or “Họ đệm” and “Tên”) in the first {rows} {rows|row|rows}.",
  },
  "roster-too-long": {
    status: 400,
    vi: "Danh sách có hơn {max} dòng. Hãy chia theo ca kiểm tra.",
    en: "The roster has more than {max} {max|row|rows}. Split it by session.",
  },
});
