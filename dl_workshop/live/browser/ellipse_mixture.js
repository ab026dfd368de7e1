// A mixture over two columns as a reader moves it: weights, means, half-axes and turns.

// Where `readable` has which number of a component: in which array, and where in it.
const PLACES = {
  weight: (k) => [0, k],
  across: (k) => [1, 2 * k],
  up: (k) => [1, 2 * k + 1],
  long: (k) => [2, k],
  short: (k) => [3, k],
  turn: (k) => [4, k],
};

export class EllipseMixture {
  constructor(params) {
    this.params = params;
  }

  get params() {
    return this.numbers;
  }

  // Programs read its shape when it is asked for.
  set params(params) {
    this.numbers = params.map((values) => Float64Array.from(values.flat ? values.flat(2) : values));
    this.shape = null;
  }

  get size() {
    return this.numbers[0].length;
  }

  // What is set by hand stays as it was set: of a circle, params would not know the turn.
  get readable() {
    this.shape ??= this.programs.readable(...this.numbers);
    return this.shape;
  }

  component(k) {
    const all = this.readable;
    const entries = Object.entries(PLACES).map(([name, place]) => {
      const [array, index] = place(k);
      return [name, all[array][index]];
    });
    return Object.fromEntries(entries);
  }

  set(k, name, value) {
    const [array, index] = PLACES[name](k);
    if (name === "weight") this.setWeight(k, value);
    else this.readable[array][index] = value;
    this.numbers = this.programs.fromReadable(...this.readable);
  }

  // The others share what is left, in the proportions they had.
  setWeight(k, weight) {
    const [weights] = this.readable;
    if (weights.length === 1) return;
    const wanted = Math.min(Math.max(weight, 0.005), 0.995);
    const change = (1 - wanted) / (1 - weights[k]);
    weights.forEach((other, j) => {
      weights[j] = j === k ? wanted : other * change;
    });
  }

  // A point of an ellipse: so many standard deviations from the mean, at an angle from its first axis.
  point(k, radius, angle) {
    const { across, up, long, short, turn } = this.component(k);
    const [first, second] = [radius * long * Math.cos(angle), radius * short * Math.sin(angle)];
    return {
      x: across + first * Math.cos(turn) - second * Math.sin(turn),
      y: up + first * Math.sin(turn) + second * Math.cos(turn),
    };
  }
}
