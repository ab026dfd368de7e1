// Native controls with their labels, and the line that says what happened.

import { make, setAll } from "./elements.js";
import { brief } from "./numbers.js";

export class Slider {
  constructor(parent, { label, min, max, step, show = brief }, changed) {
    this.show = show;
    // Places are multiples of the step, so that round numbers are among them.
    const [low, high] = [min, max].map((limit) => Math.round(this.position(limit) / step) * step);
    this.input = make("input", { type: "range", min: low.toFixed(6), max: high.toFixed(6), step });
    this.output = make("output", { "aria-hidden": "true" });
    const name = make("span", {}, label);
    parent.append(make("label", { class: "live-slider" }, name, this.input, this.output));
    this.input.addEventListener("input", () => {
      this.say(this.value);
      changed(this.value);
    });
  }

  get value() {
    return this.number(Number(this.input.value));
  }

  // The slider rounds to its steps; what it says is the number itself.
  set value(value) {
    this.input.value = this.position(value);
    this.say(value);
  }

  limit({ min, max }) {
    setAll(this.input, { min: this.position(min), max: this.position(max) });
  }

  say(value) {
    const text = this.show(value);
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
  }

  position(value) {
    return value;
  }

  number(position) {
    return position;
  }
}

// A slider along powers of ten; it stops at numbers of a few digits.
export class LogSlider extends Slider {
  constructor(parent, options, changed) {
    super(parent, { step: 0.02, ...options }, changed);
    this.digits = options.digits ?? 2;
  }

  position(value) {
    return Math.log10(value);
  }

  number(position) {
    return Number((10 ** position).toPrecision(this.digits));
  }
}

export function button(parent, text, pressed) {
  const element = make("button", { type: "button" }, text);
  element.addEventListener("click", pressed);
  parent.append(element);
  return element;
}

export function choice(parent, label, options, changed) {
  const entries = Object.entries(options);
  const select = make("select", {}, ...entries.map(([value, text]) => make("option", { value }, text)));
  parent.append(make("label", { class: "live-choice" }, make("span", {}, label), select));
  select.addEventListener("change", () => changed(select.value));
  return select;
}

// Options that are called what they are.
export function sameNames(entries) {
  return Object.fromEntries(Object.keys(entries).map((name) => [name, name]));
}

export function checkbox(parent, label, changed) {
  const input = make("input", { type: "checkbox" });
  parent.append(make("label", { class: "live-check" }, input, make("span", {}, label)));
  input.addEventListener("change", () => changed(input.checked));
  return input;
}

// A row of things to press.
export function row(parent) {
  const element = make("div", { class: "live-row" });
  parent.append(element);
  return element;
}

// Groups beside each other, or below each other on a phone.
export function columns(parent) {
  const element = make("div", { class: "live-columns" });
  parent.append(element);
  return element;
}

// One of these groups, without a frame.
export function panel(parent) {
  const element = make("div");
  parent.append(element);
  return element;
}

export function group(parent, title, className = "") {
  const element = make("fieldset", { class: className }, make("legend", {}, title));
  parent.append(element);
  return element;
}

// Numbers that change with every frame: seen, not announced.
export function readout(parent) {
  const element = make("p", { class: "live-readout" });
  parent.append(element);
  return element;
}

// What a screen reader says in a pause: set when something ends, never while it runs.
export function announcer(parent) {
  const element = make("p", { class: "live-status", role: "status", "aria-live": "polite" });
  parent.append(element);
  return (text) => {
    element.textContent = text;
  };
}
