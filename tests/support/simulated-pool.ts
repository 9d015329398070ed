import { formItem, type PoolItem, type SimulatedItem } from "../../psychometrics/index.js";
import { normalSource } from "../../psychometrics/numeric/random.js";
import { uniformFrom } from "./uniform.js";

const areas = ["number", "shape", "data"];

/** A pool of 2PL items by seed: slopes from 0.7 to 2, difficulties from N(0, 1), content areas in turn. */
export function simulatedPool(count: number, seed: string): { known: SimulatedItem[]; pool: PoolItem[] } {
  const uniform = uniformFrom(seed);
  const normal = normalSource(uniform);
  const known = Array.from({ length: count }, (_, i): SimulatedItem => {
    const slope = 0.7 + 1.3 * uniform();
    return { item: `I${i + 1}`, model: "2pl", slope, difficulties: [normal()] };
  });
  const pool = known.map((one, i) => ({ ...formItem(one), area: areas[i % areas.length] }));
  return { known, pool };
}
