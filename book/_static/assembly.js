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
    const { once, answers, given } = JSON.parse(box.querySelector("script").textContent);

    /** Show what is chosen; the menu itself is there and not seen, for it would not wrap. */
    function show() {
      for (const menu of menus) {
        menu.previousElementSibling.textContent = menu.selectedOptions[0].text;
        menu.parentElement.classList.toggle("chosen", menu.value !== "");
      }
    }

    function say(outcome, ...content) {
      verdict.dataset.outcome = outcome;
      verdict.replaceChildren(...content);
    }

    function check() {
      const [menu, complaint] = unready(menus, once);
      if (menu) {
        say("unready", element("p", complaint));
        menu.focus();
        return;
      }
      const [outcome, message] = answers[given[numberOf(menus, once)]];
      const said = element("div");
      said.className = "feedback";
      said.append(...blocks(message));
      const passed = outcome === "correct";
      say(outcome, said, ...(passed ? colab(box) : [element("p", "The hints stand below.")]));
      if (passed) document.dispatchEvent(new CustomEvent("assembled", { detail: box.dataset.exercise }));
    }

    for (const menu of menus) {
      menu.addEventListener("change", () => {
        show();
        verdict.dataset.outcome += " before";
      });
    }
    box.querySelector("button").addEventListener("click", check);
    show();
    box.hidden = false;
  }

  const start = () => document.querySelectorAll(".assembly").forEach(prepare);
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
