// Unpacks data as packed_data.py packs them: quantized to 16 bits, sorted, delta-coded.

export function unpack({ first, spacing, differences }) {
  const indices = [];
  let index = 0;
  for (const difference of variableLength(atob(differences))) {
    index += difference;
    indices.push(index);
  }
  return Float64Array.from(indices, (i) => first + i * spacing);
}

// Seven bits a byte, the lowest first; the eighth says that more follow.
function* variableLength(bytes) {
  let number = 0;
  let place = 1;
  for (const character of bytes) {
    const byte = character.charCodeAt(0);
    number += (byte & 127) * place;
    place *= 128;
    if (byte > 127) continue;
    yield number;
    number = 0;
    place = 1;
  }
}
