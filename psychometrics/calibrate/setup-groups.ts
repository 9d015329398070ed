import type { GroupDistribution } from "../population/distribution.js";
import { histogramDistribution } from "../population/histogram.js";
import { ownValue } from "../own-value.js";
import { normalDistribution } from "../population/normal.js";
import type { CalibrationOptions, GroupOptions } from "./calibration.js";
import type { ItemSetup } from "./layout.js";
import { Refusal } from "../messages/refusal.js";

/**
 * The groups' distributions to start from, and what of them is free. The scale must be held by something, and by one
 * thing only: anchors hold it whole; slopes of 1 hold its unit; the reference group's mean 0 (and, where no slope is
 * given, its variance 1) hold the rest. All other groups are free. `options.groups` overrules this.
 *
 * @throws {RangeError} when an option names a group that is not there, or a variance that is not positive.
 */
export function setUpGroups(
  nodes: Float64Array,
  names: readonly string[],
  items: readonly ItemSetup[],
  hasAnchors: boolean,
  options: CalibrationOptions,
): GroupDistribution[] {
  const stray = Object.keys(options.groups ?? {}).find((name) => !names.includes(name));
  if (stray !== undefined) {
    throw new Refusal("unknown-group", { group: stray, groups: names });
  }
  const hasFixedSlope = items.some((item) => !item.isFree[0]);
  return names.map((name, g) => {
    const own = ownValue(options.groups, name) ?? {};
    checkGroup(name, own);
    const earlier = options.startFrom?.groups.find((group) => group.name === name);
    const isMeanFree = own.mean === undefined ? g > 0 || hasAnchors : own.mean === "free";
    const isVarianceFree = own.variance === undefined ? g > 0 || hasFixedSlope : own.variance === "free";
    const mean = typeof own.mean === "number" ? own.mean : isMeanFree ? (earlier?.mean ?? 0) : 0;
    const variance =
      typeof own.variance === "number" ? own.variance : isVarianceFree ? (earlier?.variance ?? 1) : 1;
    if (own.shape !== "histogram")
      return normalDistribution(nodes, { name, mean, variance, isMeanFree, isVarianceFree });
    return histogramDistribution(nodes, {
      name,
      mean: isMeanFree ? null : mean,
      variance: isVarianceFree ? null : variance,
      mass: earlier?.mass?.length === nodes.length ? earlier.mass : undefined,
    });
  });
}

function checkGroup(name: string, { mean, variance }: GroupOptions): void {
  if (typeof mean === "number" && !Number.isFinite(mean)) {
    throw new Refusal("group-mean-no-number", { group: name, value: mean });
  }
  if (typeof variance === "number" && !(variance > 0 && Number.isFinite(variance))) {
    throw new Refusal("group-variance-not-positive", { group: name, value: variance });
  }
}
