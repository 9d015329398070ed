import type { TSchema } from "@sinclair/typebox";

/** A text in its languages, found somewhere in a value. */
export interface LocalisedPlace {
  kind: "richText" | "string";
  /** A JSON pointer to it, such as "/interaction/choices/2/content". */
  path: string;
  /** By language; what stands there may be unread markup. */
  value: Record<string, unknown>;
}

/**
 * A copy of `value` in which every localised text that the schema names is replaced by what `change` makes of it.
 * Where the value does not fit the schema it is copied as it is: validation says what is wrong, not this.
 */
export function mapTexts(
  schema: TSchema,
  value: unknown,
  change: (place: LocalisedPlace) => unknown,
  path = "",
): unknown {
  if (schema.title === "LocalisedRichText" || schema.title === "LocalisedString") {
    if (!isRecord(value)) return value;
    return change({ kind: schema.title === "LocalisedRichText" ? "richText" : "string", path, value });
  }
  if (Array.isArray(value)) {
    const items = schema.items as TSchema | undefined;
    return items ? value.map((each, k) => mapTexts(items, each, change, `${path}/${k}`)) : value;
  }
  if (!isRecord(value)) return value;
  const branch = branchOf(schema, value);
  const properties = (branch?.properties ?? {}) as Record<string, TSchema>;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [name, property ? mapTexts(property, part, change, `${path}/${name}`) : part];
    }),
  );
}

/** The localised texts in a value, in order. */
export function textsIn(schema: TSchema, value: unknown): LocalisedPlace[] {
  const places: LocalisedPlace[] = [];
  mapTexts(schema, value, (place) => {
    places.push(place);
    return place.value;
  });
  return places;
}

/** Of a union the branch whose `kind` or `type` the value has. */
export function branchOf(schema: TSchema, value: Record<string, unknown>): TSchema | undefined {
  const branches = schema.anyOf as TSchema[] | undefined;
  if (!branches) return schema;
  return branches.find((branch) => {
    const properties = (branch.properties ?? {}) as Record<string, TSchema>;
    return ["kind", "type"].some(
      (name) => properties[name]?.const !== undefined && properties[name].const === value[name],
    );
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
