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
  /** The latest first. */
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
      this.imageSteps.unshift(image.map((value, i) => value - earlierImage[i]));
      this.residualSteps.unshift(residual.map((value, i) => value - earlierResidual[i]));
      if (this.imageSteps.length > this.memory) {
        this.imageSteps.pop();
        this.residualSteps.pop();
      }
    }
    this.previousImage = image.slice();
    this.previousResidual = residual;
    const next = image.slice();
    shares(this.residualSteps, residual).forEach((share, s) => {
      const step = this.imageSteps[s];
      for (let i = 0; i < next.length; i++) next[i] -= share * step[i];
    });
    return next;
  }
}

/** A column of which less than this is left beside the columns before it says nothing of its own. */
const dependent = 1e-6;

/**
 * The shares of the columns in the least-squares fit to the target, by Gram-Schmidt with a second pass for the digits.
 * A column that earlier ones nearly make up has share zero.
 */
function shares(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  const count = columns.length;
  const basis: Float64Array[] = [];
  const members: number[] = [];
  const triangle = new Float64Array(count * count);
  const projections = new Float64Array(count);
  const rest = target.slice();
  for (let c = 0; c < count; c++) {
    const column = columns[c].slice();
    const length = Math.sqrt(dot(column, column));
    for (let pass = 0; pass < 2; pass++) {
      basis.forEach((unit, b) => {
        const along = dot(unit, column);
        triangle[b * count + basis.length] += along;
        for (let i = 0; i < column.length; i++) column[i] -= along * unit[i];
      });
    }
    const left = Math.sqrt(dot(column, column));
    if (!(left > dependent * length)) {
      for (let b = 0; b < basis.length; b++) triangle[b * count + basis.length] = 0;
      continue;
    }
    const unit = column.map((value) => value / left);
    triangle[basis.length * count + basis.length] = left;
    projections[basis.length] = dot(unit, rest);
    for (let i = 0; i < rest.length; i++) rest[i] -= projections[basis.length] * unit[i];
    members.push(c);
    basis.push(unit);
  }
  const solution = new Float64Array(count);
  for (let b = basis.length - 1; b >= 0; b--) {
    let value = projections[b];
    for (let a = b + 1; a < basis.length; a++) value -= triangle[b * count + a] * solution[members[a]];
    solution[members[b]] = value / triangle[b * count + b];
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
