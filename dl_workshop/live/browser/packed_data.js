// Unpacks data as packed_data.py packs them: quantized to 16 bits, sorted, delta-coded.

export function unpack({ low, high, differences }) {
  const indices = [];
  let index = 0;
  for (const difference of variableLength(atob(differences))) {
    index += difference;
    indices.push(index);
  }
  const spacing = (high - low) / 65535;
  return Float64Array.from(indices, (i) => low + i * spacing);
}

// Seven bits a byte, the lowest first; the eighth says that more follow.
function* variableLength(bytes) {
  let number = 0;
  let shift = 0;
  for (const character of bytes) {
    const byte = character.charCodeAt(0);
    number |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    yield number;
    number = shift = 0;
  }
}
