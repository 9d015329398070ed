import { counted } from "./counted.js";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { Language } from "./contract/common.js";
import { nearestName } from "./nearest-name.js";
import { allowedWords } from "./union-errors.js";

type Words = (parameters: Record<string, unknown>) => Record<Language, string>;

const typeNames: Record<string, Record<Language, string>> = {
  string: { vi: "chữ", en: "text" },
  number: { vi: "số", en: "a number" },
  integer: { vi: "số nguyên", en: "a whole number" },
  boolean: { vi: "true hoặc false", en: "true or false" },
  array: { vi: "danh sách", en: "a list" },
  object: { vi: "đối tượng", en: "an object" },
  null: { vi: "null", en: "null" },
};

/** What each rule of JSON Schema means to the person who broke it. */
const words: Record<string, Words> = {
  type: ({ type }) => {
    const name = typeNames[String(type)] ?? { vi: String(type), en: String(type) };
    return { vi: `cần ${name.vi}`, en: `${name.en} is needed` };
  },
  required: ({ missingProperty }) => ({
    vi: `thiếu “${String(missingProperty)}”`,
    en: `“${String(missingProperty)}” is missing`,
  }),
  minLength: ({ limit }) => ({
    vi: `cần ít nhất ${String(limit)} ký tự`,
    en: `at least ${counted(Number(limit), "character is", "characters are")} needed`,
  }),
  maxLength: ({ limit }) => ({
    vi: `tối đa ${String(limit)} ký tự`,
    en: `at most ${counted(Number(limit), "character is", "characters are")} allowed`,
  }),
  minimum: ({ limit }) => ({ vi: `nhỏ nhất là ${String(limit)}`, en: `the least is ${String(limit)}` }),
  maximum: ({ limit }) => ({ vi: `lớn nhất là ${String(limit)}`, en: `the most is ${String(limit)}` }),
  minItems: ({ limit }) => ({
    vi: `cần ít nhất ${String(limit)} mục`,
    en: `at least ${counted(Number(limit), "entry is", "entries are")} needed`,
  }),
  maxItems: ({ limit }) => ({
    vi: `tối đa ${String(limit)} mục`,
    en: `at most ${counted(Number(limit), "entry is", "entries are")} allowed`,
  }),
  uniqueItems: () => ({ vi: "có mục bị lặp", en: "an entry occurs twice" }),
  pattern: () => ({ vi: "không đúng mẫu", en: "it does not have the right form" }),
  format: () => ({ vi: "không đúng dạng ngày giờ ISO", en: "it is not an ISO date and time" }),
};

/** Says one error of the schema validator in both languages. */
export function wordsOf(error: ErrorObject): Record<Language, string> {
  if (error.keyword === "additionalProperties") return strayWords(error);
  if (["const", "enum", "anyOf"].includes(error.keyword)) return unionWords(error);
  const say = words[error.keyword];
  if (say) return say(error.params as Record<string, unknown>);
  const message = error.message ?? error.keyword;
  return { vi: `không hợp lệ (${message})`, en: message };
}

function strayWords({ params, parentSchema }: ErrorObject): Record<Language, string> {
  const name = String((params as Record<string, unknown>).additionalProperty);
  const taken = Object.keys((parentSchema?.properties ?? {}) as object);
  const guess = nearestName(name, taken);
  return {
    vi: `không nhận “${name}” ở đây${guess === null ? "" : ` (có phải là “${guess}” không?)`}`,
    en: `“${name}” does not belong here${guess === null ? "" : ` (did you mean “${guess}”?)`}`,
  };
}

/** What was met and what could stand there: words as they must be written, or kinds of values. */
function unionWords(error: ErrorObject): Record<Language, string> {
  const allowed: Record<Language, string>[] =
    allowedWords(error)?.map(written) ??
    (error.schema as { const?: unknown; type?: string }[]).map((branch) =>
      "const" in branch ? written(branch.const) : (typeNames[branch.type ?? ""] ?? written(branch.type)),
    );
  const listed = (language: Language) => [...new Set(allowed.map((one) => one[language]))].join(", ");
  const met = typeof error.data === "object" ? null : written(error.data);
  return {
    vi: `${met?.vi ?? "đây"} không phải giá trị được phép: ${listed("vi")}`,
    en: `${met?.en ?? "this"} is none of the allowed values: ${listed("en")}`,
  };
}

/** Longer values are not repeated whole. */
const shownMax = 40;

/** A value as it stands in JSON. */
function written(value: unknown): Record<Language, string> {
  const text = JSON.stringify(value) ?? "";
  const shown = text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
  return { vi: shown, en: shown };
}
