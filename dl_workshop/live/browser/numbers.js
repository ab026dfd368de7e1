// Numbers as words: rounded, with a true minus sign, and with words for what is no number.

function fixed(value, digits) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Math.abs(value) >= 1e9) return brief(value);
  return value.toFixed(digits).replace("-", "−");
}

// Losses of many data have five digits before the point: a thin space keeps them readable.
function nats(value, digits = 1) {
  return fixed(value, digits).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, "\u202f");
}

function subscript(number) {
  return String(number).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
}

function superscript(number) {
  return String(number).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
}

// Three figures at most, small and large ones as a power of ten.
function brief(value) {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) {
    return value.toExponential(1).replace("e+", "e").replaceAll("-", "−");
  }
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
