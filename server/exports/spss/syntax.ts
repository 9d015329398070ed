import type { Language, LocalisedString } from "../../../item-bank/types.js";
import type { Column, Table } from "../table.js";
import { literal, oneLine } from "./literals.js";
import type { Measures } from "./measured.js";
import { spssNames } from "./names.js";

/** A file that SPSS is to read: its table as it stands in the file, and how long its cells are. */
export interface SpssFile {
  table: Table;
  /** Whole once the file is written. */
  measures: Measures;
  /** What it is saved as, such as "responses_raw.sav". */
  savedAs: string;
}

/** Limits of SPSS in bytes of UTF-8 (Command Syntax Reference): a variable's label, a value's, a text, a short text. */
const limits = { label: 256, valueLabel: 120, text: 32_767, shortText: 8 };
/** The widest number; JavaScript writes at most 25 signs. */
const numberWidthMax = 40;

/** A column as SPSS has it. */
interface Variable {
  name: string;
  column: Column;
  isText: boolean;
  /** In bytes for a text, in signs for a number. */
  width: number;
}

/**
 * The syntax that reads every file into SPSS (or PSPP), labels it and saves it as a .sav beside it: variable labels and value
 * labels in one language, levels of measurement, formats, and blanks as missing. Empty numbers are system-missing by
 * themselves. At its end it has the means of the scored items printed, which are those of `classical.csv`.
 *
 * Read by `INSERT FILE='folder/read_en.sps' CD=YES ENCODING='UTF8'.`; files are named from the folder it stands in.
 */
export function* spssSyntax(files: readonly SpssFile[], language: Language): Generator<string> {
  // The mark at the beginning tells SPSS that this is UTF-8.
  yield `\uFEFF* ${heading[language]}.\nSET DECIMAL=DOT.\n`;
  for (const file of files) yield* syntaxOf(file, language);
  const scored = files.find(({ savedAs }) => savedAs === "responses_scored.sav");
  if (scored) yield meansOf(scored, language);
}

const heading = {
  vi: "Đọc các tệp của thư mục này vào SPSS và lưu mỗi tệp thành tệp .sav. Đổi thư mục cho đúng rồi chạy: INSERT FILE='C:/thu-muc/read_vi.sps' CD=YES ENCODING='UTF8'",
  en: "Reads the files of this folder into SPSS and saves each as .sav. Run it with the right folder: INSERT FILE='C:/folder/read_en.sps' CD=YES ENCODING='UTF8'",
};

function* syntaxOf({ table, measures, savedAs }: SpssFile, language: Language): Generator<string> {
  const say = (text: LocalisedString) => text[language] ?? text.vi ?? text.en ?? "";
  yield `\n* ${table.name}: ${oneLine(say(table.title), 180)}.\n`;
  if (measures.rowCount === 0) {
    yield language === "vi" ? "* Tệp này không có dòng nào.\n" : "* This file has no rows.\n";
    return;
  }
  const variables = variablesOf(table, measures);
  yield getData(table.name, variables);
  for (const { name, column } of variables) if (column.type === "time") yield asDate(name);
  yield command(
    "VARIABLE LABELS",
    variables.map(({ name, column }) => `${name}\n    ${literal(oneLine(say(column.label), limits.label))}`),
  );
  yield valueLabels(variables, say);
  for (const level of ["NOMINAL", "ORDINAL", "SCALE"] as const)
    yield list(
      "VARIABLE LEVEL",
      variables.filter((variable) => levelOf(variable) === level),
      level,
    );
  // Numbers are read whole; this is how many of their decimals are shown.
  yield list(
    "FORMATS",
    variables.filter(({ column, isText }) => column.type === "number" && !isText),
    "F10.4",
  );
  // A blank is no category. SPSS knows missing texts only up to eight bytes.
  const categories = variables.filter(
    ({ column, isText, width }) => column.type === "nominal" && isText && width <= limits.shortText,
  );
  yield list("MISSING VALUES", categories, "' '");
  // Where a time was computed, so that it stands in its column's place and its text is gone.
  const hasTime = variables.some(({ column }) => column.type === "time");
  const kept = hasTime ? `\n  /KEEP=\n${wrapped(variables.map(({ name }) => name))}` : "";
  yield `SAVE OUTFILE=${literal(savedAs)}${kept}.\n`;
}

