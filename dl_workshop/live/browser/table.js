// Tables of numbers that change, each row named by its first cell.

import { perComponent } from "./components.js";
import { make } from "./elements.js";

export class Table {
  // heads: words above the columns; rows: names to the class of their row.
  constructor(parent, heads, rows) {
    const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
    this.rows = rows.map(([name, className]) => {
      const cells = heads.slice(1).map(() => make("td"));
      return make("tr", { class: className }, make("th", { scope: "row" }, name), ...cells);
    });
    const body = make("tbody", {}, ...this.rows);
    parent.append(make("table", { class: "live-table" }, make("thead", {}, head), body));
  }

  // The numbers go into the last cells of the row.
  fill(row, numbers, show) {
    const cells = [...this.rows[row].cells].slice(-numbers.length);
    cells.forEach((cell, i) => (cell.textContent = show(numbers[i])));
  }
}

export function componentRows(size) {
  return perComponent(size, (k) => [`component ${k}`, `live-c${k}`]);
}
