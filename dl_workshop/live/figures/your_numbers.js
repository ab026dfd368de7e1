// A box for the reader's numbers, and the mixture that is fitted to them in the page.

import { announcer, button, readout, row, Slider } from "../browser/controls.js";
import { make } from "../browser/elements.js";
import { ManyStarts } from "../browser/many_starts.js";
import { Mixture } from "../browser/mixture.js";
import { limitsOf, MixturePlot } from "../browser/mixture_plot.js";
import { fixed, nats, withResolution } from "../browser/numbers.js";
import { parseNumbers } from "../browser/parse_numbers.js";
import { Slices } from "../browser/slices.js";
import { timed } from "../browser/start.js";
import { componentRows, Table } from "../browser/table.js";

const MOST = 20000;
const LONG = 2000; // characters
const NOTHING = "–";
const DIGITS = 1000; // parts of the spread that a result tells apart

export class YourNumbers {
  constructor(root, settings) {
    Object.assign(this, { root, settings, size: settings.size, fit: null });
    this.box(root);
    this.controls(root);
    this.result = readout(root);
    const label = "Histogram of your numbers, with a bell curve for each component and their sum, dashed";
    this.plot = new MixturePlot(root, settings, this.size, label);
    this.results = make("div");
    root.append(this.results);
    this.table();
    this.announce = announcer(root);
  }

  box(parent) {
    const note = `${this.root.dataset.live}-${document.querySelectorAll("textarea").length}`;
    this.text = make("textarea", { rows: 5, spellcheck: "false", autocomplete: "off", "aria-describedby": note });
    parent.append(make("label", { class: "live-box" }, make("span", {}, "your numbers, one column"), this.text));
    this.note = readout(parent);
    this.note.classList.add("live-note");
    this.note.id = note;
    this.text.value = this.settings.example.join("\n");
    this.text.addEventListener("change", () => this.read());
    this.text.addEventListener("paste", (event) => this.paste(event));
  }

  controls(parent) {
    const buttons = row(parent);
    this.start = button(buttons, "Fit", () => this.toggle());
    button(buttons, "Back to the example", () => this.backToExample());
    const sizes = { label: "components K", min: 1, max: this.settings.most, step: 1, show: String };
    this.sizes = new Slider(parent, sizes, (size) => this.resize(size));
    this.sizes.value = this.size;
  }

  table() {
    const heads = ["component", "weight", "mean", "std. dev."];
    this.results.replaceChildren();
    this.rows = new Table(this.results, heads, componentRows(this.size));
    for (let k = 0; k < this.size; k += 1) this.rows.fill(k, [0, 0, 0], () => NOTHING);
  }

  begin(programs) {
    this.programs = programs;
    this.show = timed(this.root, () => this.draw());
    this.slices = new Slices(this.root, {
      advance: () => this.fit.advance(),
      shown: () => this.show(),
      ended: () => this.ended(),
    });
    this.read();
    this.plot.whenSized(this.show);
  }

  // Takes the numbers from the box; says what was left out, or what to mend.
  read() {
    this.clear();
    const { numbers, notes, complaint } = parseNumbers(this.text.value);
    this.complaint = complaint ?? complaintAbout(numbers, this.size);
    this.text.setAttribute("aria-invalid", Boolean(this.complaint));
    const words = [`${numbers.length} numbers`, ...notes].join("; ");
    this.note.textContent = this.complaint ?? `${words}. They stay in this page.`;
    if (this.complaint) this.announce(this.complaint);
    else this.hold(Float64Array.from(numbers).sort());
    this.show();
  }

  // Chromium takes seconds for thousands of lines, and minutes for more: they go in as a whole.
  paste(event) {
    const text = event.clipboardData.getData("text");
    if (text.length < LONG) return;
    event.preventDefault();
    this.text.setRangeText(text, this.text.selectionStart, this.text.selectionEnd, "end");
    this.read();
  }

  hold(numbers) {
    const [data, center, spread] = this.programs.standardize(numbers);
    Object.assign(this, { data, unit: { center, spread } });
    this.plot.turn(limitsOf(data), this.unit);
    this.plot.hold(data);
    this.plot.fit();
  }

  toggle() {
    if (this.slices.isRunning) this.stop();
    else this.begins();
  }

  begins() {
    this.read();
    if (this.complaint) return;
    this.fit = new ManyStarts(this.programs, this.data, this.unit, this.size, this.settings);
    this.start.textContent = "Stop";
    this.slices.start();
  }

  stop() {
    this.clear();
    this.show();
    this.announce("Stopped.");
  }

  // Another number of components is fitted at once.
  resize(size) {
    this.size = size;
    this.table();
    this.begins();
  }

  backToExample() {
    this.text.value = this.settings.example.join("\n");
    this.size = this.sizes.value = this.settings.size;
    this.read();
    this.announce(this.note.textContent);
  }

  clear() {
    this.slices.stop();
    this.fit = null;
    delete this.root.dataset.loss;
    this.start.textContent = "Fit";
    this.table();
  }

  ended() {
    this.start.textContent = "Fit";
    this.fillTable();
    this.show();
    this.announce(`${this.result.textContent} ${this.inWords()}`);
  }

  draw() {
    const best = this.fit?.best;
    this.plot.show(best ? this.mixture(best.params) : null);
    if (this.fit) this.say(this.slices.isRunning ? this.progress() : this.sentence());
    else this.say(this.complaint ? "" : "Not fitted yet.");
  }

  mixture(params) {
    const mixture = new Mixture(params);
    mixture.programs = this.programs;
    return mixture;
  }

  say(text) {
    this.result.textContent = text;
  }

  progress() {
    return `Fitting from ${this.settings.starts} starts: ${Math.floor(100 * this.fit.share)} %`;
  }

  sentence() {
    const { agreeing, best, losses } = this.fit;
    return `Loss ${nats(best.loss)} nats; ${agreeing} of ${losses.length} starts agree.`;
  }

  fillTable() {
    const [weights, means, scales] = this.fit.mixture;
    weights.forEach((weight, k) => {
      this.rows.fill(k, [fixed(weight, 3), this.number(means[k]), this.number(scales[k])], String);
    });
    const { agreeing, best } = this.fit;
    Object.assign(this.root.dataset, { loss: best.loss, agreeing, weights, means, scales });
  }

  inWords() {
    const [weights, means, scales] = this.fit.mixture;
    const each = Array.from(weights, (weight, k) => {
      const spread = `standard deviation ${this.number(scales[k])}`;
      return `Component ${k}: weight ${fixed(weight, 3)}, mean ${this.number(means[k])}, ${spread}.`;
    });
    return each.join(" ");
  }

  number(value) {
    return withResolution(value, this.unit.spread / DIGITS);
  }
}

// What makes numbers unfit for a mixture, in a sentence; nothing where they are fit.
function complaintAbout(numbers, size) {
  if (numbers.length === 0) return "No numbers yet: paste a column.";
  if (numbers.length > MOST) return `${numbers.length} numbers would take minutes here; paste at most ${MOST}.`;
  if (numbers.every((number) => number === numbers[0])) return `All numbers are ${numbers[0]}: a mixture needs a spread.`;
  if (numbers.length < size) return `${numbers.length} numbers are too few for ${size} components.`;
  return undefined;
}
