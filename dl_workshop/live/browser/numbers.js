// Number formats: decimals, powers of ten, a true minus sign, words for NaN and infinities.

export function fixed(value, digits) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Math.abs(value) >= 1e9) return brief(value);
  return value.toFixed(digits).replace("-", "−");
}

export function twoDigits(value) {
  return fixed(value, 2);
}

// Losses of many data have five digits before the point: a thin space keeps them readable.
export function nats(value, digits = 1) {
  return fixed(value, digits).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, "\u202f");
}

export function subscript(number) {
  return String(number).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
}

export function superscript(number) {
  return String(number).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
}

// Decimals down to a resolution, or a power of ten with as many digits as that needs.
export function withResolution(value, resolution) {
  const power = Math.floor(Math.log10(resolution) + 1e-9);
  const isPlain = power >= -4 && power < 4 && Math.abs(value) < 1e15;
  if (isPlain) return withMinus(value.toFixed(Math.max(-power, 0)));
  if (!Number.isFinite(value)) return fixed(value, 0);
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) - power);
  return withMinus(value.toExponential(Math.min(Math.max(digits, 0), 9)));
}

// So many digits at most, small and large numbers as a power of ten.
export function inDigits(value, digits) {
  const isPlain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5);
  const rounded = Number(value.toPrecision(digits));
  return withMinus(isPlain ? String(rounded) : rounded.toExponential());
}

function withMinus(text) {
  return text.replace("e+", "e").replaceAll("-", "−");
}

// Three figures at most, small and large ones as a power of ten.
export function brief(value) {
  return inDigits(value, 3);
}
