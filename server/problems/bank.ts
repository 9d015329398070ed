import { entries } from "./entry.js";

/** The item bank: items, units, figures, blocks. */
export const bankProblems = entries({
  "item-not-found": {
    status: 404,
    vi: "Không có câu hỏi “{itemId}” trong ngân hàng.",
    en: "There is no item “{itemId}” in the bank.",
  },
  "unit-not-found": {
    status: 404,
    vi: "Không có đơn vị câu hỏi “{unitId}” trong ngân hàng.",
    en: "There is no unit “{unitId}” in the bank.",
  },
  "block-not-found": {
    status: 404,
    vi: "Không có khối “{blockId}”.",
    en: "There is no block “{blockId}”.",
  },
  "content-invalid": {
    status: 400,
    vi: "Nội dung chưa đúng dạng ở: {places}. Xem từng chỗ bên dưới.",
    en: "The content does not have the right form at: {places}. Each place is explained below.",
  },
  "changed-meanwhile": {
    status: 409,
    vi: "“{id}” vừa được người khác sửa. Hãy tải lại để thấy bản mới rồi sửa tiếp; chưa có gì của bạn bị ghi đè.",
    en: "“{id}” was changed by someone else in the meantime. Load it again and make your change there; nothing was overwritten.",
  },
  "id-taken": {
    status: 409,
    vi: "Mã “{id}” đã được dùng. Hãy chọn mã khác.",
    en: "The id “{id}” is taken. Choose another one.",
  },
  "id-fixed": {
    status: 400,
    vi: "Mã “{id}” không đổi được, vì dữ liệu đã thu dựa vào mã này.",
    en: "The id “{id}” cannot be changed, because data refer to it.",
  },
  "unit-items-fixed": {
    status: 400,
    vi: "Danh sách câu của đơn vị “{unitId}” chỉ đổi thứ tự được ở đây; câu mới được thêm bằng lệnh tạo câu hỏi.",
    en: "Only the order of the items of unit “{unitId}” can change here; a new item is added by making it.",
  },
  "interaction-unknown": {
    status: 400,
    vi: "Không có dạng tương tác “{kind}”.",
    en: "There is no interaction “{kind}”.",
  },
  "status-step-refused": {
    status: 409,
    vi: "Không chuyển được từ “{from}” sang “{to}”.",
    en: "There is no step from “{from}” to “{to}”.",
  },
  "status-needs-other-person": {
    status: 403,
    vi: "Người vừa sửa câu hỏi không tự duyệt được; cần một tác giả khác hoặc quản trị viên.",
    en: "Who changed the item last cannot approve it; another author or an administrator has to.",
  },
  "status-needs-comment": {
    status: 400,
    vi: "Hãy ghi nhận xét: người sau cần biết vì sao câu hỏi được duyệt hoặc trả lại.",
    en: "Write a comment: those who come later need to know why the item was approved or sent back.",
  },
  "item-has-problems": {
    status: 409,
    vi: "Câu hỏi còn {count} lỗi cần sửa trước khi gửi đi.",
    en: "The item has {count} {count|problem|problems} to mend before it can go on.",
  },
  "asset-name-invalid": {
    status: 400,
    vi: "Tên tệp “{name}” không dùng được. Dùng chữ thường không dấu, số, dấu chấm, gạch ngang, đuôi .svg, .png hoặc .jpg.",
    en: "The file name “{name}” cannot be used. Use lower-case letters, digits, dots and hyphens, ending in .svg, .png or .jpg.",
  },
  "asset-invalid": {
    status: 400,
    vi: "Không nhận hình “{name}”: {reason}.",
    en: "The figure “{name}” is not taken: {reason}.",
  },
  "markup-invalid": {
    status: 400,
    vi: "Không đọc được văn bản: {lines}",
    en: "The text cannot be read: {lines}",
  },
  "block-used": {
    status: 409,
    vi: "Khối “{blockId}” đang dùng trong một nghiên cứu đã mở nên không đổi được. Hãy tạo khối mới với mã khác.",
    en: "Block “{blockId}” is used by a study that was opened, so it stays as it is. Make a new block with another id.",
  },
  "asset-not-its-type": {
    status: 400,
    vi: "Nội dung của “{name}” không khớp với đuôi tệp. Hãy xuất lại hình rồi tải lên.",
    en: "The content of “{name}” is not what its ending says. Export the figure again and upload that.",
  },
});
