/* A reader's progress: chapters read, answers given and exercises assembled, kept in this browser
 * and nowhere else.
 *
 * A chapter is read when its end has been seen. A question is known by its words, so that a new
 * edition of a chapter loses only the answers to questions that have changed. Where a browser
 * refuses to store, everything works and nothing is remembered. */
"use strict";

(() => {
  const KEY = "gaussian-mixtures-progress";

  const nothing = () => ({ read: [], answers: {}, assembled: [] });

  function load() {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY)) ?? {};
      return { ...nothing(), ...stored };
    } catch {
      return nothing();
    }
  }

  function save(progress) {
    try {
      localStorage.setItem(KEY, JSON.stringify(progress));
      return true;
    } catch {
      return false;
    }
  }

  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  /** The page that an address leads to: "likelihood" for ".../likelihood.html#all-data". */
  const pageOf = (address) =>
    new URL(address, location.href).pathname.split("/").pop().replace(/\.html$/, "") || "index";

  // On a phone the theme moves the list between the side column and a drawer.
  const chapterList = () => document.querySelector("nav.bd-links");
  const links = () => [...(chapterList()?.querySelectorAll("a[href]") ?? [])];

  /** Tick the chapters that have been read, in the list of chapters. */
  function showTicks(read) {
    for (const link of links()) {
      link.querySelector(".chapter-read")?.remove();
      if (read.includes(pageOf(link.href))) {
        link.append(tick("read"));
      }
    }
  }

  /** Tick the exercises that have been assembled on this page. */
  function showAssembled(assembled) {
    for (const box of document.querySelectorAll(".assembly")) {
      const title = box.querySelector(".assembly-title");
      title.textContent = "Assemble it here";
      if (assembled.includes(box.dataset.exercise)) title.append(tick("done"));
    }
  }

  function tick(word) {
    const made = document.createElement("span");
    made.className = "chapter-read";
    made.innerHTML = `<span aria-hidden="true">✓</span><span class="visually-hidden">, ${word}</span>`;
    return made;
  }

  function summary({ read, answers, assembled }) {
    const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
    const answered = Object.keys(answers).length;
    return (
      count(read.length, "chapter read", "chapters read") +
      (answered ? `, ${count(answered, "answer", "answers")}` : "") +
      (assembled.length ? `, ${count(assembled.length, "exercise", "exercises")}` : "")
    );
  }

  /** Say below the list of chapters how much there is, and offer to forget it. */
  function showSummary(progress, forget) {
    const panel = document.querySelector(".reading-progress") ?? addPanel(forget);
    const isEmpty = !Object.values(progress).some((part) => Object.keys(part).length);
    panel.hidden = isEmpty;
    panel.querySelector("span").textContent = summary(progress);
  }

  function addPanel(forget) {
    const panel = document.createElement("p");
    panel.className = "reading-progress";
    const text = document.createElement("span");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Clear";
    button.title = "Forget what this browser remembers of your reading";
    button.addEventListener("click", forget);
    panel.append(text, " ", button);
    chapterList()?.append(panel);
    return panel;
  }

  function watchEnd(seen) {
    const ending = document.querySelector("#what-to-remember");
    if (!ending) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        seen();
      }
    });
    observer.observe(ending.lastElementChild);
  }

  const questions = () => [...document.querySelectorAll(".quiz fieldset")];

  function restoreAnswers(answers) {
    for (const question of questions()) {
      const chosen = answers[words(question.querySelector("legend"))];
      for (const label of question.querySelectorAll("label")) {
        label.querySelector("input").checked = words(label) === chosen;
      }
    }
  }

  function watchAnswers(answered) {
    for (const question of questions()) {
      question.addEventListener("change", (event) => {
        answered(words(question.querySelector("legend")), words(event.target.closest("label")));
      });
    }
  }

  function start() {
    /** Change what is stored, as it is now: another tab may have changed it too. */
    function change(edit) {
      const progress = load();
      edit(progress);
      if (save(progress)) show(progress);
    }

    function show(progress) {
      showTicks(progress.read);
      showAssembled(progress.assembled);
      showSummary(progress, () => {
        change((current) => Object.assign(current, nothing()));
        restoreAnswers({});
      });
    }

    const progress = load();
    show(progress);
    restoreAnswers(progress.answers);
    watchAnswers((question, answer) => change(({ answers }) => (answers[question] = answer)));
    document.addEventListener("assembled", ({ detail: name }) => {
      change(({ assembled }) => assembled.includes(name) || assembled.push(name));
    });
    watchEnd(() => {
      const page = pageOf(location.href);
      change(({ read }) => read.includes(page) || read.push(page));
    });
  }

  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
