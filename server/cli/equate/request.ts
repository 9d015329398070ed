import type {
  IrtEquatingMethod,
  LinkMethod,
  ModelName,
  NormalAbility,
  ScoreEquatingMethod,
} from "../../../psychometrics/index.js";

export type EquateMethod = ScoreEquatingMethod | IrtEquatingMethod;

/** How test takers' sum scores are read and equated. */
export interface ScoreRequest {
  id?: string;
  weight?: string;
  ignore: readonly string[];
  missing: "omit" | "wrong";
  missingCodes?: readonly string[];
  key?: string;
  /** The items of the anchor; all that both forms have by default. */
  anchorItems?: readonly string[];
  /** The anchor's items do not count in the forms' scores. */
  external: boolean;
  /** The degree of the polynomial, `aic` for the one with the least AIC, null for no smoothing. */
  presmooth: number | "aic" | null;
  /** The highest scores possible, where they are above what occurs. */
  fromMax?: number;
  toMax?: number;
  /** Bootstrap samples for the standard errors of anchored methods; 0 for none. */
  bootstrap: number;
  seed: number;
}

/** How calibrated items are read and equated. */
export interface IrtRequest {
  model: ModelName;
  /** The groups whose parameters count where items differ between groups. */
  fromGroup?: string;
  toGroup?: string;
  /** Both calibrations are on one scale, so that no link is needed. */
  oneScale: boolean;
  linkMethod: LinkMethod;
  robust: boolean;
  /** A table with the columns item and form, and the two forms of it. */
  forms?: string;
  fromForm?: string;
  toForm?: string;
  /** The groups' abilities; those of the calibrations by default. */
  fromAbility?: NormalAbility;
  toAbility?: NormalAbility;
}

/** What equating from files needs to know: scores on the form `from` become scores on the form `to`. */
export interface EquateRequest extends ScoreRequest, IrtRequest {
  from: string;
  to: string;
  methods: readonly EquateMethod[];
  /** The weight of the first group in a population of both. */
  fromWeight: number;
}
