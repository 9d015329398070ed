import { formItem, type AssemblyItem, type AssemblyPool } from "../../psychometrics/index.js";
import { normalSource } from "../../psychometrics/numeric/random.js";
import { uniformFrom } from "./uniform.js";

/**
 * A pool of 3PL items by seed: four domains in turn, processes, key positions and minutes at random, and the first ones in units of
 * five that share a stimulus.
 */
export function assemblyPool(itemCount: number, unitCount: number, seed: string): AssemblyPool {
  const uniform = uniformFrom(seed);
  const normal = normalSource(uniform);
  const pick = (names: string): string => names[Math.floor(uniform() * names.length)] ?? "";
  const items = Array.from({ length: itemCount }, (_, i): AssemblyItem => {
    const item = `I${i + 1}`;
    return {
      item,
      curve: formItem({
        item,
        model: "3pl",
        slope: 1.2 * Math.exp(0.25 * normal()),
        difficulties: [normal()],
        lowerAsymptote: 0.1 + 0.15 * uniform(),
      }),
      attributes: {
        words: 0,
        domain: "ABCD"[i % 4] ?? "",
        process: pick("xyz"),
        key: pick("ABCD"),
        minutes: 1 + Math.round(4 * uniform()) / 2,
      },
      ...(i < 5 * unitCount && { stimulus: `U${Math.floor(i / 5) + 1}` }),
    };
  });
  return {
    items,
    stimuli: Array.from({ length: unitCount }, (_, s) => ({
      stimulus: `U${s + 1}`,
      attributes: { genre: s % 2 === 0 ? "story" : "report", words: 150 + 40 * (s % 5) },
    })),
  };
}
