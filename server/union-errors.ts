import type { ErrorObject } from "ajv/dist/2020.js";

/** A branch of a union, with what does not fit it. */
interface Branch {
  schema: { const?: unknown; type?: string };
  errors: ErrorObject[];
}

/**
 * Of the validator's errors those that help: where something fits no branch of a union, the validator reports the union
 * and what each branch misses, which contradict each other. Kept is what the branch misses that was meant, if one can be
 * told: the only one of the right type, else the one whose fixed words (such as a `kind`) fit, else the one that misses
 * least. Where only fixed words can stand, or none is of the right type, the union itself is kept.
 */
export function tellingErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const found: ErrorObject[][] = [];
  // A union is reported right after all that its branches miss, so that one way back through the list meets each once.
  for (let end = errors.length - 1; end >= 0; end--) {
    const error = errors[end] as ErrorObject;
    if (error.keyword !== "anyOf") {
      found.push([error]);
      continue;
    }
    const last = end;
    while (end > 0 && isInside(errors[end - 1] as ErrorObject, error)) end--;
    found.push(ofUnion(error, errors.slice(end, last)));
  }
  return found.reverse().flat();
}

function isInside(error: ErrorObject, union: ErrorObject): boolean {
  return isAtOrBelow(error, union) && error.schemaPath.startsWith(`${union.schemaPath}/`);
}

function isAtOrBelow({ instancePath }: ErrorObject, union: ErrorObject): boolean {
  return instancePath === union.instancePath || instancePath.startsWith(`${union.instancePath}/`);
}

function ofUnion(union: ErrorObject, within: readonly ErrorObject[]): ErrorObject[] {
  const branches = (union.schema as Branch["schema"][]).map((schema, i): Branch => ({
    schema,
    errors: within.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/${i}/`)),
  }));
  const misses = (error: ErrorObject) => error.instancePath === union.instancePath;
  const ofType = branches.filter(
    ({ errors }) =>
      errors.length > 0 &&
      !errors.some((error) => misses(error) && ["type", "const"].includes(error.keyword)),
  );
  if (ofType.length === 0) return [union];
  const telling = ofType.map(({ errors }) => tellingErrors(errors));
  const word = wordsBetween(telling);
  if (word) return [word];
  const meant = telling.filter((found) => !found.some(isFixedWord));
  const [first = []] = (meant.length > 0 ? meant : telling).sort((a, b) => a.length - b.length);
  return first;
}

/** Whether a fixed word was missed, or all of several. */
function isFixedWord(error: ErrorObject): boolean {
  return allowedWords(error) !== null;
}

/** The words that could stand where an error is; null where it is no matter of fixed words. */
export function allowedWords({ keyword, params, schema }: ErrorObject): unknown[] | null {
  if (keyword === "const") return [(params as { allowedValue: unknown }).allowedValue];
  if (keyword === "enum") return (params as { allowedValues: unknown[] }).allowedValues;
  if (keyword !== "anyOf") return null;
  const branches = schema as Branch["schema"][];
  return branches.every((branch) => "const" in branch) ? branches.map((branch) => branch.const) : null;
}

/** Where every branch fails by a fixed word at the same place, one error with the words of all. */
function wordsBetween(branches: readonly ErrorObject[][]): ErrorObject | null {
  const [first] = branches;
  if (branches.length < 2 || !first) return null;
  for (const at of first.filter(isFixedWord)) {
    const same = branches.map((found) =>
      found.find((error) => error.instancePath === at.instancePath && isFixedWord(error)),
    );
    if (same.some((error) => error === undefined)) continue;
    const allowedValues = same.flatMap((error) => (error && allowedWords(error)) ?? []);
    return { ...at, keyword: "enum", params: { allowedValues } };
  }
  return null;
}
