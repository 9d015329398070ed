import type { Config } from "./config.js";
import { demoRooms } from "./demo/demo-rooms.service.js";
import type { RunningServer } from "./start.js";

/** What the terminal says once the server listens: where it is, where the data is, on the first start the administrator, and the demo's logins. */
export function greeting({ url, firstStart, demo }: RunningServer, config: Config): string {
  const data = config.mongodbUri ? "MongoDB (MONGODB_URI)" : config.dataDir;
  const lines = [
    "",
    "Khảo đang chạy / Khảo is running",
    "",
    `  Thí sinh / test takers    ${url}/`,
    `  Cán bộ / staff            ${url}/office/`,
    `  Dữ liệu / data            ${data}`,
    "",
  ];
  if (firstStart) lines.push(...adminLines(firstStart));
  if (demo) lines.push(...demoLines(demo, url));
  lines.push("Dừng bằng Ctrl+C. / Stop with Ctrl+C.", "");
  return lines.join("\n");
}

function adminLines({ admin }: NonNullable<RunningServer["firstStart"]>): string[] {
  return [
    "Quản trị viên: chỉ hiện một lần, hãy ghi lại / administrator: shown once, write it down",
    "",
    `  ${admin.login}    ${admin.password}`,
    "",
  ];
}

function demoLines(demo: NonNullable<RunningServer["demo"]>, url: string): string[] {
  return [
    "Nghiên cứu trình diễn / demo study",
    "",
    `  Tài khoản / accounts      ${demo.logins.join(", ")}`,
    `  Mật khẩu / password       ${demo.password}`,
    ...(demo.codes.length > 0
      ? [`  Mã thí sinh / codes       ${demo.codes.join(", ")}`]
      : [
          "  Mã thí sinh / codes       không còn mã nào dùng được; người thiết kế mở ca thi hoặc thêm thí sinh ở / none left to use; the designer opens a session or adds test takers at",
          `                            ${url}/studio/studies/${demoRooms.main.studyId}`,
        ]),
    "",
  ];
}
