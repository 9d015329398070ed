import { entries } from "./entry.js";

/** Logging in, roles and accounts. */
export const accountProblems = entries({
  "login-needed": {
    status: 401,
    vi: "Hãy đăng nhập để tiếp tục.",
    en: "Log in to go on.",
  },
  "login-expired": {
    status: 401,
    vi: "Phiên đăng nhập đã hết hạn. Hãy đăng nhập lại.",
    en: "Your login has ended. Log in again.",
  },
  "login-refused": {
    status: 401,
    vi: "Tên đăng nhập hoặc mật khẩu không đúng.",
    en: "The login or the password is not right.",
  },
  "not-allowed": {
    status: 403,
    vi: "Tài khoản của bạn không có quyền làm việc này.",
    en: "Your account may not do this.",
  },
  "account-not-found": {
    status: 404,
    vi: "Không tìm thấy tài khoản này.",
    en: "This account does not exist.",
  },
  "login-taken": {
    status: 409,
    vi: "Tên đăng nhập “{login}” đã có người dùng. Hãy chọn tên khác.",
    en: "The login “{login}” is taken. Choose another one.",
  },
  "old-password-wrong": {
    status: 400,
    vi: "Mật khẩu cũ không đúng.",
    en: "The old password is not right.",
  },
  "password-too-easy": {
    status: 400,
    vi: "Mật khẩu này quá dễ đoán. Hãy dùng một câu hoặc nhiều từ không chứa tên đăng nhập.",
    en: "This password is too easy to guess. Use a sentence or several words that do not contain the login.",
  },
  "demo-account-fixed": {
    status: 409,
    vi: "Đây là tài khoản trình diễn, mật khẩu ai cũng biết; không đổi được mật khẩu hay vai trò, chỉ có thể tắt.",
    en: "This is a demo account whose password everyone knows; its password and roles stay, but it can be switched off.",
  },
  "last-admin": {
    status: 409,
    vi: "Đây là quản trị viên cuối cùng còn hoạt động, nên không thể bỏ vai trò hoặc tắt tài khoản này.",
    en: "This is the last active administrator, so the account must keep its role and stay active.",
  },
});
