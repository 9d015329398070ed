import { entries } from "./entry.js";

/** Sittings, responses and the proctor's room. */
export const sittingProblems = entries({
  "session-not-open": {
    status: 409,
    vi: "Buổi làm bài chưa mở. Hãy đợi giám thị mở buổi rồi đăng nhập lại.",
    en: "The session is not open yet. Wait until the proctor has opened it, then log in again.",
  },
  "session-closed": {
    status: 409,
    vi: "Buổi làm bài đã đóng. Nếu em vẫn cần làm bài, hãy hỏi giám thị.",
    en: "The session is closed. If you still have to sit the test, ask your proctor.",
  },
  "sitting-not-found": {
    status: 404,
    vi: "Máy chủ không có bài làm này; có thể dữ liệu vừa được khôi phục. Thí sinh báo giám thị rồi đăng nhập lại bằng mã trên thẻ.",
    en: "The server has no such sitting; its data may just have been restored. A test taker tells the proctor and logs in again with the code on the card.",
  },
  "not-your-sitting": {
    status: 403,
    vi: "Đây là bài làm của người khác. Hãy đăng nhập bằng mã trên thẻ của em.",
    en: "This is someone else’s sitting. Log in with the code on your own card.",
  },
  "sitting-moved": {
    status: 409,
    vi: "Bài làm đã được chuyển sang máy khác. Muốn làm tiếp ở máy này, hãy đăng nhập lại bằng mã.",
    en: "The sitting has moved to another device. To go on here, log in again with the code.",
  },
  "sitting-waiting": {
    status: 409,
    vi: "Giám thị chưa cho phép bắt đầu. Hãy đợi một chút.",
    en: "The proctor has not given leave to begin yet. Please wait a moment.",
  },
  "sitting-paused": {
    status: 409,
    vi: "Bài làm đang tạm dừng. Hãy đợi giám thị cho làm tiếp.",
    en: "The sitting is paused. Wait until the proctor lets it go on.",
  },
  "sitting-over": {
    status: 409,
    vi: "Bài làm đã kết thúc.",
    en: "The sitting is over.",
  },
  "block-not-next": {
    status: 409,
    vi: "Phần {blockId} không phải phần đang làm hoặc phần kế tiếp của bài làm này.",
    en: "Block {blockId} is neither under way nor next in this sitting.",
  },
  "block-not-running": {
    status: 409,
    vi: "Phần {blockId} chưa bắt đầu hoặc đã đóng.",
    en: "Block {blockId} has not begun or is closed.",
  },
  "blocks-left": {
    status: 409,
    vi: "Còn {count} phần chưa hoàn thành. Hãy hoàn thành các phần đó rồi nộp bài.",
    en: "{count} {count|block is not finished. Finish it|blocks are not finished. Finish them}, then submit.",
  },
  "entries-missing": {
    status: 409,
    vi: "Máy chủ mới nhận được đến mục {savedThrough} trên {lastSequence}. Hãy gửi phần còn thiếu rồi nộp lại.",
    en: "The server has entries up to {savedThrough} of {lastSequence}. Send what is missing, then submit again.",
  },
  "epoch-not-yours": {
    status: 409,
    vi: "Lượt {epoch} không thuộc về máy này.",
    en: "Epoch {epoch} does not belong to this device.",
  },
  "batch-too-large": {
    status: 413,
    vi: "Gói gửi lên có {bytes} byte; tối đa là {bytesMax}. Hãy chia nhỏ.",
    en: "The batch has {bytes} {bytes|byte|bytes}; at most {bytesMax} are taken. Send smaller ones.",
  },
  "entry-too-large": {
    status: 413,
    vi: "Mục {sequence} có {bytes} byte; tối đa là {bytesMax}.",
    en: "Entry {sequence} has {bytes} {bytes|byte|bytes}; at most {bytesMax} are taken.",
  },
  "block-without-limit": {
    status: 409,
    vi: "Không còn phần nào giới hạn thời gian nên không thể thêm hoặc bớt phút.",
    en: "No block that is left has a time limit, so there are no minutes to add or take away.",
  },
  "nothing-to-reopen": {
    status: 409,
    vi: "Không có gì để mở lại: bài làm chưa đóng phần nào.",
    en: "There is nothing to reopen: no block of the sitting is closed.",
  },
  "not-waiting": {
    status: 409,
    vi: "Bài làm này không chờ cho phép.",
    en: "This sitting does not wait for leave to begin.",
  },
  "not-paused": {
    status: 409,
    vi: "Bài làm này không tạm dừng.",
    en: "This sitting is not paused.",
  },
  "not-logged-in-yet": {
    status: 409,
    vi: "Chưa đăng nhập lần nào.",
    en: "Has not logged in yet.",
  },
  "not-in-session": {
    status: 404,
    vi: "Không có người làm bài này trong buổi.",
    en: "There is no such test taker in the session.",
  },
  "command-incomplete": {
    status: 400,
    vi: "Lệnh {act} cần thêm: {missing}.",
    en: "The command {act} also needs: {missing}.",
  },
});
