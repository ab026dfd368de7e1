// One stick broken by hand, and many sticks broken at random, all with one concentration.

import { componentColor, perComponent } from "../browser/components.js";
import { announcer, button, columns, group, LogSlider, readout, row, Slider } from "../browser/controls.js";
import { make } from "../browser/elements.js";
import { brief, fixed, subscript, superscript, twoDigits } from "../browser/numbers.js";
import { OneStick } from "../browser/one_stick.js";
import { timed } from "../browser/start.js";
import { ManySticks } from "../browser/sticks.js";

const CONCENTRATION = { min: 0.2, max: 30 };

export class BrokenStick {
  constructor(root, settings) {
    Object.assign(this, { root, settings });
    this.shares = Float64Array.from(settings.shares);
    this.uniforms = Float64Array.from(settings.uniforms);
    this.byHand(this.half("By hand", () => this.byHandInWords()));
    this.byConcentration(this.half("By concentration", () => this.averages.text));
    this.announce = announcer(root);
  }

  // Says, when something in it has changed, what has become of this half alone.
  half(title, result) {
    const box = group(this.root, title);
    for (const event of ["change", "click"]) {
      box.addEventListener(event, () => this.announce(`${title}: ${result()}`));
    }
    return box;
  }

  byHand(parent) {
    const breaks = this.shares.length;
    this.stick = new OneStick(parent, breaks, (k, at) => this.moveBreak(k, at));
    this.readouts = [readout(parent), readout(parent)];
    const side = columns(parent);
    this.sliders = perComponent(breaks, (k) => this.slidersOf(side, k));
    button(row(side), "Reset", () => this.reset());
  }

  // A share moves all later pieces; a break, as when it is dragged, only its two neighbours.
  slidersOf(parent, k) {
    const box = make("div", { class: `live-break ${componentColor(k)}` });
    parent.append(box);
    const between = { min: 0.01, max: 0.99, step: 0.01, show: twoDigits };
    const share = new Slider(box, { label: `share v${subscript(k + 1)}`, ...between }, (to) => {
      this.shares[k] = to;
      this.show();
    });
    const place = new Slider(box, { label: `break ${k + 1} at`, ...between }, (to) => {
      this.moveBreak(k, this.stick.between(k, to));
    });
    return { share, place };
  }

  byConcentration(parent) {
    this.sticks = new ManySticks(parent, this.settings);
    const options = { label: "concentration c", ...CONCENTRATION };
    this.concentration = new LogSlider(parent, options, () => this.show());
    this.concentration.value = this.settings.concentration;
    this.averages = new Averages(parent, this.settings);
    button(row(parent), "Draw again", () => this.drawAgain());
  }

  begin(programs) {
    this.programs = programs;
    this.show = timed(this.root, () => this.draw());
    for (const plot of [this.stick, this.sticks]) plot.whenSized(this.show);
  }

  // The neighbours share the change; all other pieces stay as they are.
  moveBreak(k, at) {
    const [, weights] = this.programs.weightsFromShares(this.shares);
    const change = at - this.stick.ends[k + 1];
    weights[k] += change;
    weights[k + 1] -= change;
    [, this.shares] = this.programs.sharesFromWeights(weights);
    this.show();
  }

  reset() {
    this.shares = Float64Array.from(this.settings.shares);
    this.show();
  }

  drawAgain() {
    this.uniforms = this.uniforms.map(Math.random);
    this.show();
  }

  draw() {
    const [occupied, weights] = this.programs.weightsFromShares(this.shares);
    this.stick.show(weights);
    this.sliders.forEach(({ share, place }, k) => {
      share.value = this.shares[k];
      place.value = this.stick.ends[k + 1];
    });
    this.readouts[0].textContent = `weights ${Array.from(weights, twoDigits).join(", ")}`;
    this.readouts[1].textContent = `occupied ${lengthText(occupied)}, left ${lengthText(weights.at(-1))}`;
    const [, many] = this.programs.manySticks(this.uniforms, this.concentration.value);
    this.sticks.show(many);
    const averages = this.averages.show(many, this.concentration.value);
    Object.assign(this.root.dataset, { weights, ...averages });
  }

  byHandInWords() {
    return this.readouts.map(({ textContent }) => textContent).join("; ");
  }
}

// What the drawn sticks have in common, and what is left of a stick in the mean of all that
// could be drawn.
class Averages {
  constructor(parent, { sticks, threshold, uniforms }) {
    Object.assign(this, { sticks, threshold });
    const expected = `left, expected: (c/(1+c))${superscript(uniforms.length / sticks)}`;
    this.names = [`weights above ${threshold}, mean`, "left, mean", expected];
    this.cells = this.names.map(() => make("td"));
    const lines = this.names.map((name, i) => make("tr", {}, make("th", { scope: "row" }, name), this.cells[i]));
    parent.append(make("table", { class: "live-table" }, make("tbody", {}, ...lines)));
  }

  show(weights, concentration) {
    const size = weights.length / this.sticks;
    const above = weights.filter((weight) => weight > this.threshold).length / this.sticks;
    const lasts = weights.filter((_, i) => (i + 1) % size === 0);
    const left = lasts.reduce((sum, last) => sum + last) / this.sticks;
    const expected = (concentration / (1 + concentration)) ** (size - 1);
    const texts = [fixed(above, 1), lengthText(left), lengthText(expected)];
    texts.forEach((text, i) => (this.cells[i].textContent = text));
    this.text = texts.map((text, i) => `${this.names[i]} ${text}`).join("; ");
    return { above, left, expected };
  }
}

// Four digits, or a power of ten where they would all be zero.
function lengthText(length) {
  return length < 1e-4 ? brief(length) : fixed(length, 4);
}
