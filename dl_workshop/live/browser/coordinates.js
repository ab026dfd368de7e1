// The coordinates of a mixture of two: one weight, two means, two scales.

import { subscript } from "./numbers.js";
import { Unit } from "./units.js";

export function coordinates({ low, high, unit }) {
  const [places, lengths] = [new Unit(unit), new Unit({ center: 0, spread: unit.spread })];
  const all = { w0: coordinate("weight w₀", 0, 0, { low: 0.01, high: 0.99, unit: new Unit() }) };
  for (const k of [0, 1]) all[`m${k}`] = coordinate(`mean μ${subscript(k)}`, 1, k, { low, high, unit: places });
  for (const k of [0, 1]) {
    all[`s${k}`] = coordinate(`scale σ${subscript(k)}`, 2, k, { low: 0.2, high: 6, unit: lengths });
  }
  return all;
}

// readable: weights, means and scales; kind says which of these, k of which component.
function coordinate(label, kind, k, { low, high, unit }) {
  return {
    label,
    low,
    high,
    unit,
    get: (readable) => readable[kind][k],
    set: (readable, value) => {
      readable[kind][k] = Math.min(Math.max(value, low), high);
      if (kind === 0) readable[0][1 - k] = 1 - readable[0][k];
    },
  };
}
