// Fits from many starts, one after the other, of which the lowest loss wins.

import { kmeansPlusPlus, uniformNumbers } from "./kmeans_plus_plus.js";

const AGREE_NATS = 0.1;

export class ManyStarts {
  // data: standardised; unit: center and spread that lead back.
  constructor(programs, data, unit, size, { starts, steps, seed }) {
    Object.assign(this, { programs, data, unit, size, starts, steps });
    this.uniform = uniformNumbers(seed);
    this.losses = [];
    this.best = null;
    this.begin();
  }

  begin() {
    const means = kmeansPlusPlus(this.data, this.size, this.uniform);
    this.state = this.programs.begin(means);
    this.step = 0;
  }

  // One step of the start that is under way; whether there is more to do.
  advance() {
    this.state = this.programs.step(...this.state, this.data);
    this.step += 1;
    if (this.step < this.steps) return true;
    this.finish();
    if (this.losses.length === this.starts) return false;
    this.begin();
    return true;
  }

  finish() {
    const params = byMeans(this.state.slice(0, 3));
    const [loss] = this.programs.loss(...params, this.data, this.unit.spread);
    if (!this.best || loss < this.best.loss) this.best = { loss, params };
    this.losses.push(loss);
  }

  get share() {
    return (this.losses.length + this.step / this.steps) / this.starts;
  }

  get agreeing() {
    return this.losses.filter((loss) => loss < this.best.loss + AGREE_NATS).length;
  }

  // Weights, means and standard deviations in the data's units.
  get mixture() {
    const { center, spread } = this.unit;
    return this.programs.inUnits(...this.best.params, center, spread);
  }
}

// Components in the order of their means.
function byMeans(params) {
  const [, means] = params;
  const order = Array.from(means.keys()).sort((i, j) => means[i] - means[j]);
  return params.map((values) => Float64Array.from(order, (k) => values[k]));
}