function variablesOf({ columns }: Table, { widths }: Measures): Variable[] {
  const names = spssNames(columns.map(({ name }) => name));
  return columns.map((column, index) => {
    const values = (column.values ?? []).map(({ value }) => value);
    const isText =
      column.type !== "integer" &&
      column.type !== "number" &&
      (values.length === 0 || values.some((value) => typeof value === "string"));
    const needed = [widths[index] ?? 0, ...values.map((value) => Buffer.byteLength(String(value)))];
    const width = Math.min(Math.max(1, ...needed), isText ? limits.text : numberWidthMax);
    return { name: names[index] ?? column.name, column, isText, width };
  });
}

function getData(file: string, variables: readonly Variable[]): string {
  const places = variables.map(({ name, isText, width, column }) => {
    const read = column.type === "time" ? isoOf(name) : name;
    return `  ${read} ${isText ? `A${width}` : `F${width}.0`}`;
  });
  return `GET DATA
  /TYPE=TXT
  /FILE=${literal(file)}
  /ENCODING='UTF8'
  /DELCASE=LINE
  /DELIMITERS=","
  /QUALIFIER='"'
  /ARRANGEMENT=DELIMITED
  /FIRSTCASE=2
  /VARIABLES=
${places.join("\n")}.
`;
}

/** One command for all labels of values; variables with the same labels share them. */
function valueLabels(variables: readonly Variable[], say: (text: LocalisedString) => string): string {
  const groups = new Map<string, string[]>();
  for (const { name, column, isText, width } of variables) {
    if (!column.values || column.values.length === 0) continue;
    const labels = column.values.map(({ value, label }) => {
      const written = isText ? literal(String(value)) : String(value);
      return `    ${written} ${literal(oneLine(say(label), limits.valueLabel) || String(value))}`;
    });
    // Texts of different widths cannot share labels.
    const key = `${isText ? `* A${width}` : ""}\n${labels.join("\n")}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const parts = [...groups].map(([key, names]) => `${wrapped(names)}\n${key.slice(key.indexOf("\n") + 1)}`);
  return command("VALUE LABELS", parts);
}

function levelOf({ column, isText }: Variable): "NOMINAL" | "ORDINAL" | "SCALE" {
  if (column.type === "ordinal") return "ORDINAL";
  return isText || column.type === "nominal" ? (column.type === "time" ? "SCALE" : "NOMINAL") : "SCALE";
}

/** The text of a time is read under this name, and not saved. */
const isoOf = (name: string): string => `${name}_iso`.slice(-64);

/** A time by ISO 8601 as a date and time of SPSS, with its milliseconds. */
function asDate(name: string): string {
  const part = (first: number, length: number) =>
    `NUMBER(SUBSTR(${isoOf(name)},${first},${length}),F${length}.0)`;
  return `COMPUTE ${name} = DATE.DMY(${part(9, 2)},${part(6, 2)},${part(1, 4)})
    + 3600*${part(12, 2)} + 60*${part(15, 2)} + ${part(18, 6)}.
FORMATS ${name} (DATETIME23.2).
`;
}

function meansOf({ table, measures }: SpssFile, language: Language): string {
  const items = variablesOf(table, measures).filter(({ column }) => column.itemId !== undefined);
  if (items.length === 0 || measures.rowCount === 0) return "";
  const why = {
    vi: "Lại các số n, trung bình và độ lệch chuẩn của classical.csv",
    en: "The n, means and standard deviations of classical.csv again",
  };
  return `
* ${why[language]}.
GET FILE='responses_scored.sav'.
DESCRIPTIVES VARIABLES=
${wrapped(items.map(({ name }) => name))}
  /STATISTICS=MEAN STDDEV.
`;
}

/** A command whose parts are set apart by slashes; nothing where there are no parts. */
const command = (name: string, parts: readonly string[]): string =>
  parts.length === 0 ? "" : `${name}\n  ${parts.map((part) => part.trimStart()).join("\n  /")}.\n`;

/** A command that says one thing of several variables; nothing where there are none. */
const list = (name: string, variables: readonly Variable[], what: string): string =>
  variables.length === 0
    ? ""
    : `${name}\n${wrapped(variables.map((variable) => variable.name))}\n  (${what}).\n`;

/** Names in lines of about 100 signs. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 100) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`  ${name}`);
  }
  return lines.join("\n");
}
