// A training run: state in, state out, with every state and every loss kept.

export class Run {
  constructor(programs, optimizer, params, rate, data) {
    this.lossAndSlopes = programs.lossAndSlopes;
    this.step = programs[`step_${optimizer}`];
    Object.assign(this, { rate, data, size: params.length, states: [], losses: [] });
    this.enter(programs[`begin_${optimizer}`](...params));
  }

  // A state begins with its parameters.
  enter(state) {
    const [loss, ...slopes] = this.lossAndSlopes(...state.slice(0, this.size), this.data);
    this.states.push(state);
    this.losses.push(loss);
    this.slopes = slopes;
  }

  advance() {
    this.enter(this.step(...this.states.at(-1), ...this.slopes, this.rate));
  }

  get steps() {
    return this.states.length - 1;
  }

  // The first step at which the loss was no finite number, or -1.
  get broken() {
    return this.losses.findIndex((loss) => !Number.isFinite(loss));
  }

  get lowest() {
    return this.losses.reduce((lowest, loss) => (loss < lowest ? loss : lowest), Infinity);
  }

  params(step) {
    return this.states[step].slice(0, this.size);
  }
}
