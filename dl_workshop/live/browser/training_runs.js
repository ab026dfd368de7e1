// Two runs of training beside each other, and the losses of both below.

class TrainingRuns extends Stepped {
  constructor(root, settings) {
    super(root, settings);
    const side = columns(root);
    this.lanes = settings.lanes.map((lane, i) => {
      const named = { ...lane, name: `live-lane${i}` };
      return new Lane(side, named, settings, () => this.restart());
    });
    this.losses = new LossPlot(root, settings);
    this.controls(settings.lanes.length);
  }

  begin(programs) {
    const data = unpack(this.settings.data);
    for (const lane of this.lanes) lane.begin(programs, data);
    this.show = timed(this.root, () => this.draw());
    this.losses.whenSized(this.show);
    for (const lane of this.lanes) lane.plot.whenSized(this.show);
  }

  reach(step) {
    for (const lane of this.lanes) lane.reach(step);
  }

  beginAgain() {
    for (const lane of this.lanes) lane.restart();
  }

  draw() {
    for (const lane of this.lanes) lane.show(this.step);
    this.losses.show(this.lanes, this.step);
    this.showStep();
    this.root.dataset.losses = this.lanes.map((lane) => lane.run.losses[this.step]);
  }

  result() {
    const each = this.lanes.map((lane) => `${lane.title}: ${lane.result(this.step)}`);
    return `Step ${this.step}. ${each.join(". ")}.`;
  }
}
