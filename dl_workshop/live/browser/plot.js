// A drawing with two axes. Its height is fixed; its width is the page's, and may change.

import { draw, setAll } from "./elements.js";

const MARGIN = { left: 44, right: 18, top: 20, bottom: 36 };

export class Plot {
  constructor(root, { label, x, y, xLabel, yLabel, className = "" }) {
    Object.assign(this, { x, y, xLabel, yLabel });
    this.axes = draw("g", { class: "live-axes" });
    this.lines = draw("svg");
    this.marks = draw("g");
    const attributes = { class: `live-plot ${className}`, role: "img", "aria-label": label };
    this.svg = draw("svg", attributes, this.axes, this.lines, this.marks);
    root.append(this.svg);
  }

  // Calls back whenever the width has changed, and at first.
  whenSized(redraw) {
    new ResizeObserver(() => {
      this.fit();
      redraw();
    }).observe(this.svg);
  }

  fit() {
    const { width, height } = this.svg.getBoundingClientRect();
    this.x.place(MARGIN.left, width - MARGIN.right);
    this.y.place(height - MARGIN.bottom, MARGIN.top);
    this.clip(width);
    this.drawAxes();
  }

  // Paths are cut off above and below the axes, with their numbers as they are.
  clip(width) {
    const [y, height] = [this.y.to - 2, this.y.from - this.y.to + 3];
    setAll(this.lines, { y, width, height, viewBox: `0 ${y} ${width} ${height}` });
  }

  drawAxes() {
    const few = this.x.to - this.x.from < 320 ? 5 : 8;
    const below = this.x.ticks(few).map((tick) => this.tickBelow(tick));
    const beside = this.y.ticks(4).map((tick) => this.tickBeside(tick));
    this.axes.replaceChildren(...below, ...beside, this.baseline(), ...this.titles());
  }

  tickBelow(tick) {
    const attributes = { x: this.x.pixel(tick), y: this.y.from + 16, "text-anchor": "middle" };
    return draw("text", attributes, this.x.text(tick));
  }

  tickBeside(tick) {
    const y = this.y.pixel(tick);
    const text = draw("text", { x: this.x.from - 6, y: y + 4, "text-anchor": "end" }, this.y.text(tick));
    return draw("g", {}, draw("path", { d: `M${this.x.from},${y}H${this.x.to}` }), text);
  }

  baseline() {
    return draw("path", { class: "live-baseline", d: `M${this.x.from},${this.y.from}H${this.x.to}` });
  }

  titles() {
    const below = { x: this.x.to, y: this.y.from + 32, "text-anchor": "end" };
    const above = { x: this.x.from, y: 10 };
    return [draw("text", below, this.xLabel + this.x.note), draw("text", above, this.yLabel)];
  }

  // Other marks than paths lie above these, whole.
  add(tag, attributes) {
    const mark = draw(tag, attributes);
    (tag === "path" ? this.lines : this.marks).append(mark);
    return mark;
  }

  // A line through points; where a number is missing or infinite, it is broken.
  line(path, xs, ys) {
    let d = "";
    let move = "M";
    for (let i = 0; i < xs.length; i += 1) {
      const isPoint = Number.isFinite(ys[i]);
      if (isPoint) d += `${move}${this.point(xs[i], ys[i])}`;
      move = isPoint ? "L" : "M";
    }
    path.setAttribute("d", d);
  }

  // Far beyond the drawing one place is like another, and long numbers cost time.
  point(x, y) {
    const pixel = Math.min(Math.max(this.y.pixel(y), -99), 9999);
    return `${this.x.pixel(x).toFixed(1)},${pixel.toFixed(1)}`;
  }

  // Makes a mark follow the pointer, which moves in the axes' numbers.
  drag(mark, moved) {
    mark.classList.add("live-handle");
    mark.addEventListener("pointerdown", (event) => {
      mark.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    mark.addEventListener("pointermove", (event) => {
      if (mark.hasPointerCapture(event.pointerId)) moved(this.at(event));
    });
  }

  at(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    return { x: this.x.value(event.clientX - left), y: this.y.value(event.clientY - top) };
  }
}
