import { entries } from "./entry.js";

/** What any request can meet, and what keeps the server from starting. */
export const generalProblems = entries({
  "invalid-body": {
    status: 400,
    vi: "Dữ liệu gửi lên không đúng dạng: {places}.",
    en: "What was sent does not fit: {places}.",
  },
  "unreadable-body": {
    status: 400,
    vi: "Không đọc được dữ liệu gửi lên vì đó không phải JSON hợp lệ.",
    en: "What was sent cannot be read, because it is not valid JSON.",
  },
  "body-too-large": {
    status: 413,
    vi: "Dữ liệu gửi lên quá lớn; tối đa là {kilobytes} KB.",
    en: "What was sent is too large; at most {kilobytes} KB are taken.",
  },
  "wrong-content-type": {
    status: 415,
    vi: "Loại nội dung này không được nhận ở đây; hãy gửi {types}.",
    en: "This type of content is not taken here; send {types}.",
  },
  "not-found": {
    status: 404,
    vi: "Không có gì ở địa chỉ này. Có thể địa chỉ bị gõ sai hoặc mục đã được xóa.",
    en: "There is nothing at this address. It may be mistyped, or what was here is gone.",
  },
  "bad-request": {
    status: 400,
    vi: "Máy chủ không hiểu yêu cầu này.",
    en: "The server does not understand this request.",
  },
  "too-many-attempts": {
    status: 429,
    vi: "Đã thử quá nhiều lần. Hãy đợi {seconds} giây rồi thử lại.",
    en: "There were too many attempts. Wait {seconds} {seconds|second|seconds} and try again.",
  },
  "internal-error": {
    status: 500,
    vi: "Máy chủ gặp lỗi ngoài dự kiến. Không có gì bị thay đổi dở dang; mã yêu cầu là {requestId}.",
    en: "The server met an unexpected error. Nothing was left half done; the request's id is {requestId}.",
  },
  "store-unavailable": {
    status: 503,
    vi: "Máy chủ hiện không ghi được dữ liệu. Hãy thử lại sau ít phút và báo cho người quản trị.",
    en: "The server cannot write its data at the moment. Try again in a few minutes and tell the administrator.",
  },
  "disk-full": {
    status: 507,
    vi: "Ổ đĩa của máy chủ đã đầy hoặc không ghi được nên chưa lưu được gì. Hãy báo cho người quản trị để giải phóng ổ đĩa, rồi thử lại.",
    en: "The server’s disk is full or cannot be written, so nothing was saved. Tell the administrator to make room, then try again.",
  },
  "port-in-use": {
    status: 500,
    vi: "Cổng {port} đang được chương trình khác dùng. Hãy dừng chương trình đó hoặc chọn cổng khác: PORT={other} npm start",
    en: "Port {port} is in use by another program. Stop that program or choose another port: PORT={other} npm start",
  },
  "address-not-available": {
    status: 500,
    vi: "Không mở được địa chỉ {host}:{port}. Hãy kiểm tra HOST và PORT.",
    en: "The address {host}:{port} cannot be opened. Check HOST and PORT.",
  },
  "data-folder-in-use": {
    status: 500,
    vi: "Thư mục dữ liệu {folder} đang được một máy chủ Khảo khác dùng. Hãy dừng máy chủ đó hoặc đặt KHAO_DATA_DIR sang thư mục khác.",
    en: "The data folder {folder} is in use by another Khảo server. Stop that server, or set KHAO_DATA_DIR to another folder.",
  },
  "data-folder-not-writable": {
    status: 500,
    vi: "Không ghi được vào thư mục dữ liệu {folder} ({reason}). Hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt KHAO_DATA_DIR.",
    en: "The data folder {folder} cannot be written ({reason}). Check its permissions and the disk's free space, or set KHAO_DATA_DIR.",
  },
  "data-disk-full": {
    status: 500,
    vi: "Ổ đĩa chứa thư mục dữ liệu {folder} đã đầy. Hãy giải phóng dung lượng rồi chạy lại, hoặc đặt KHAO_DATA_DIR sang ổ đĩa khác.",
    en: "The disk of the data folder {folder} is full. Make room there and start again, or set KHAO_DATA_DIR to a folder on another disk.",
  },
  "data-folder-is-file": {
    status: 500,
    vi: "{folder} là tệp, còn dữ liệu cần một thư mục. Hãy đặt KHAO_DATA_DIR là một thư mục có sẵn hoặc mới.",
    en: "{folder} is a file, and the data need a folder. Set KHAO_DATA_DIR to a folder, an existing or a new one.",
  },
  "secret-too-short": {
    status: 500,
    vi: "Thiết lập KHAO_SECRET không dùng được: chỉ có {length} ký tự. Cần ít nhất {least} ký tự.",
    en: "The setting KHAO_SECRET cannot be used: it has {length} {length|character|characters}. It needs at least {least}.",
  },
  "bad-setting": {
    status: 500,
    vi: "Thiết lập {name} không dùng được: {met}. Cần {wanted}.",
    en: "The setting {name} cannot be used: {met}. It needs {wanted}.",
  },
});
