// Where numbers fall on an axis, and which of them are written below it.

import { brief } from "./numbers.js";

export class Scale {
  constructor(low, high) {
    this.low = low;
    this.high = high;
    this.from = 0;
    this.to = 1;
  }

  // Pixels of low and high.
  place(from, to) {
    this.from = from;
    this.to = to;
  }

  pixel(value) {
    return this.from + ((value - this.low) / (this.high - this.low)) * (this.to - this.from);
  }

  value(pixel) {
    return this.low + ((pixel - this.from) / (this.to - this.from)) * (this.high - this.low);
  }

  // What is written beside a tick, and what the axis's title says of all of them.
  text(tick) {
    return brief(tick);
  }

  get note() {
    return "";
  }

  ticks(count) {
    const step = roundStep((this.high - this.low) / count);
    const first = Math.ceil(this.low / step);
    const last = Math.floor(this.high / step + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  }
}

// 1, 2 or 5 times a power of ten, at least as large as the step asked for.
function roundStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].find((factor) => factor * power >= step * (1 - 1e-9)) * power;
}

// Axis of powers of ten.
export class LogScale extends Scale {
  pixel(value) {
    return super.pixel(Math.log10(value));
  }

  value(pixel) {
    return 10 ** super.value(pixel);
  }

  ticks() {
    const exponents = new Scale(this.low, this.high).ticks(this.high - this.low);
    return exponents.filter(Number.isInteger).map((exponent) => 10 ** exponent);
  }
}

export function evenly(low, high, count) {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
