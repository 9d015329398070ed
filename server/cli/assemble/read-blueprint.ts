import { basename } from "node:path";
import type {
  AssemblyTarget,
  Blueprint,
  Limits,
  OverlapLimits,
  Requirement,
} from "../../../psychometrics/index.js";
import { reader } from "../../reader.js";
import { InputError } from "../files/input-error.js";
import { readJson } from "../files/read-json.js";
import { BlueprintFile } from "./blueprint-schema.js";
import { requirementName } from "./requirement-name.js";

const read = reader(BlueprintFile);

/**
 * Reads a blueprint: JSON by the schema `BlueprintFile`.
 *
 * @throws {InputError} when it cannot be read or does not fit the schema; what contradicts itself the library refuses.
 */
export async function readBlueprint(path: string): Promise<Blueprint> {
  const { forms, length, requirements, itemsPerStimulus, enemies, commonItems, overlap, target, ...rest } =
    await readJson(path, read);
  return {
    ...rest,
    forms: typeof forms === "number" ? Array.from({ length: forms }, (_, f) => String(f + 1)) : forms,
    length: limitsOf(length),
    requirements: requirements?.map(requirementOf),
    ...(itemsPerStimulus !== undefined && { itemsPerStimulus: limitsOf(itemsPerStimulus) }),
    enemies: enemies?.map((set) => (Array.isArray(set) ? { items: set } : set)),
    ...(commonItems !== undefined && { commonItems: limitsOf(commonItems) }),
    ...(overlap && { overlap: overlapOf(overlap) }),
    ...(target && { target: targetOf(path, target) }),
  };
}

function limitsOf(range: number | Limits): Limits {
  return typeof range === "number" ? { min: range, max: range } : range;
}

/** The schema knows that a pair has two forms, its type does not. */
function overlapOf({ pairs, ...limits }: NonNullable<BlueprintFile["overlap"]>): OverlapLimits {
  return {
    ...limits,
    ...(pairs && {
      pairs: pairs.map(({ forms: [first = "", second = ""], ...own }) => ({
        ...own,
        forms: [first, second],
      })),
    }),
  };
}

function requirementOf({
  where,
  measure = "items",
  ...rest
}: NonNullable<BlueprintFile["requirements"]>[number]): Requirement {
  const requirement: Requirement = {
    ...rest,
    measure,
    ...(where && {
      where: Object.fromEntries(
        Object.entries(where).map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]),
      ),
    }),
  };
  return { ...requirement, name: rest.name ?? requirementName(requirement) };
}

/** A target has either values or a reference, and under maximin weights; the schema cannot say that. */
function targetOf(path: string, target: NonNullable<BlueprintFile["target"]>): AssemblyTarget {
  const { kind, theta, values, reference, weights } = target;
  if (kind === "maximin") {
    if (values || reference) throw new InputError("assemble.weightsOnly", { file: basename(path) });
    return { kind, theta, weights };
  }
  if (weights || (values === undefined) === (reference === undefined))
    throw new InputError("assemble.valuesWanted", { file: basename(path), kind });
  return values ? { kind, theta, values } : { kind, theta, reference: reference ?? [] };
}
