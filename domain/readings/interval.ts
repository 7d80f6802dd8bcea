/** An interval of rates, both ends between 0 and 1. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * The exact two-sided interval of a binomial rate (Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26, 1934, 404–413): `found` of `n`, at confidence `level`. It is never too narrow; for small numbers it is wider than needed.
 * None of n leaves `low` at 0 and all of n `high` at 1, and then the other end is one-sided, as the rule of three has it: 0 of 2,995 is at most 0.1 %.
 */
export function exactInterval(found: number, n: number, level = 0.95): Interval {
  if (!Number.isInteger(found) || !Number.isInteger(n) || found < 0 || found > n || n < 1) throw new RangeError("so many found of so many");
  const tail = found === 0 || found === n ? 1 - level : (1 - level) / 2;
  return {
    low: found === 0 ? 0 : solve((p) => atLeast(found, n, p), tail),
    high: found === n ? 1 : solve((p) => 1 - atLeast(found + 1, n, p), tail, true),
  };
}

// The rate at which a probability that rises with it (or falls) is the tail.
function solve(probability: (p: number) => number, tail: number, falling = false): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 200 && high - low > 1e-15; step++) {
    const middle = (low + high) / 2;
    if (probability(middle) < tail === falling) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

// The probability of k or more of n at rate p: the regularised incomplete beta function I_p(k, n - k + 1).
function atLeast(k: number, n: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const [a, b] = [k, n - k + 1];
  const front = Math.exp(logFactorial(n) - logFactorial(k - 1) - logFactorial(n - k) + a * Math.log(p) + b * Math.log1p(-p));
  return p < (a + 1) / (a + b + 2) ? (front * fraction(p, a, b)) / a : 1 - (front * fraction(1 - p, b, a)) / b;
}

// Its continued fraction, by the modified method of Lentz.
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / keep(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / keep(1 + term * d);
      c = keep(1 + term / c);
      value *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
  function keep(one: number) {
    return Math.abs(one) < tiny ? tiny : one;
  }
}

// ln n!, exactly for small numbers and by Stirling's series for large ones.
function logFactorial(n: number): number {
  if (n < 100) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
