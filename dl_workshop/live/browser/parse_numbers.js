// Numbers out of text that people paste: separators, decimal commas, a header, missing values.

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const MISSING = /^(na|n\/a|nan|null|none|missing|[-.?])?$/i;
const DECIMAL_COMMA = /^[-+]?\d*,\d+(e[-+]?\d+)?$/i;
const THOUSANDS = /^[-+]?\d{1,3}((,\d{3})+\.\d+|(\.\d{3})+,\d+|(\.\d{3}){2,}|(['’\u00a0\u202f]\d{3})+([.,]\d+)?)$/;
const ONE_OR_SEVERAL = /^[-+]?[1-9]\d{0,2}(,\d{3})+$/;

// Returns numbers, what was left out in words, and a complaint where there is one.
export function parseNumbers(text) {
  const lines = text.replaceAll("−", "-").replaceAll('"', "").trim().split(/\r\n|\r|\n/);
  const style = styleOf(lines);
  const found = { numbers: [], notes: [], missing: 0, complaint: doubtAbout(lines) };
  if (found.complaint) return found;
  for (const [i, line] of lines.entries()) {
    const cells = cellsOf(line, style);
    if (i === 0 && isHeader(cells)) readHeader(found, line.trim());
    else readCells(found, cells, i + 1);
    if (found.complaint) return found;
  }
  if (found.isWide && lines.length > 1) found.notes.push("all numbers of a line are read, as one column");
  if (style.hasDecimalCommas) found.notes.push("commas are read as decimal commas");
  if (found.missing) found.notes.push(`${found.missing} missing left out`);
  return found;
}

// Commas are decimal where something else separates: semicolons, or one number in each line.
function styleOf(lines) {
  const hasSemicolons = lines.some((line) => line.includes(";"));
  const cells = lines.flatMap((line) => line.split(hasSemicolons ? ";" : "\n"), 1).map((cell) => cell.trim());
  const isAlone = (cell) => DECIMAL_COMMA.test(cell) || NUMBER.test(cell) || !cell.includes(",");
  const hasDecimalCommas = cells.length > 1 && cells.some((cell) => DECIMAL_COMMA.test(cell)) && cells.every(isAlone);
  return { hasSemicolons, hasDecimalCommas };
}

// Three digits after each comma, and one number in a line: thousands, decimals, or a list?
function doubtAbout(lines) {
  const withComma = lines.map((line) => line.trim()).filter((line) => line.includes(","));
  const first = withComma.find((line) => /\d/.test(line));
  const isDoubtful = lines.length > 1 && first && withComma.every((line) => ONE_OR_SEVERAL.test(line));
  if (!isDoubtful) return undefined;
  const where = lines.findIndex((line) => line.trim() === first) + 1;
  return `Line ${where}: “${first}” can be read as one number or as several; leave the comma out, or write a point or a space.`;
}

function cellsOf(line, { hasSemicolons, hasDecimalCommas }) {
  if (THOUSANDS.test(line.trim())) return [line.trim()];
  if (hasDecimalCommas) return split(line, hasSemicolons ? ";" : /\s+/).map((cell) => cell.replace(",", "."));
  return split(line, hasSemicolons ? ";" : line.includes(",") ? "," : /\s+/);
}

// A separator at the end of a line separates nothing; spaces separate inside of cells too.
function split(line, separator) {
  const cells = line.trim().split(separator);
  if (cells.length > 1 && cells.at(-1).trim() === "") cells.pop();
  return cells.flatMap((cell) => cell.trim().split(/\s+/)).map((cell) => cell.replace(/^(["'])(.*)\1$/, "$2"));
}

// A name begins with no digit, or a date would be one.
function isHeader(cells) {
  return cells.every((cell) => /^[^\d.+-]/.test(cell) && !MISSING.test(cell));
}

function readHeader(found, line) {
  const columns = line.split(/[,;\t]/).length;
  if (columns > 1) found.complaint = `Line 1 names ${columns} columns; paste one of them.`;
  else found.notes.push(`“${line}” is read as the name of the column`);
}

function readCells(found, cells, line) {
  for (const cell of cells) readCell(found, cell, line);
  found.isWide ||= cells.length > 1;
}

function readCell(found, cell, line) {
  if (NUMBER.test(cell) && Number.isFinite(Number(cell))) found.numbers.push(Number(cell));
  else if (MISSING.test(cell)) found.missing += 1;
  else found.complaint = `Line ${line}: “${cell.slice(0, 20)}” is no number; ${mend(cell)}.`;
}

function mend(cell) {
  if (NUMBER.test(cell)) return "it is too large";
  return THOUSANDS.test(cell) ? "write it without separators of thousands" : "remove it, or write NA where a value is missing";
}
