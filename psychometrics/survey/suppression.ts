import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** When a group's results may be shown. Persons and units count where they have a weight: the others are in no estimate. */
export interface SuppressionRule {
  /** Fewer persons than this are not reported. */
  personsMin: number;
  /** Fewer sampling units (schools) than this are not reported. */
  unitsMin?: number;
}

/**
 * The rule of 62 of the United States' NAEP: with 62 persons a difference of half a standard deviation is found with a
 * probability of 0.80 under a design effect of 2. PISA reports from 30 persons in 5 schools.
 */
export const ruleOf62: SuppressionRule = { personsMin: 62 };

/** PISA's rule: 30 persons in 5 schools. */
export const pisaSuppression: SuppressionRule = { personsMin: 30, unitsMin: 5 };

/**
 * Why a group's results must not be shown, in a sentence; null where they may.
 *
 * @param personCount number of persons with a weight above 0 (and, for a regression, with all predictors).
 * @param unitCount number of sampling units in the group; needed where the rule speaks of them.
 * @throws {RangeError} where the rule speaks of units and their number is not given.
 */
export function suppressionReason(
  personCount: number,
  unitCount: number | null,
  rule: SuppressionRule = ruleOf62,
): Message | null {
  if (personCount < rule.personsMin) {
    return message("few-persons", { count: personCount, least: rule.personsMin });
  }
  if (rule.unitsMin === undefined) return null;
  if (unitCount === null) {
    throw new Refusal("units-unknown", { least: rule.unitsMin });
  }
  return unitCount < rule.unitsMin ? message("few-units", { count: unitCount, least: rule.unitsMin }) : null;
}
