import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ItemModel } from "../../psychometrics/index.js";
import { derivative } from "./derivative.js";

function replaced(values: Float64Array, place: number, value: number): Float64Array {
  return values.map((old, n) => (n === place ? value : old));
}

/** The laws every item response model obeys, checked on random parameters. A new model's test file calls this first. */
export function itemModelLaws(
  model: ItemModel,
  categories: number,
  parameters: fc.Arbitrary<Float64Array>,
): void {
  const theta = fc.double({ min: -4, max: 4, noNaN: true });
  const at = (t: number, p: Float64Array) => {
    const out = new Float64Array(categories);
    model.probabilities(t, p, out);
    return out;
  };
  const logLikelihood = (t: number, p: Float64Array, counts: Float64Array) =>
    at(t, p).reduce((sum, probability, k) => sum + counts[k] * Math.log(probability), 0);

  describe(`${model.name}, the laws of an item response model`, () => {
    it("names as many parameters as it has", () => {
      fc.assert(
        fc.property(parameters, (p) => {
          expect(model.parameterNames(categories)).toHaveLength(p.length);
        }),
        { numRuns: 1 },
      );
    });

    it("gives probabilities between zero and one that sum to one", () => {
      fc.assert(
        fc.property(theta, parameters, (t, p) => {
          const out = at(t, p);
          expect(out.every((probability) => probability > 0 && probability < 1)).toBe(true);
          expect(out.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
        }),
      );
    });

    it("has theta derivatives, first and second, that agree with differences", () => {
      fc.assert(
        fc.property(theta, parameters, (t, p) => {
          const first = new Float64Array(categories);
          const second = new Float64Array(categories);
          model.thetaDerivatives(p, at(t, p), first);
          model.thetaSecondDerivatives(p, at(t, p), second);
          const firstAt = (x: number, k: number) => {
            const out = new Float64Array(categories);
            model.thetaDerivatives(p, at(x, p), out);
            return out[k];
          };
          first.forEach((value, k) =>
            expect(value).toBeCloseTo(
              derivative((x) => at(x, p)[k], t),
              7,
            ),
          );
          second.forEach((value, k) =>
            expect(value).toBeCloseTo(
              derivative((x) => firstAt(x, k), t),
              6,
            ),
          );
        }),
      );
    });

    it("has derivatives of log P that keep their digits where a score is all but impossible", () => {
      const far = fc.double({ min: 15, max: 60, noNaN: true });
      fc.assert(
        fc.property(far, fc.boolean(), parameters, (size, isBelow, p) => {
          const t = isBelow ? -size : size;
          const first = new Float64Array(categories);
          const second = new Float64Array(categories);
          model.thetaDerivatives(p, at(t, p), first);
          model.thetaSecondDerivatives(p, at(t, p), second);
          at(t, p).forEach((probability, k) => {
            // Models keep probabilities above 1e-300, where they no longer follow ability.
            if (probability < 1e-290) return;
            const along = derivative((x) => Math.log(at(x, p)[k]), t);
            expect(first[k] / probability).toBeCloseTo(along, 5);
            // So far out the log-likelihood is all but straight.
            expect(Math.abs(second[k] / probability - along ** 2)).toBeLessThan(0.1 + 1e-4 * along ** 2);
          });
        }),
      );
    });

    it("has an M-step gradient that agrees with differences", () => {
      const counts = fc
        .array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: categories, maxLength: categories })
        .map((values) => Float64Array.from(values));
      fc.assert(
        fc.property(theta, parameters, counts, (t, p, n) => {
          const gradient = new Float64Array(p.length);
          model.addGradient(t, p, n, at(t, p), gradient);
          gradient.forEach((value, j) => {
            const along = derivative((x) => logLikelihood(t, replaced(p, j, x), n), p[j]);
            expect(Math.abs(value - along)).toBeLessThan(1e-5 * (1 + Math.abs(along)));
          });
        }),
      );
    });

    it("has a Fisher information that is the mean of the squared score", () => {
      fc.assert(
        fc.property(theta, parameters, (t, p) => {
          const probabilities = at(t, p);
          const size = p.length;
          const information = new Float64Array(size * size);
          model.addInformation(t, p, 2.5, probabilities, information);
          const expected = new Float64Array(size * size);
          probabilities.forEach((probability, k) => {
            const one = new Float64Array(categories);
            one[k] = 1;
            const score = new Float64Array(size);
            model.addGradient(t, p, one, probabilities, score);
            for (let n = 0; n < expected.length; n++) {
              expected[n] += 2.5 * probability * score[Math.floor(n / size)] * score[n % size];
            }
          });
          information.forEach((value, n) => expect(value).toBeCloseTo(expected[n], 8));
        }),
      );
    });
  });
}
