import type { NewTestTaker } from "../test-takers/test-takers.service.js";

/** Fixed codes, so that whoever tries the demo can be told one. */
export const friendlyCodes = ["TRE-347", "CAY-479", "MAY-739"];

/** Made-up students of two classes. */
const names9a = [
  "Nguyễn Thị Mai Anh",
  "Trần Quốc Bảo",
  "Lê Minh Châu",
  "Phạm Gia Hân",
  "Hoàng Đức Huy",
  "Vũ Ngọc Khánh",
  "Đặng Thùy Linh",
  "Bùi Tuấn Minh",
  "Đỗ Hà My",
  "Hồ Nhật Nam",
  "Ngô Bảo Ngọc",
  "Dương Khôi Nguyên",
  "Lý Yến Nhi",
  "Đinh Hồng Phúc",
];
const names9b = [
  "Trịnh Minh Quân",
  "Mai Như Quỳnh",
  "Phan Thanh Sơn",
  "Võ Anh Thư",
  "Huỳnh Đức Toàn",
  "Tô Minh Trang",
  "Cao Xuân Trường",
  "Lương Cẩm Tú",
  "Tạ Quang Vinh",
  "Chu Thảo Vy",
  "Hà Hải Yến",
  "Y Blan Êban",
  "Giàng A Páo",
  "Thạch Thị Sa Rây",
];

/** The 28 students of the demo's room. */
export function demoPeople(): NewTestTaker[] {
  return [
    ...names9a.map((name) => ({ name, group: "9A" })),
    ...names9b.map((name) => ({ name, group: "9B" })),
  ].map(({ name, group }, index) => ({
    name,
    group,
    schoolNumber: `HS${String(901 + index)}`,
    ...(friendlyCodes[index] === undefined ? {} : { code: friendlyCodes[index] }),
  }));
}

/** The 12 students of the mock exam. */
export function examPeople(): NewTestTaker[] {
  return names9b.slice(0, 12).map((name, index) => ({
    name,
    group: "12A1",
    schoolNumber: `TN${String(101 + index)}`,
    ...(index === 0 ? { code: "CHE-943" } : {}),
  }));
}
