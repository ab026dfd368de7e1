"""A visitor to the built site: opens pages in Chromium and notes what the browser says of them."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from serve import server

AXE = Axe()
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
CONTRAST = "color-contrast"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

# Pictures load, figures start, and videos play, when they come into view.
LOOK = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  for (const seen of document.querySelectorAll("img, .live-figure, video")) {
    seen.scrollIntoView({ block: "center" });
    await frame();
    await frame();
  }
  scrollTo(0, 0);
  const loading = [...document.images].filter((image) => !image.complete);
  await Promise.all(loading.map((image) => image.decode().catch(() => {})));
}"""

UNDESCRIBED = """() =>
  [...document.querySelectorAll("img, video, .live-figure")]
    .filter((e) => !e.hasAttribute("alt") && !e.ariaLabel)
    .map((e) => e.outerHTML.slice(0, 200))"""

# Text of the page without code: signs of Markdown, of MyST and of TeX that nothing has read.
RAW = r"""() => {
  const article = document.querySelector("main").cloneNode(true);
  const code = "pre, code, .assembly-code, .sig, script, style, noscript";
  for (const e of article.querySelectorAll(code)) e.remove();
  const signs = /\$[^$\n]+\$|:::|```|\\[a-z]+\{|\{[\w:-]+\}`|\]\(|\*\*\w[^*\n]*\*\*/g;
  return article.textContent.match(signs) ?? [];
}"""

# Contrast takes axe longer than all else together, and depends on how text and what is behind it
# look: one text of each look is marked, and only those are measured.
MARK_LOOKS = """() => {
  const behind = (e) => {
    if (!e) return "";
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
    const own = `${backgroundColor} ${backgroundImage} ${opacity}`;
    const plain = own === "rgba(0, 0, 0, 0) none 1";
    return (plain ? "" : own) + behind(e.parentElement);
  };
  const seen = new Set();
  for (const e of document.body.querySelectorAll("*")) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (!e.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(e);
    const look = [color, fontSize, fontWeight, behind(e)].join();
    e.toggleAttribute("data-look", !seen.has(look));
    seen.add(look);
  }
}"""

SIDEWAYS = """() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth"""

# Numbers of equations that do not stand to the right of their whole formula.
COVERED = """() =>
  [...document.querySelectorAll(".math .eqno")]
    .filter((number) => {
      const formula = number.parentElement.querySelector("math");
      const end = formula.getBoundingClientRect().left + formula.scrollWidth;
      return number.getBoundingClientRect().left < end - 1;
    })
    .map((number) => number.textContent)"""


@dataclass
class Visit:
    """What a visit to a page has shown.

    Attributes:
        outside: addresses outside the site that were asked for.
        complaints: errors and warnings of the browser, what failed or is missing.
        undescribed: pictures, videos and figures without a text that says what they show.
        raw: signs of markup in the text.
        faint: texts of too little contrast, by axe.
        weights: addresses to bytes as transferred, videos left out.
        sideways: pixels by which the page is wider than a phone; None if nobody has looked.
        covered: numbers of equations not to the right of their formula, on a phone; or None.
        violations: what else axe has found; or None.
    """

    outside: list
    complaints: list
    undescribed: list
    raw: list
    faint: list
    weights: dict
    sideways: int | None = None
    covered: list | None = None
    violations: list | None = None


@contextmanager
def served(folder):
    """Serve a folder over http, compressed; gives its address."""
    with server(folder) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def visit(browser, base, name, scheme, thorough):
    """Visit a page for the first time.

    Args:
        browser: of Playwright.
        base: address of the site.
        name: of the page.
        scheme: "light" or "dark".
        thorough: whether to look at what is the same in light and in dark, as well.

    Returns:
        A Visit.
    """
    context = browser.new_context(viewport=DESK, color_scheme=scheme)
    page = context.new_page()
    complaints, requests = [], []
    _listen(page, complaints, requests)
    page.goto(f"{base}/{name}", wait_until="load")
    page.evaluate(LOOK)
    seen = Visit(
        _outside(requests, base),
        complaints,
        page.evaluate(UNDESCRIBED),
        page.evaluate(RAW),
        _faint(page),
        _weights(requests),
        *(_in_any_scheme(page) if thorough else ()),
    )
    context.close()
    return seen


def _in_any_scheme(page):
    return *_on_a_phone(page), _audit(
        page, rules={CONTRAST: {"enabled": False}}
    )


def _listen(page, complaints, asked):
    """Write down what a page asks for, and whatever goes wrong."""

    def note_message(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text}")

    def note_response(response):
        if response.status >= 400:
            complaints.append(f"{response.status}: {response.url}")

    page.on("request", lambda request: asked.append(request))
    page.on("response", note_response)
    page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", note_message)


def _outside(requests, base):
    urls = [asked.url for asked in requests]
    return [url for url in urls if not url.startswith((base, "data:"))]


def _faint(page):
    page.evaluate(MARK_LOOKS)
    return _audit(page, "[data-look]", runOnly=[CONTRAST])


def _audit(page, context=None, **options):
    """Return what axe finds, one line each."""
    found = AXE.run(page, context, {**OPTIONS, **options})
    return [
        f"{rule['id']}: {node['html'][:150]} {node['failureSummary'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def _on_a_phone(page):
    page.set_viewport_size(PHONE)
    seen = page.evaluate(SIDEWAYS), page.evaluate(COVERED)
    page.set_viewport_size(DESK)
    return seen


def _weights(requests):
    return {
        asked.url: asked.sizes()["responseBodySize"]
        for asked in requests
        if asked.url.startswith("http")
        and not asked.url.endswith(".mp4")
        and asked.failure is None
    }
