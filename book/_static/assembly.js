/* Assembles an exercise's function from pieces, and shows what the check says of it.
 *
 * All answers stand in the page: the check was asked about every combination when the book was
 * made. A box is a title, code with menus, a button, a line that is announced, and the answers. */
"use strict";

(() => {
  const element = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });

  /** The number of a combination, in the order in which Python's itertools lists them. */
  function numberOf(menus, once) {
    const left = menus.map((menu) => [...menu.options].slice(1).map((_, piece) => piece));
    return menus.reduce((number, menu, place) => {
      const piece = Number(menu.value);
      const position = left[place].indexOf(piece);
      const size = left[place].length;
      if (once) left.forEach((pieces) => pieces.splice(pieces.indexOf(piece), 1));
      return number * size + position;
    }, 0);
  }

  /** Plain text with `code` and *stress*, as a paragraph. */
  function paragraph(text) {
    const made = element("p");
    for (const part of text.split(/(`[^`]+`|(?<!\w)\*\w+\*)/)) {
      const kind = { "`": "code", "*": "em" }[part.length > 2 && part[0]];
      made.append(kind ? element(kind, part.slice(1, -1)) : part);
    }
    return made;
  }

  /** A message of the check: blocks, of which those that are indented are code. */
  function blocks(message) {
    return message
      .split("\n\n")
      .map((block) => (block.startsWith("    ") ? element("pre", block.replace(/^ {4}/gm, "")) : paragraph(block)));
  }

  const WIDTH = 320;
  const HEIGHT = 140;

  /** A drawing: the right curves, the assembled function's over them, and in words where they part. */
  function drawing({ across, up, x, curves, drawn }, number) {
    const [right, yours] = [curves[0], curves[drawn[number]]];
    if (yours.length !== right.length) return [];
    const [low, high] = limits(right, yours);
    const lines = (kind) => (curve, place) => `<path class="${kind} ${kind}-${place}" d="${path(curve, low, high)}"/>`;
    const figure = element("figure");
    const svg = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"></svg>`;
    figure.innerHTML = svg.replace("></svg>", `>${right.map(lines("right")).join("")}${yours.map(lines("yours")).join("")}</svg>`);
    const ends = [low, high].map((limit) => short(limit, high - low));
    const from = `from ${x[0]} to ${x.at(-1)}`;
    const words = `Wide: the right function. Dashed: yours. Across: ${across}, ${from}. Up: ${up}, from ${ends[0]} to ${ends[1]}.`;
    const caption = element("figcaption", `${words} ${parting(across, x, right, yours)}`);
    figure.firstChild.setAttribute("aria-label", `The curves of your function beside the right ones, over ${across}.`);
    figure.append(caption);
    return [figure];
  }

  /** A limit in three digits, and 0 for what cannot be told from it in the drawing. */
  const short = (limit, span) => (Math.abs(limit) < span / 1000 ? 0 : Number(limit.toPrecision(3)));

  /** The lowest and the highest that is drawn: all of the right curves, and of yours what is near. */
  function limits(right, yours) {
    const finite = (curves) => curves.flat().filter((y) => y !== null);
    const [low, high] = [Math.min(...finite(right)), Math.max(...finite(right))];
    const span = high - low || 1;
    return [Math.max(low - span, Math.min(low, ...finite(yours))), Math.min(high + span, Math.max(high, ...finite(yours)))];
  }

  function path(curve, low, high) {
    let command = "M";
    return curve
      .map((y, place) => {
        if (y === null) return (command = "M") && "";
        const across = (WIDTH * place) / (curve.length - 1);
        const down = 4 + (HEIGHT - 8) * ((high - y) / (high - low));
        const point = `${command}${across.toFixed(1)} ${down.toFixed(1)}`;
        command = "L";
        return point;
      })
      .join("");
  }

  /** Where two sets of curves are farthest apart, in words. */
  function parting(across, x, right, yours) {
    const pairs = right.flatMap((curve, n) => curve.map((y, place) => ({ y, got: yours[n][place], at: x[place] })));
    const lost = pairs.find(({ y, got }) => y !== null && got === null);
    if (lost) return `Where ${across} is ${lost.at}, yours is no number.`;
    const distance = ({ y, got }) => Math.abs(y - got);
    const far = pairs.reduce((one, other) => (distance(other) > distance(one) ? other : one));
    if (distance(far) <= 1e-3 * Math.max(1, Math.abs(far.y))) return "They lie on each other.";
    return `Where ${across} is ${far.at}, yours is ${far.got} in place of ${far.y}.`;
  }

  /** In how many blanks a combination differs from the right one that is nearest. */
  function wrongPieces({ answers, given }, menus, number) {
    const sizes = menus.map((menu) => menu.options.length - 1);
    const pieces = (rest) => sizes.reduceRight(([all, left], size) => [[left % size, ...all], Math.floor(left / size)], [[], rest])[0];
    const chosen = pieces(number);
    const differing = (other) => pieces(other).filter((piece, place) => piece !== chosen[place]).length;
    return Math.min(...given.flatMap((answer, other) => (answers[answer][0] === "correct" ? [differing(other)] : [])));
  }

  /** What follows an answer that is not right: of several wrong pieces the check may name none. */
  function advice(asked, menus, number) {
    const count = asked.once ? 1 : wrongPieces(asked, menus, number);
    const of = menus.length === count ? `None of the ${count} pieces is right` : `${count} of the ${menus.length} pieces are not right`;
    const several = count > 1 ? `${of}. ` : "";
    return element("p", `${several}The hints stand below.`);
  }

  /** A link to the exercise's cell in Colab, if the page has a button for Colab. */
  function colab(box) {
    const button = document.querySelector('a[href^="https://colab.research.google.com/"]');
    if (!button) return [];
    const link = element("a", "Open this in Colab");
    link.href = button.href + (box.dataset.cell ? `#scrollTo=${box.dataset.cell}` : "");
    const made = element("p", "Now write it yourself. ");
    made.append(link);
    return [made];
  }

  /** The first menu that has to be chosen, or chosen anew, and what to say of it. */
  function unready(menus, once) {
    const name = (menu) => menu.getAttribute("aria-label").split(",")[0];
    for (const [place, menu] of menus.entries()) {
      if (!menu.value) return [menu, `Choose a piece for ${name(menu)}.`];
      const earlier = menus.slice(0, place).find((each) => each.value === menu.value);
      if (once && earlier) {
        return [menu, `In ${name(menu)} stands what is in ${name(earlier)} already. Each is used once.`];
      }
    }
    return [];
  }

  function prepare(box) {
    const menus = [...box.querySelectorAll("select")];
    const verdict = box.querySelector("[role=status]");
    const asked = JSON.parse(box.querySelector("script").textContent);
    const { once, answers, given } = asked;

    /** Show what is chosen; the menu itself is there and not seen, for it would not wrap. */
    function show() {
      for (const menu of menus) {
        menu.previousElementSibling.textContent = menu.selectedOptions[0].text;
        menu.parentElement.classList.toggle("chosen", menu.value !== "");
      }
    }

    function say(outcome, ...content) {
      verdict.dataset.outcome = outcome;
      verdict.className = "";
      verdict.replaceChildren(...content);
    }

    function check() {
      const [menu, complaint] = unready(menus, once);
      if (menu) {
        say("unready", element("p", complaint));
        menu.focus();
        return;
      }
      const number = numberOf(menus, once);
      const [outcome, message] = answers[given[number]];
      const said = element("div");
      said.className = "feedback";
      said.append(...blocks(message));
      const passed = outcome === "correct";
      const picture = asked.drawn ? drawing(asked, number) : [];
      say(outcome, said, ...picture, ...(passed ? colab(box) : [advice(asked, menus, number)]));
      if (passed) document.dispatchEvent(new CustomEvent("assembled", { detail: box.dataset.exercise }));
    }

    for (const menu of menus) {
      menu.addEventListener("change", () => {
        show();
        verdict.className = "before";
      });
    }
    box.querySelector("button").addEventListener("click", check);
    show();
    box.hidden = false;
  }

  const start = () => document.querySelectorAll(".assembly").forEach(prepare);
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
