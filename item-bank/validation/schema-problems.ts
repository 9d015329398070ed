import type { TSchema } from "@sinclair/typebox";
import type { ErrorObject } from "ajv/dist/2020.js";
import { error, type ItemProblem } from "../problems.js";
import { fillDefaults } from "../schema/defaults.js";
import { compileSchema } from "./compile-schema.js";

/**
 * What in `value` does not fit the schema, in an author's words; fills defaults into `value`. Of a union only the branch
 * that the value's `kind` or `type` names is spoken of.
 */
export function schemaProblems(schema: TSchema, value: unknown, path = ""): ItemProblem[] {
  const fits = compileSchema(schema);
  fillDefaults(schema, value);
  if (fits(value)) return [];
  return withoutOtherBranches(fits.errors ?? []).map((each) => inWords(each, path + each.instancePath));
}

/**
 * A union that fails reports every branch. Branches whose discriminator (`kind`, `type`, `rule`) is another are left
 * out; of unions of fixed words only the list of the words is kept.
 */
function withoutOtherBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === "anyOf");
  const dropped = new Set<ErrorObject>();
  for (const union of unions) {
    const prefix = `${union.schemaPath}/`;
    const inside = errors.filter((each) => each.schemaPath.startsWith(prefix) && isInside(each, union));
    const branchOf = (each: ErrorObject) => each.schemaPath.slice(prefix.length).split("/")[0] ?? "";
    const otherBranches = new Set(
      inside.filter((each) => isDiscriminator(each, union)).map((each) => branchOf(each)),
    );
    const ofThisBranch = inside.filter((each) => !otherBranches.has(branchOf(each)));
    for (const each of inside) {
      if (otherBranches.has(branchOf(each)) || isWord(each, union)) dropped.add(each);
    }
    if (ofThisBranch.some((each) => !isWord(each, union))) dropped.add(union);
  }
  return errors.filter((each) => !dropped.has(each));
}

function isInside(each: ErrorObject, union: ErrorObject): boolean {
  return each.instancePath === union.instancePath || each.instancePath.startsWith(`${union.instancePath}/`);
}

function isDiscriminator(each: ErrorObject, union: ErrorObject): boolean {
  const property = each.instancePath.slice(union.instancePath.length + 1);
  return each.keyword === "const" && ["kind", "type", "rule"].includes(property);
}

function isWord(each: ErrorObject, union: ErrorObject): boolean {
  return each.keyword === "const" && each.instancePath === union.instancePath;
}

function inWords(problem: ErrorObject, path: string): ItemProblem {
  const parameters = problem.params as Record<string, unknown>;
  const limit = String(parameters.limit);
  switch (problem.keyword) {
    case "required": {
      const name = String(parameters.missingProperty);
      return error(`${path}/${name}`, "Còn thiếu.", "This is missing.");
    }
    case "additionalProperties": {
      const name = String(parameters.additionalProperty);
      return error(`${path}/${name}`, "Không có mục nào tên này.", "There is no property of this name.");
    }
    case "minItems":
      return error(path, `Cần ít nhất ${limit}.`, `At least ${limit} are needed.`);
    case "maxItems":
      return error(path, `Nhiều nhất là ${limit}.`, `At most ${limit} may stand here.`);
    case "uniqueItems":
      return error(path, "Có phần tử lặp lại.", "Something stands here twice.");
    case "minLength":
      return error(path, "Không được để trống.", "This must not be empty.");
    case "maxLength":
      return error(path, `Dài quá ${limit} ký tự.`, `This is longer than ${limit} characters.`);
    case "minProperties":
      return error(path, "Chưa có ngôn ngữ nào.", "It stands in no language yet.");
    case "pattern":
      return error(path, "Có ký tự không dùng được ở đây.", "This has characters that cannot stand here.");
    case "minimum":
    case "exclusiveMinimum":
      return error(path, `Phải từ ${limit} trở lên.`, `This has to be at least ${limit}.`);
    case "maximum":
    case "exclusiveMaximum":
      return error(path, `Không được quá ${limit}.`, `This may not be above ${limit}.`);
    case "type":
      return typeProblem(String(parameters.type), path);
    case "anyOf":
      return unionProblem(problem, path);
    default:
      return error(
        path,
        "Không đúng khuôn dạng.",
        `This does not fit: ${problem.message ?? problem.keyword}.`,
      );
  }
}

function typeProblem(type: string, path: string): ItemProblem {
  const names: Record<string, [string, string]> = {
    string: ["một đoạn chữ", "a text"],
    number: ["một số", "a number"],
    integer: ["một số nguyên", "a whole number"],
    boolean: ["đúng hoặc sai (true/false)", "true or false"],
    array: ["một danh sách", "a list"],
    object: ["một nhóm mục", "a group of properties"],
  };
  const [vi, en] = names[type] ?? [type, type];
  return error(path, `Ở đây cần ${vi}.`, `This has to be ${en}.`);
}

function unionProblem(problem: ErrorObject, path: string): ItemProblem {
  const branches = (problem.schema ?? problem.parentSchema?.anyOf ?? []) as TSchema[];
  const list = branches
    .map((branch) => {
      const properties = (branch.properties ?? {}) as Record<string, TSchema>;
      const name = properties.kind ?? properties.type ?? properties.rule ?? branch;
      return typeof name.const === "string" ? name.const : null;
    })
    .filter((name) => name !== null)
    .join(", ");
  return list === ""
    ? error(path, "Không đúng khuôn dạng.", "This does not fit any of the forms that may stand here.")
    : error(path, `Phải là một trong: ${list}.`, `This has to be one of: ${list}.`);
}
