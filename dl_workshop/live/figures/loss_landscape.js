// The loss around a point: along one parameter, and along two, with a prior to turn up.

import { ContourPlot } from "../browser/contours.js";
import { announcer, choice, columns, LogSlider, panel, readout, row, sameNames } from "../browser/controls.js";
import { coordinates } from "../browser/coordinates.js";
import { LossSlice } from "../browser/loss_slice.js";
import { Mixture } from "../browser/mixture.js";
import { MixtureControls } from "../browser/mixture_controls.js";
import { fixed } from "../browser/numbers.js";
import { timed } from "../browser/start.js";

export class LossLandscape {
  constructor(root, settings) {
    Object.assign(this, { root, settings, across: "w0", up: "m0" });
    this.mixture = new Mixture(settings.params);
    this.coordinates = coordinates(settings);
    this.plots(columns(root));
    this.readouts = [readout(root), readout(root)];
    this.prior(root);
    this.controls = new MixtureControls(root, this.mixture, { limits: settings, unit: settings.unit }, () => this.show());
    this.announce = announcer(root);
    root.addEventListener("change", () => this.announce(this.result()));
  }

  plots(parent) {
    const [left, right] = [panel(parent), panel(parent)];
    const names = Object.entries(this.coordinates).map(([name, { label }]) => [name, label]);
    this.acrossChoice = choice(row(left), "along", Object.fromEntries(names), (name) => this.turn(name, this.up));
    this.upChoice = choice(row(right), "and along", Object.fromEntries(names), (name) => this.turn(this.across, name));
    this.slice = new LossSlice(left, "Loss above its lowest, along one parameter; dashed without the prior");
    this.contours = new ContourPlot(right, "Contours of the loss along two parameters, with a cross at the lowest point");
  }

  prior(parent) {
    const alphas = { label: "prior α", min: 0.5, max: 100 };
    this.alpha = new LogSlider(parent, alphas, () => this.show());
    this.alpha.value = this.settings.alpha;
    this.sample = choice(row(parent), "data", sameNames(this.settings.samples), () => this.show());
  }

  begin(programs) {
    this.programs = this.mixture.programs = programs;
    this.show = timed(this.root, () => this.draw());
    this.slice.drag(this.slice.here, ({ x }) => this.moveTo(x));
    this.contours.drag(this.contours.here, ({ x, y }) => this.moveTo(x, y));
    for (const plot of [this.slice, this.contours]) plot.whenSized(this.show);
    this.turn(this.across, this.up);
  }

  // Two different parameters: the one that was chosen for both trades places with the other.
  turn(across, up) {
    const clash = across === up;
    const [wasAcross, wasUp] = [this.across, this.up];
    this.across = clash && up !== wasUp ? wasUp : across;
    this.up = clash && across !== wasAcross ? wasAcross : up;
    this.acrossChoice.value = this.across;
    this.upChoice.value = this.up;
    this.slice.turn(this.coordinates[this.across]);
    this.contours.turn(this.coordinates[this.across], this.coordinates[this.up]);
    this.show();
  }

  moveTo(x, y = null) {
    const moves = [[this.coordinates[this.across], x]];
    if (y !== null) moves.push([this.coordinates[this.up], y]);
    this.mixture.params = this.moved(moves);
    this.show();
  }

  // The parameters with some numbers moved; the others stay where they are.
  moved(moves) {
    const readable = this.readable.map((values) => values.slice());
    for (const [coordinate, value] of moves) coordinate.set(readable, value);
    return this.programs.fromReadable(...readable);
  }

  loss(params, alpha = this.alpha.value) {
    return this.lossOf(...params, this.data, alpha)[0];
  }

  draw() {
    this.readable = this.mixture.readable;
    const names = Object.keys(this.settings.samples);
    this.data = this.settings.samples[this.sample.value];
    this.lossOf = this.programs[`loss${names.indexOf(this.sample.value)}`];
    const [across, up] = [this.coordinates[this.across], this.coordinates[this.up]];
    const along = (alpha) => (x) => this.loss(this.moved([[across, x]]), alpha);
    this.lowest = this.slice.show(along(), along(1), across.get(this.readable));
    const height = (x, y) => this.loss(this.moved([[across, x], [up, y]]));
    this.contours.show(height, [across, up].map(({ get }) => get(this.readable)));
    this.controls.show();
    const loss = this.loss(this.mixture.params);
    Object.assign(this.root.dataset, { loss, lowest: this.lowest });
    this.sentences().forEach((sentence, i) => (this.readouts[i].textContent = sentence));
  }

  sentences() {
    const prior = this.programs.prior(this.mixture.params[0], this.alpha.value)[0];
    const loss = Number(this.root.dataset.loss);
    const { label, unit } = this.coordinates[this.across];
    return [
      `loss ${fixed(loss, 1)} nats: data ${fixed(loss + prior, 1)}, prior ${fixed(-prior, 1)}`,
      `lowest along ${label}: ${unit.place(this.lowest)}`,
    ];
  }

  result() {
    const [across, up] = [this.across, this.up].map((name) => this.coordinates[name].label);
    return [...this.sentences(), `contours over ${across} and ${up}`].join("; ");
  }
}
