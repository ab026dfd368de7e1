// A mixture that the reader changes: its parameters, and the numbers in which they are read.
// What it computes, it computes with the book's functions: `programs`, once the figure begins.

export class Mixture {
  constructor(params) {
    this.params = params.map((values) => Float64Array.from(values));
  }

  get size() {
    return this.params[1].length;
  }

  // Weights that sum to 1, means, scales.
  get readable() {
    return this.programs.readable(...this.params);
  }

  densities(grid) {
    const all = this.programs.densities(...this.params, grid)[0];
    return Array.from({ length: this.size }, (_, k) =>
      all.subarray(k * grid.length, (k + 1) * grid.length),
    );
  }

  lossAndSlopes(data) {
    return this.programs.lossAndSlopes(...this.params, data);
  }

  setMean(k, mean) {
    this.params[1][k] = mean;
  }

  setScale(k, scale) {
    const [weights, means, scales] = this.readable;
    scales[k] = scale;
    this.params = this.programs.fromReadable(weights, means, scales);
  }

  // The others share what is left, in the proportions they had.
  setWeight(k, weight) {
    const [weights, means, scales] = this.readable;
    const wanted = Math.min(Math.max(weight, 0.005), 0.995);
    const change = (1 - wanted) / (1 - weights[k]);
    const others = weights.map((other) => other * change);
    others[k] = wanted;
    this.params = this.programs.fromReadable(others, means, scales);
  }
}
