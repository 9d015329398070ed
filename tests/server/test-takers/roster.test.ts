import { describe, expect, it } from "vitest";
import { Problem } from "../../../server/problem.js";
import { readRoster } from "../../../server/test-takers/roster.js";
import { xlsx } from "../../support/xlsx.js";

const csv = (text: string) => readRoster(Buffer.from(text), "vi");
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "read",
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

const three = [
  { name: "Nguyễn Thị Mai Anh", schoolNumber: "0012", group: "9A" },
  { name: "Trần Quốc Bảo", schoolNumber: "13", group: "9A" },
  { name: "Lê Minh Châu", schoolNumber: "14", group: "9B" },
];

describe("a roster", () => {
  it("is read from Excel below a title, with columns in any order and leading zeros kept", async () => {
    const file = await xlsx([
      ["TRƯỜNG THCS TRÌNH DIỄN", null, null, null],
      ["DANH SÁCH HỌC SINH", null, null, null],
      [null, null, null, null],
      ["STT", "LỚP", "Mã học sinh", "Họ và tên"],
      [1, "9A", "0012", "Nguyễn Thị Mai Anh"],
      [2, "9A", 13, "  Trần   Quốc Bảo "],
      [3, "9B", 14, "Lê Minh Châu"],
      ["Tổng số: 3", null, null, null],
    ]);
    expect(await readRoster(file, "vi")).toEqual({ testTakers: three, problems: [] });
  });

  it("is read with the family name and the given name in two columns", async () => {
    const file =
      "Ten,Ho dem,ma hs,lop\nAnh,Nguyễn Thị Mai,0012,9A\nBảo,Trần Quốc,13,9A\nChâu,Lê Minh,14,9B\n";
    expect((await csv(file)).testTakers).toEqual(three);
  });

  it("is read from CSV with a byte order mark, semicolons and quotes, as Excel in Vietnam writes it", async () => {
    const file =
      '\uFEFFHọ và tên;Mã HS;Lớp\r\n"Nguyễn Thị Mai Anh";0012;9A\r\nTrần Quốc Bảo;13;9A\r\n\r\nLê Minh Châu;14;9B\r\n';
    expect((await csv(file)).testTakers).toEqual(three);
  });

  it("is read from the UTF-16 that Excel calls Unicode text", async () => {
    const text = "\uFEFFName\tStudent ID\tClass\r\nNguyễn Thị Mai Anh\t0012\t9A\r\n";
    const { testTakers } = await readRoster(Buffer.from(text, "utf16le"), "en");
    expect(testTakers).toEqual(three.slice(0, 1));
  });

  it("composes letters that were typed in parts", async () => {
    const { testTakers } = await csv("Họ và tên\nNguyễn Thị Mai Anh\n".normalize("NFD"));
    expect(testTakers[0].name).toBe("Nguyễn Thị Mai Anh");
  });

  it("names the rows it cannot take, as the spreadsheet counts them, in the caller's language", async () => {
    const file = "DANH SÁCH\nHọ và tên,Mã học sinh\nAn,1\n,2\nBình,1\n,\nChi,3\n";
    const vi = await csv(file);
    expect(vi.testTakers.map(({ name }) => name)).toEqual(["An", "Chi"]);
    expect(vi.problems).toEqual([
      { row: 4, message: "thiếu họ và tên" },
      { row: 5, message: "mã học sinh “1” đã có ở dòng 3" },
    ]);
    const en = await readRoster(Buffer.from(file), "en");
    expect(en.problems[0]).toEqual({ row: 4, message: "the name is missing" });
  });

  it("without a header, of no known kind, or too long is refused", async () => {
    expect(await codeOf(csv("An,1\nBình,2\n"))).toBe("roster-header-missing");
    expect(await codeOf(readRoster(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), "vi"))).toBe(
      "roster-unreadable",
    );
    expect(await codeOf(readRoster(Buffer.from([0xff, 0xfe, 0, 0xd8, 0, 0]), "vi"))).toBe(
      "roster-unreadable",
    );
    expect(await codeOf(readRoster(Buffer.from([0xc3, 0x28, 0x0a]), "vi"))).toBe("roster-unreadable");
    const long = `Họ và tên\n${Array.from({ length: 1001 }, (_, k) => `Học sinh ${k}`).join("\n")}`;
    expect(await codeOf(csv(long))).toBe("roster-too-long");
  });

  it("that says it unpacks to more than a roster can be is refused before it is unpacked", async () => {
    const file = await xlsx([["Họ và tên"], ["An"]]);
    const entry = file.indexOf(Buffer.from("PK\u0001\u0002"));
    file.writeUInt32LE(4_000_000_000, entry + 24);
    expect(await codeOf(readRoster(file, "vi"))).toBe("roster-unreadable");
  });
});
