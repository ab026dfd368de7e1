// Starting a figure: its frame at once, so that nothing moves later; all else once it is in view.

export function start(name, settings, Kind, programs) {
  for (const root of document.querySelectorAll(`[data-live="${name}"]:not([data-state])`)) {
    root.dataset.state = "waiting";
    const figure = new Kind(root, settings);
    whenInView(root, () => {
      figure.begin(programs());
      root.dataset.state = "ready";
    });
  }
}

function whenInView(element, begin) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      begin();
    },
    { rootMargin: "200px" },
  );
  observer.observe(element);
}

// Draws now, and writes on the figure how many milliseconds that took.
export function timed(root, redraw) {
  return () => {
    const begin = performance.now();
    redraw();
    root.dataset.redraw = (performance.now() - begin).toFixed(2);
  };
}
