"""Score every page of the built site with Lighthouse: `python tools/lighthouse.py _build/html`.

Lighthouse comes from npm by `npx`, so this needs Node and Chromium; it is no part of the tests.
Pages are served compressed. Scores run from 0 to 100.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import chromium
from serve import server

CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu"
ASKED = {
    "desktop": {
        "performance": 95,
        "accessibility": 95,
        "best-practices": 95,
        "seo": 95,
    },
    "mobile": {"performance": 90},
}


def score(url, form):
    """Run Lighthouse once.

    Args:
        url: of a page.
        form: "desktop" or "mobile".

    Returns:
        Categories to scores, and the ids of audits that found something.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        preset = ["--preset=desktop"] if form == "desktop" else []
        command = [
            *("npx", "--yes", "lighthouse", url, "--quiet", "--output=json"),
            *(f"--output-path={report}", f"--chrome-flags={CHROMIUM_FLAGS}"),
            f"--only-categories={','.join(ASKED['desktop'])}",
        ]
        environment = {**os.environ, "CHROME_PATH": chromium.path()}
        subprocess.run([*command, *preset], env=environment, check=True)
        return _read(json.loads(report.read_text(encoding="utf-8")))


def _read(report):
    scores = {
        name: round(100 * category["score"])
        for name, category in report["categories"].items()
    }
    scored = [
        reference["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"]
    ]
    values = {name: report["audits"][name]["score"] for name in scored}
    return scores, [k for k, v in values.items() if v is not None and v < 0.9]


def is_low(form, scores):
    """Tell whether a score is lower than the site asks of itself."""
    return any(scores[name] < least for name, least in ASKED[form].items())


def main():
    """Score pages, print a line for each, and fail if one is low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="*", help="all, if none is named")
    chosen = parser.parse_args()
    # The page for no page has addresses that hold only where the site is published.
    names = {path.name for path in chosen.site.glob("*.html")} - {"404.html"}
    with server(chosen.site) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        base = f"http://localhost:{serving.server_port}"
        low = [
            _print(form, name, *score(f"{base}/{name}", form))
            for name in chosen.pages or sorted(names)
            for form in ASKED
        ]
        serving.shutdown()
    return any(low)


def _print(form, name, scores, found):
    values = " ".join(f"{scores[key]:>3}" for key in scores)
    print(f"{name:35} {form:8} {values}  {' '.join(found)}", flush=True)
    return is_low(form, scores)


if __name__ == "__main__":
    sys.exit(main())
