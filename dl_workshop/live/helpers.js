// Powers as IEEE 754 has them: 1 to any power is 1, and so is -1 to an infinite one.
function power(x, y) {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : Math.pow(x, y);
}

// Squares again and again: the power n is a product of some of these squares.
function integerPower(x, n) {
  let product = 1;
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) product *= x;
    x *= x;
  }
  return n < 0 ? 1 / product : product;
}

// The nearest integer, and of two the one further from zero.
function roundAway(x) {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

// The nearest integer, and of two the even one.
function roundToEven(x) {
  const whole = Math.floor(x);
  const rest = x - whole;
  if (!Number.isFinite(x) || rest < 0.5 || (rest === 0.5 && whole % 2 === 0)) {
    return Number.isFinite(x) ? whole : x;
  }
  return whole + 1 === 0 && x < 0 ? -0 : whole + 1;
}

// log(exp(x) + exp(y)), by taking the larger out of the sum.
function logAddExp(x, y) {
  if (x === y && !Number.isFinite(x)) return x;
  return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
}

// log |gamma(x)|, by Lanczos' series (Lanczos 1964, g = 7, nine terms); for x below 1/2 by the
// reflection gamma(x) gamma(1 - x) = pi / sin(pi x).
function logGamma(x) {
  if (Math.abs(x) === Infinity) return Infinity;
  if (x < 0.5) {
    const sine = Math.abs(Math.sin(Math.PI * (x - Math.round(x))));
    return sine === 0 ? Infinity : Math.log(Math.PI / sine) - logGamma(1 - x);
  }
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  let series = 0.9999999999998099;
  for (let k = 0; k < 8; k += 1) series += coefficients[k] / (z + k + 1);
  const t = z + 7.5;
  const logT = Math.log(7.5) + Math.log1p(z / 7.5);
  return (z + 0.5 - t / logT) * logT + 0.9189385332046727 + Math.log(series);
}

// The derivative of logGamma: digamma(x) = digamma(x + 1) - 1 / x leads to large x, where
// Stirling's series is exact; the reflection leads there from below 0.
function digamma(x) {
  if (x === Infinity) return x;
  if (x <= 0) {
    if (x === Math.floor(x)) return NaN;
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.round(x)));
  }
  let below = 0;
  for (; x < 10; x += 1) below += 1 / x;
  const w = 1 / (x * x);
  const series =
    w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * 691 / 32760)))));
  return Math.log(x) - 0.5 / x - series - below;
}

// Twice the area under exp(-t * t) between 0 and x, divided by sqrt(pi): a series of positive
// terms near 0, what erfc leaves of 1 further out.
function erf(x) {
  if (Math.abs(x) > 2) return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k += 1) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

// 1 - erf(x), for large x by Laplace's continued fraction, from its end to its beginning.
function erfc(x) {
  if (!(x > 1.5)) return 1 - erf(x);
  let rest = x;
  for (let k = 120; k > 0; k -= 1) rest = x + k / 2 / rest;
  return Math.exp(-x * x) / (rest * Math.sqrt(Math.PI));
}

// The inverse of erf: a guess (Winitzki 2008), and Halley's steps from it.
function erfInv(y) {
  if (!(Math.abs(y) < 1)) return Math.abs(y) === 1 ? y * Infinity : NaN;
  const a = Math.log1p(-y * y);
  const b = 2 / (Math.PI * 0.147) + a / 2;
  let x = Math.sign(y) * Math.sqrt(Math.max(Math.sqrt(b * b - a / 0.147) - b, 0));
  if (x === 0) return y * Math.sqrt(Math.PI) / 2;
  for (let k = 0; k < 4; k += 1) {
    const size = Math.abs(x);
    const error = size < 1 ? erf(size) - Math.abs(y) : 1 - Math.abs(y) - erfc(size);
    const newton = (error * Math.sqrt(Math.PI) * Math.exp(size * size)) / 2;
    x -= Math.sign(x) * (newton / (1 + size * newton));
  }
  return x;
}

// Which of two numbers comes first: negative for the left one; NaN comes last.
function compare(left, right) {
  if (left !== left || right !== right) return (left !== left) - (right !== right);
  return left < right ? -1 : Number(left > right);
}
