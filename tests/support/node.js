// Reads one request a line, answers one line each. Numbers travel as the bytes of float64s, for
// JSON has no NaN, no infinities and loses the sign of zero.
const functions = new Map();

function decode(leaf) {
  const bytes = Buffer.from(leaf.bytes, "base64");
  const values = new Float64Array(bytes.length / 8);
  for (let k = 0; k < values.length; k += 1) values[k] = bytes.readDoubleLE(8 * k);
  return leaf.scalar ? values[0] : values;
}

function encode(leaf) {
  const scalar = typeof leaf === "number";
  if (!scalar && !(leaf instanceof Float64Array)) throw new Error(`not a leaf: ${leaf}`);
  const values = scalar ? Float64Array.of(leaf) : leaf;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { scalar, bytes: bytes.toString("base64") };
}

function answer({ source, name, calls }) {
  if (!functions.has(source)) {
    functions.set(source, new Function(`"use strict";\n${source}\nreturn ${name};`)());
  }
  const results = calls.map((call) => functions.get(source)(...call.map(decode)));
  return results.map((leaves) => leaves.map(encode));
}

const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  let reply;
  try {
    reply = { results: answer(JSON.parse(line)) };
  } catch (error) {
    reply = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
});
