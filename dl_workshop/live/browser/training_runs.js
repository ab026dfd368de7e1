// Two runs of training beside each other, and the losses of both below.

class TrainingRuns {
  constructor(root, settings) {
    Object.assign(this, { root, settings, step: 0 });
    const side = columns(root);
    this.lanes = settings.lanes.map((lane, i) => {
      const named = { ...lane, name: `live-lane${i}` };
      return new Lane(side, named, settings, () => this.restart());
    });
    this.losses = new LossPlot(root, settings);
    this.player = new Player(root, {
      steps: settings.steps,
      runs: settings.lanes.length,
      advance: () => this.advance(),
      shown: () => this.show(),
      stopped: () => this.stopped(),
    });
    this.buttons(row(root));
    this.scrub = this.scrubber(root);
    this.announce = announcer(root);
  }

  buttons(parent) {
    this.run = button(parent, "Run", () => this.toggle());
    button(parent, "Step back", () => this.goTo(this.step - 1));
    button(parent, "Step on", () => this.goTo(this.step + 1));
    button(parent, "Restart", () => this.restart());
    choice(parent, "speed", PACES, (pace) => (this.player.pace = pace));
  }

  scrubber(parent) {
    const options = { label: "step", min: 0, max: this.settings.steps, step: 1, show: String };
    return new Slider(parent, options, (step) => this.goTo(step));
  }

  begin(programs) {
    const data = unpack(this.settings.data);
    for (const lane of this.lanes) lane.begin(programs, data);
    this.show = timed(this.root, () => this.draw());
    this.losses.whenSized(this.show);
    for (const lane of this.lanes) lane.plot.whenSized(this.show);
  }

  toggle() {
    if (this.step === this.settings.steps) this.step = 0;
    this.run.textContent = this.player.isRunning ? "Run" : "Pause";
    this.player.toggle();
  }

  advance() {
    this.step += 1;
    for (const lane of this.lanes) lane.reach(this.step);
    return this.step < this.settings.steps;
  }

  stopped() {
    this.run.textContent = "Run";
    this.announce(this.result());
  }

  // What was computed before is only shown again.
  goTo(step) {
    if (this.player.isRunning) this.player.stop();
    this.step = Math.min(Math.max(step, 0), this.settings.steps);
    for (const lane of this.lanes) lane.reach(this.step);
    this.show();
    this.announce(this.result());
  }

  restart() {
    for (const lane of this.lanes) lane.restart();
    this.goTo(0);
  }

  draw() {
    for (const lane of this.lanes) lane.show(this.step);
    this.losses.show(this.lanes, this.step);
    this.scrub.value = this.step;
    this.root.dataset.step = this.step;
    this.root.dataset.losses = this.lanes.map((lane) => lane.run.losses[this.step]);
  }

  result() {
    const each = this.lanes.map((lane) => `${lane.title}: ${lane.result(this.step)}`);
    return `Step ${this.step}. ${each.join(" ")}`;
  }
}
