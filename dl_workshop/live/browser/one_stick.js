// One stick, its weights above it; below it, for each break, the piece and what it leaves.

import { perComponent } from "./components.js";
import { setAll } from "./elements.js";
import { subscript, twoDigits } from "./numbers.js";
import { breaksBetween, Sticks } from "./sticks.js";

const ROOM = 30; // pixels that a weight in figures needs
const LEAST = 0.02; // of two neighbours, what either keeps when their break is dragged

export class OneStick extends Sticks {
  constructor(root, breaks, moved) {
    const label = "A stick in coloured pieces; below it, for each break, the piece and what is left";
    const below = perComponent(breaks, (k) => `v${subscript(k + 1)}`);
    super(root, { label, names: ["", "", "", ...below], className: "live-low" });
    this.pieces = [...perComponent(breaks, (k) => this.piece(k)), this.rest()];
    this.broken = perComponent(breaks, (k) => [this.piece(k), this.rest()]);
    this.weights = this.pieces.map(() => this.add("text", { "text-anchor": "middle" }));
    this.handles = perComponent(breaks, (k) => this.handle(k, moved));
    // Where pieces crowd at the right, the first break lies on top: it alone has room to move.
    this.marks.append(...[...this.handles].reverse());
  }

  handle(k, moved) {
    const mark = this.add("rect", { width: 4, rx: 2, "aria-hidden": "true" });
    this.drag(mark, ({ x }) => moved(k, this.between(k, x)));
    return mark;
  }

  // Kept between the neighbours.
  between(k, x) {
    const [left, , right] = this.ends.slice(k);
    const margin = LEAST * (right - left);
    return Math.min(Math.max(x, left + margin), right - margin);
  }

  // As thick as two rows without the gap between them.
  get thickness() {
    return 1.5 * this.y.thickness;
  }

  show(weights) {
    const ends = (this.ends = breaksBetween(weights));
    this.pieces.forEach((piece, k) => piece.setAttribute("d", this.bar(ends[k], ends[k + 1], 1, this.thickness)));
    this.broken.forEach(([piece, rest], k) => {
      piece.setAttribute("d", this.bar(ends[k], ends[k + 1], k + 3));
      rest.setAttribute("d", this.bar(ends[k + 1], 1, k + 3));
    });
    this.weights.forEach((text, k) => this.write(text, weights[k], ends[k]));
    this.handles.forEach((mark, k) => this.place(mark, ends[k + 1]));
  }

  write(text, weight, start) {
    const hasRoom = this.x.pixel(weight) - this.x.pixel(0) > ROOM;
    text.textContent = hasRoom ? twoDigits(weight) : "";
    setAll(text, { x: this.x.pixel(start + weight / 2), y: this.y.pixel(1) - 8 });
  }

  place(mark, at) {
    const height = this.thickness + 8;
    setAll(mark, { x: this.x.pixel(at) - 2.5, y: this.y.pixel(1) - 4, height });
  }
}
