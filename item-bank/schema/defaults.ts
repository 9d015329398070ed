import type { TSchema } from "@sinclair/typebox";
import { branchOf } from "./walk.js";

/**
 * Fills into `value` what the schema has a default for and the value leaves out, at any depth. Ajv does not reach into
 * the branches of a union and TypeBox not into records, and an item's key is a record of a union.
 */
export function fillDefaults(schema: TSchema, value: unknown): void {
  if (Array.isArray(value)) {
    const items = schema.items as TSchema | undefined;
    if (items) for (const each of value) fillDefaults(items, each);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const target = value as Record<string, unknown>;
  const branch = branchOf(schema, target);
  for (const [name, property] of Object.entries((branch?.properties ?? {}) as Record<string, TSchema>)) {
    if (target[name] === undefined && property.default !== undefined) {
      target[name] = copyOf(property.default);
    }
    fillDefaults(property, target[name]);
  }
  const [pattern] = Object.values((branch?.patternProperties ?? {}) as Record<string, TSchema>);
  if (pattern) for (const each of Object.values(target)) fillDefaults(pattern, each);
}

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
