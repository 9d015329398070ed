/**
 * Numbers from 0 to below 1 that the seed and the labels decide, the same in every browser and on every server: the
 * option order shown in the player can so be worked out again from the sitting's record. Not for secrets.
 *
 * The labels are hashed with FNV-1a (Fowler, Noll & Vo) over their UTF-16 units; the stream is a 32-bit Weyl sequence
 * whose values go through the finaliser of MurmurHash3 (Appleby).
 */
export function seededRandom(seed: number | string, ...labels: readonly string[]): () => number {
  let state = fnv1a([String(seed), ...labels].join("\u0000"));
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  return hash >>> 0;
}

function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
