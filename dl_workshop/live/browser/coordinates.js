// The coordinates of a mixture of two: one weight, two means, two scales.

import { subscript } from "./numbers.js";

export function coordinates({ low, high }) {
  const all = { w0: coordinate("weight w₀", 0, 0, 0.01, 0.99) };
  for (const k of [0, 1]) all[`m${k}`] = coordinate(`mean μ${subscript(k)}`, 1, k, low, high);
  for (const k of [0, 1]) all[`s${k}`] = coordinate(`scale σ${subscript(k)}`, 2, k, 0.2, 6);
  return all;
}

// readable: weights, means and scales; kind says which of these, k of which component.
function coordinate(label, kind, k, low, high) {
  return {
    label,
    low,
    high,
    get: (readable) => readable[kind][k],
    set: (readable, value) => {
      readable[kind][k] = Math.min(Math.max(value, low), high);
      if (kind === 0) readable[0][1 - k] = 1 - readable[0][k];
    },
  };
}
