import type { Interaction } from "../types.js";
import { seededRandom } from "./seeded.js";

/**
 * Options in the order in which one test taker sees them: shuffled by the sitting's recorded seed and the item's id,
 * except that options marked `fixed` keep their places ("None of these" stays last). Every order of the others is as
 * likely. The server and the player call this same function, so the order shown is known from the record.
 */
export function orderOptions<T extends { id: string; fixed?: boolean }>(
  options: readonly T[],
  seed: number | string,
  ...labels: readonly string[]
): T[] {
  const random = seededRandom(seed, ...labels);
  const free = options.filter(({ fixed }) => !fixed);
  for (let last = free.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [free[last], free[other]] = [free[other] as T, free[last] as T];
  }
  let next = 0;
  return options.map((option) => (option.fixed ? option : (free[next++] ?? option)));
}

/** The interaction as one test taker sees it, its options ordered by the sitting's seed where it says `shuffle`. */
export function presentInteraction(
  interaction: Interaction,
  seed: number | string,
  itemId: string,
): Interaction {
  switch (interaction.kind) {
    case "choice":
    case "order":
      if (!interaction.shuffle) return interaction;
      return { ...interaction, choices: orderOptions(interaction.choices, seed, itemId) };
    case "gapMatch":
      if (!interaction.shuffle) return interaction;
      return { ...interaction, choices: orderOptions(interaction.choices, seed, itemId) };
    case "inlineChoice":
      if (!interaction.shuffle) return interaction;
      return {
        ...interaction,
        gaps: interaction.gaps.map((gap) => ({
          ...gap,
          choices: orderOptions(gap.choices, seed, itemId, gap.id),
        })),
      };
    default:
      return interaction;
  }
}
