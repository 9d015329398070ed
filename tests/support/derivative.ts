/** The derivative of a smooth function by Richardson's extrapolation of central differences; good to about 1e-9. */
export function derivative(f: (x: number) => number, x: number): number {
  const central = (step: number) => (f(x + step) - f(x - step)) / (2 * step);
  const step = 1e-3;
  return (4 * central(step / 2) - central(step)) / 3;
}
