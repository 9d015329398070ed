import { leastSquares } from "./linear-algebra.js";

/**
 * Anderson acceleration of a fixed-point iteration x -> g(x): the next point is the combination of the last few
 * images whose residuals g(x) - x cancel best (Walker & Ni, 2011, algorithm AA). For EM it does what SQUAREM does
 * with one evaluation a cycle in place of three (Henderson & Varadhan, 2019).
 *
 * The caller guards it: where the objective got worse, `forget` and go on from the plain image.
 *
 * Walker, H. F., & Ni, P. (2011). Anderson acceleration for fixed-point iterations.
 * SIAM Journal on Numerical Analysis, 49(4), 1715-1735.
 * Henderson, N. C., & Varadhan, R. (2019). Damped Anderson acceleration with restarts and monotonicity control
 * for accelerating EM and EM-like algorithms. Journal of Computational and Graphical Statistics, 28(4), 834-846.
 */
export class AndersonAcceleration {
  private readonly memory: number;
  private previousImage: Float64Array | null = null;
  private previousResidual: Float64Array | null = null;
  private imageSteps: Float64Array[] = [];
  private residualSteps: Float64Array[] = [];

  /** @param memory how many earlier steps are combined. */
  constructor(memory: number) {
    this.memory = memory;
  }

  /** Drop the history: the next step is a plain one. */
  forget(): void {
    this.previousImage = null;
    this.previousResidual = null;
    this.imageSteps = [];
    this.residualSteps = [];
  }

  /** The accelerated next point after `point` was mapped to `image`. */
  next(point: Float64Array, image: Float64Array): Float64Array {
    const residual = image.map((value, i) => value - point[i]);
    if (this.previousImage && this.previousResidual) {
      const earlierImage = this.previousImage;
      const earlierResidual = this.previousResidual;
      this.imageSteps.push(image.map((value, i) => value - earlierImage[i]));
      this.residualSteps.push(residual.map((value, i) => value - earlierResidual[i]));
      if (this.imageSteps.length > this.memory) {
        this.imageSteps.shift();
        this.residualSteps.shift();
      }
    }
    this.previousImage = image.slice();
    this.previousResidual = residual;
    const next = image.slice();
    if (this.residualSteps.length === 0) return next;
    const shares = leastSquares(this.residualSteps, residual);
    shares.forEach((share, s) => {
      const step = this.imageSteps[s];
      for (let i = 0; i < next.length; i++) next[i] -= share * step[i];
    });
    return next;
  }
}
