// Starting means by k-means++ (Arthur and Vassilvitskii 2007), as the package's function of that
// name chooses them. Its random keys cannot be compiled, so this is written by hand.

// data: standardised; uniform: returns random numbers between 0 and 1.
export function kmeansPlusPlus(data, size, uniform) {
  const means = [data[Math.floor(uniform() * data.length)]];
  let nearest = data.map((datum) => (datum - means[0]) ** 2);
  while (means.length < size) {
    const mean = data[chosen(nearest, uniform())];
    nearest = nearest.map((distance, i) => Math.min(distance, (data[i] - mean) ** 2));
    means.push(mean);
  }
  return Float64Array.from(means);
}

// A place with a probability in proportion to its weight.
function chosen(weights, share) {
  let rest = share * weights.reduce((sum, weight) => sum + weight);
  const place = weights.findIndex((weight) => (rest -= weight) < 0);
  return place < 0 ? 0 : place;
}

// The same random numbers for the same seed (mulberry32, by Tommy Ettinger, public domain).
export function uniformNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
