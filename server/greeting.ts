import type { Config } from "./config.js";
import type { RunningServer } from "./start.js";

/** What the terminal says once the server listens: where it is, where the data is, and on the first start who may log in. */
export function greeting({ url, firstStart }: RunningServer, config: Config): string {
  const data = config.mongodbUri ? "MongoDB (MONGODB_URI)" : config.dataDir;
  const lines = [
    "",
    "Khảo đang chạy / Khảo is running",
    "",
    `  Học sinh / test takers    ${url}/`,
    `  Cán bộ / staff            ${url}/office/`,
    `  Dữ liệu / data            ${data}`,
    "",
  ];
  if (firstStart) lines.push(...firstStartLines(firstStart));
  lines.push("Dừng bằng Ctrl+C. / Stop with Ctrl+C.", "");
  return lines.join("\n");
}

function firstStartLines({ admin, demo }: NonNullable<RunningServer["firstStart"]>): string[] {
  const lines = [
    "Quản trị viên: chỉ hiện một lần, hãy ghi lại / administrator: shown once, write it down",
    "",
    `  ${admin.login}    ${admin.password}`,
    "",
  ];
  if (!demo) return lines;
  return [
    ...lines,
    "Nghiên cứu trình diễn / demo study",
    "",
    `  Tài khoản / accounts      ${demo.logins.join(", ")}`,
    `  Mật khẩu / password       ${demo.password}`,
    `  Mã học sinh / codes       ${demo.codes.join(", ")}`,
    "",
  ];
}
