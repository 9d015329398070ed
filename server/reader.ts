import type { Static, TSchema } from "@sinclair/typebox";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Problem, type ProblemDetail } from "./problem.js";
import { wordsOf } from "./reader-words.js";
import { tellingErrors } from "./union-errors.js";

const ajv = new Ajv2020({ allErrors: true, strict: false, allowUnionTypes: true, verbose: true });
// The package is CommonJS: under Node's ESM its default export is the module object itself.
const useFormats = (addFormats as unknown as { default?: typeof addFormats.default }).default ?? addFormats;
(useFormats as (instance: Ajv2020, formats: string[]) => unknown)(ajv, ["date-time"]);

/** So many places are named; a body that is wrong in a thousand places is wrong in one way. */
const detailsMax = 20;

/**
 * A function that takes what came over the wire and gives it back typed, or throws the Problem `invalid-body`
 * that names the places where it does not fit the schema. Routes and sockets read with the same one.
 */
export function reader<S extends TSchema>(schema: S): (wire: unknown) => Static<S> {
  const fits = ajv.compile<Static<S>>(schema);
  return (wire) => {
    if (fits(wire)) return wire;
    throw misfit(fits.errors ?? []);
  };
}

function misfit(errors: ErrorObject[]): Problem {
  const telling = tellingErrors(errors);
  // A mistyped name is met twice, as a stray and as one that is missing: the stray says more, and is said first.
  const rank = ({ keyword }: ErrorObject) => (keyword === "additionalProperties" ? 0 : 1);
  telling.sort((a, b) => rank(a) - rank(b));
  const details: ProblemDetail[] = telling.slice(0, detailsMax).map((error) => ({
    path: error.instancePath,
    message: wordsOf(error),
  }));
  const places = [...new Set(details.map((detail) => detail.path || "/"))].join(", ");
  return new Problem("invalid-body", { places }, details);
}
