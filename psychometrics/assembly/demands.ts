import type { Preparation } from "./prepare.js";

/** The kinds of what a blueprint asks for. */
export const demandKinds = [
  "length",
  "requirement",
  "stimulus-items",
  "enemies",
  "exposure",
  "common-items",
  "overlap",
  "forced",
] as const;

/** The kind of something that a blueprint asks for. */
export type DemandKind = (typeof demandKinds)[number];

/** Something that a blueprint asks for, as reports name it. */
export interface Demand {
  kind: DemandKind;
  /** Of a requirement; empty for the other kinds, of which there is one each. */
  name: string;
}

/** Everything that a blueprint asks for: the length, its requirements in their order, and the other kinds that it uses. */
export function demandsOf({ requirements }: Preparation): Demand[] {
  return [
    { kind: "length", name: "" },
    ...requirements.map(({ name }): Demand => ({ kind: "requirement", name })),
    ...demandKinds.slice(2).map((kind): Demand => ({ kind, name: "" })),
  ];
}

/** The place of a demand that there is one of. */
export function placeOfDemand(
  { requirements }: Preparation,
  kind: Exclude<DemandKind, "requirement">,
): number {
  const at = demandKinds.indexOf(kind);
  return at === 0 ? 0 : requirements.length + at - 1;
}
