/** Ways to equate the sum scores that test takers have; the last two by an anchor, for groups that differ. */
export const scoreEquatingMethods = ["equipercentile", "chained", "frequency-estimation"] as const;

/** Ways to equate the sum scores that calibrated items lead to. */
export const irtEquatingMethods = ["true-score", "observed-score"] as const;

export type ScoreEquatingMethod = (typeof scoreEquatingMethods)[number];
export type IrtEquatingMethod = (typeof irtEquatingMethods)[number];
