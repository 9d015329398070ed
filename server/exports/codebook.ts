import type { ItemTerm } from "../../item-bank/frameworks/index.js";
import type { CellValue, Column, Table } from "./table.js";
import { plain } from "./study-tables.js";

export const codebookName = "codebook.csv";
const here = { vi: "Sổ mã", en: "Codebook" };

/** The codebook: every variable of every file, made from the files' own columns, so that it cannot say anything else. */
export function codebookTable(tables: readonly Table[]): Table {
  return {
    name: codebookName,
    title: { vi: "Sổ mã: mọi biến của mọi tệp", en: "Codebook: every variable of every file" },
    columns: [
      plain("file", "nominal", "Tệp", "File", here),
      plain("variable", "id", "Biến", "Variable", here),
      plain("label_vi", "text", "Nhãn tiếng Việt", "Label in Vietnamese", here),
      plain("label_en", "text", "Nhãn tiếng Anh", "Label in English", here),
      plain("type", "nominal", "Loại", "Type", here),
      plain(
        "values_vi",
        "text",
        "Các giá trị, tiếng Việt: giá trị=nhãn; …",
        "Values in Vietnamese: value=label; …",
        here,
      ),
      plain("values_en", "text", "Các giá trị, tiếng Anh", "Values in English", here),
      plain(
        "missing_vi",
        "text",
        "Ô trống nghĩa là gì, tiếng Việt",
        "What an empty cell means, in Vietnamese",
        here,
      ),
      plain("missing_en", "text", "Ô trống nghĩa là gì, tiếng Anh", "What an empty cell means", here),
      plain("item", "id", "Câu hỏi trong ngân hàng", "Item of the bank", here),
      plain("unit", "id", "Bài (ngữ liệu chung)", "Unit", here),
      ...(["framework", "domain", "process"] as const).flatMap(aboutColumns),
      plain("source_vi", "text", "Nguồn, tiếng Việt", "Source in Vietnamese", here),
      plain("source_en", "text", "Nguồn, tiếng Anh", "Source", here),
    ],
    *rows() {
      for (const { name, columns } of tables) for (const column of columns) yield describe(name, column);
    },
  };
}

function describe(file: string, column: Column): CellValue[] {
  const { name, label, type, missing, itemId, unitId, about, source } = column;
  return [
    file,
    name,
    label.vi ?? label.en ?? "",
    label.en ?? label.vi ?? "",
    type,
    valuesIn(column, "vi"),
    valuesIn(column, "en"),
    missing?.vi ?? null,
    missing?.en ?? null,
    itemId ?? null,
    unitId ?? null,
    ...(["framework", "domain", "process"] as const).flatMap((name) => aboutCells(about?.[name])),
    source.vi ?? null,
    source.en ?? null,
  ];
}

const aboutWords = {
  framework: { vi: "Khung đánh giá", en: "Assessment framework" },
  domain: { vi: "Lĩnh vực nội dung", en: "Content domain" },
  process: { vi: "Quá trình, năng lực", en: "Process or competency" },
};

/** The code, which is the same in every language, and its name in each. */
function aboutColumns(name: keyof typeof aboutWords): Column[] {
  const { vi, en } = aboutWords[name];
  return [
    plain(name, "nominal", `${vi}: mã`, `${en}: code`, here),
    plain(`${name}_vi`, "text", `${vi}, tiếng Việt`, `${en} in Vietnamese`, here),
    plain(`${name}_en`, "text", `${vi}, tiếng Anh`, en, here),
  ];
}

function aboutCells(term: ItemTerm | undefined): CellValue[] {
  if (!term || term.code === "") return [null, null, null];
  return [term.code, term.name.vi ?? null, term.name.en ?? null];
}

/** "1=Đúng; 0=Sai": a semicolon or an equals sign within a label would split it, so they become a comma and a colon. */
function valuesIn({ values = [] }: Column, language: "vi" | "en"): string | null {
  if (values.length === 0) return null;
  const clean = (text: string) => text.replaceAll(";", ",").replaceAll("=", ":");
  return values
    .map(({ value, label }) => `${value}=${clean(label[language] ?? label.vi ?? label.en ?? "")}`)
    .join("; ");
}
