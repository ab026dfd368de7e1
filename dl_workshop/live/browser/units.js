// Units of the data: figures compute with standardised numbers, and show and write the others.

import { inDigits, withResolution } from "./numbers.js";
import { Scale } from "./scales.js";

export class Unit {
  constructor({ center, spread } = { center: 0, spread: 1 }) {
    Object.assign(this, { center, spread });
  }

  // A number of the data's units for a standardised one, and back.
  out(value) {
    return this.center + this.spread * value;
  }

  in(value) {
    return (value - this.center) / this.spread;
  }

  // A place and a length in words, to a hundredth of the spread.
  place(value) {
    return withResolution(this.out(value), this.spread / 100);
  }

  length(value) {
    return withResolution(this.spread * value, this.spread / 100);
  }

  // Densities have the inverse of the data's unit.
  get inverse() {
    return new Unit({ center: 0, spread: 1 / this.spread });
  }
}

// An axis along standardised numbers, with ticks where the data's units are round.
export class UnitScale extends Scale {
  constructor(low, high, unit) {
    super(low, high);
    this.unit = unit;
    this.origin = 0;
  }

  // Ticks far from zero that differ in late digits only are counted from the first of them.
  ticks(count) {
    const ticks = new Scale(this.unit.out(this.low), this.unit.out(this.high)).ticks(count);
    const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
    const digits = (largest) => Math.floor(Math.log10(largest / step) + 1e-6) + 1;
    const largest = Math.max(...ticks.map(Math.abs), step);
    this.origin = digits(largest) > 5 ? ticks[0] : 0;
    this.digits = Math.max(3, digits(this.origin ? ticks.at(-1) - ticks[0] : largest));
    return ticks.map((tick) => this.unit.in(tick));
  }

  text(tick) {
    return inDigits(this.unit.out(tick) - this.origin, this.digits);
  }

  get note() {
    return this.origin ? `, counted from ${this.origin}` : "";
  }
}
