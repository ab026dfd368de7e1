// Components by number: a list with one entry for each, and the colour of each.

export function perComponent(size, each) {
  return Array.from({ length: size }, (_, k) => each(k));
}

// There are eight colours; from the ninth component on they come again, dashed or paler.
export function componentColor(k) {
  return `live-c${k % 8}${k < 8 ? "" : " live-again"}`;
}
