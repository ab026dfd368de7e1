"""A page in a real browser that holds figures, and notes what it asks for and complains about."""

import os
from contextlib import contextmanager

import chromium as find_chromium
import pytest
from playwright.sync_api import sync_playwright

PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>figures</title>
<script>{script}</script><h1>Above</h1>{figures}<p id="below">Below</p></html>
"""


@contextmanager
def chromium():
    """Start Chromium; tests have it as the fixture `browser`."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_path())
        yield started
        started.close()


# Chromium may stop drawing: once it did, in the middle of a page. Then nobody waits for ever.
WITHIN = """(seconds, event) =>
  Promise.race([event, new Promise((late) => setTimeout(late, 1000 * seconds))])"""


def draw(page, frames=2):
    """Wait until a page has been drawn so many times: by then its observers have been told."""
    page.evaluate(
        f"""async frames => {{
            const within = {WITHIN};
            for (let i = 0; i < frames; i++)
                await within(5, new Promise(requestAnimationFrame));
            await new Promise(done => setTimeout(done));
        }}""",
        frames,
    )


def _path():
    """Find Chromium. Where there is none, CI fails, and others learn what was skipped."""
    try:
        return find_chromium.path()
    except FileNotFoundError:
        if "CI" in os.environ:
            raise
        pytest.skip("no Chromium here: what pages do is untested")


class Opened:
    """A page with figures, opened from a file."""

    def __init__(self, tab, folder, *figures, theme="light", script=""):
        file = folder / "page.html"
        texts = "".join(figure._repr_html_() for figure in figures)
        page = PAGE.format(theme=theme, script=script, figures=texts)
        file.write_text(page, encoding="utf-8")
        self.page = tab.page
        self.page.goto(file.as_uri())
        self.figure = self.page.locator(".live-figure").first

    def ready(self):
        """Bring the first figure into view and wait until it has started."""
        self.figure.scroll_into_view_if_needed()
        self.page.wait_for_selector('.live-figure[data-state="ready"]')
        self.page.wait_for_selector(".live-figure[data-redraw]")
        return self

    def control(self, role, name, nth=0):
        """Find a control by what a screen reader calls it."""
        return self.figure.get_by_role(role, name=name).nth(nth)

    def number(self, name):
        """A number that the figure has written on itself."""
        return float(self.figure.get_attribute(f"data-{name}"))

    def reach(self, step):
        """Wait until training has come this far."""
        self.page.wait_for_selector(
            f'.live-figure[data-step="{step}"]', timeout=60000
        )

    def record_steps(self):
        """Note every step that is drawn from now on."""
        self.figure.evaluate("""root => {
            root.steps = [];
            new MutationObserver(() => root.steps.push(Number(root.dataset.step)))
              .observe(root, { attributeFilter: ["data-step"] });
        }""")

    def recorded_steps(self):
        """The steps drawn since `record_steps`, in order."""
        return self.figure.evaluate("root => root.steps")

    def drag(self, mark, across, down):
        """Drag a mark of the drawing by some pixels."""
        box = self.figure.locator(mark).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + across, y + down)
        mouse.up()
