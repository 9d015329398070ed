import type { TSchema } from "@sinclair/typebox";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { LocalisedRichText } from "../schema/text.js";

/**
 * An item names rich text in up to a dozen places, and rich text is by far the largest schema of the bank. Written out
 * at every place it takes seconds to compile, in which a server answers nobody; so it is compiled once, and every place
 * refers to it. `inlineRefs` would write it out again; optimizing the code costs more than it ever saves here.
 */
const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  verbose: true,
  inlineRefs: false,
  // The bank's own schemas: the tests compile every one of them.
  validateSchema: false,
  code: { optimize: false },
});
const richText = "LocalisedRichText";
ajv.addSchema(LocalisedRichText, richText);

const compiled = new WeakMap<TSchema, ValidateFunction>();

/** The function that says whether a value fits the schema; compiled on first use, in milliseconds. */
export function compileSchema(schema: TSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const fits = ajv.compile(withSharedTexts(schema) as object);
  compiled.set(schema, fits);
  return fits;
}

function withSharedTexts(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withSharedTexts);
  if (typeof part !== "object" || part === null) return part;
  if (part === LocalisedRichText || (part as TSchema).title === richText) return { $ref: richText };
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, withSharedTexts(inner)]));
}
