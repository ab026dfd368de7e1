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

// Three figures at most, small and large ones as a power of ten.
export function brief(value) {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) {
    return value.toExponential(1).replace("e+", "e").replaceAll("-", "−");
  }
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
