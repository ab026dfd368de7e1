"""A visitor to the built site: opens pages in Chromium and notes what the browser says of them."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from serve import server

from tests.support.browser import WITHIN

AXE = Axe()
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
CONTRAST = "color-contrast"
MARKED_ONLY = {"id": CONTRAST, "selector": "[data-look]"}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

# Pictures load, figures start, and videos play, when they come into view.
LOOK = f"""async () => {{
  const within = {WITHIN};
  const frame = () => within(2, new Promise(requestAnimationFrame));
  for (const seen of document.querySelectorAll("img, .live-figure, video")) {{
    seen.scrollIntoView({{ block: "center" }});
    await frame();
    await frame();
  }}
  scrollTo(0, 0);
  const loading = [...document.images].filter((image) => !image.complete);
  const loaded = loading.map((image) => image.decode().catch(() => {{}}));
  await within(20, Promise.all(loaded));
}}"""

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
# look: one text of each look is marked, on the first page that has it, and only that is measured.
MARK_LOOKS = """known => {
  const behind = (e) => {
    if (!e) return "";
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
    const own = `${backgroundColor} ${backgroundImage} ${opacity}`;
    const plain = own === "rgba(0, 0, 0, 0) none 1";
    return (plain ? "" : own) + behind(e.parentElement);
  };
  const seen = new Set(known);
  for (const e of document.body.querySelectorAll("*")) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (!e.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(e);
    const look = [color, fontSize, fontWeight, behind(e)].join();
    e.toggleAttribute("data-look", !seen.has(look));
    seen.add(look);
  }
  return [...seen].slice(known.length);
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
        weights: addresses to bytes as transferred, videos left out.
        sideways: pixels by which the page is wider than a phone; None if nobody has looked.
        covered: numbers of equations not to the right of their formula, on a phone; or None.
        violations: what axe has found: texts of too little contrast; if somebody has looked, all.
    """

    outside: list
    complaints: list
    undescribed: list
    raw: list
    weights: dict
    sideways: int | None
    covered: list | None
    violations: list


@contextmanager
def served(folder):
    """Serve a folder over http, compressed; gives its address."""
    with server(folder) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def visit(tabs, base, name, scheme, thorough, looks):
    """Visit a page for the first time.

    Args:
        tabs: one of them is used.
        base: address of the site.
        name: of the page.
        scheme: "light" or "dark".
        thorough: whether to look at what is the same in light and in dark, as well.
        looks: of text, which were measured on other pages; those of this page are added.

    Returns:
        A Visit.
    """
    with tabs.lent(viewport=DESK, color_scheme=scheme) as tab:
        if thorough:
            _keep_nothing(tab.page)
        tab.page.goto(f"{base}/{name}", wait_until="load")
        tab.page.evaluate(LOOK)
        return _seen(tab, base, thorough, looks)


def _keep_nothing(page):
    """Whatever earlier pages have loaded is loaded again."""
    send = page.context.new_cdp_session(page).send
    send("Network.enable")
    send("Network.setCacheDisabled", {"cacheDisabled": True})


def _seen(tab, base, thorough, looks):
    page = tab.page
    return Visit(
        _outside(tab.requests, base),
        _complaints(tab),
        page.evaluate(UNDESCRIBED),
        page.evaluate(RAW),
        _weights(tab.requests),
        *(_on_a_phone(page) if thorough else (None, None)),
        _violations(page, looks, None if thorough else [CONTRAST]),
    )


def _outside(requests, base):
    urls = [asked.url for asked in requests]
    return [url for url in urls if not url.startswith((base, "data:"))]


def _complaints(tab):
    """What the browser and scripts complain of, and what was asked for and did not come."""
    bad = "error", "warning"
    return [
        *(f"script: {error}" for error in tab.errors),
        *(said for said in tab.messages if said.startswith(bad)),
        *(f"failed: {asked.url}" for asked in tab.requests if asked.failure),
        *(f"{r.status}: {r.url}" for r in tab.responses if r.status >= 400),
    ]


def _violations(page, looks, rules):
    """Return what axe finds by some rules, or by all: one line each."""
    new = page.evaluate(MARK_LOOKS, looks)
    looks += new
    if rules == [CONTRAST] and not new:
        return []
    page.evaluate(AXE.axe_script)
    page.evaluate("rule => axe.configure({ rules: [rule] })", MARKED_ONLY)
    only = {"runOnly": rules} if rules else {}
    found = page.evaluate("axe.run", {**OPTIONS, **only})
    return [
        f"{rule['id']}: {node['html'][:150]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
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
