"""Ask whether links to other sites still lead somewhere: `make links`.

Every page of the built site is read, and the README. A link is dead when its host is not known, or
answers that there is no such page. Hosts that turn machines away (403, 429) prove nothing and are
only listed. Buttons of the theme that are the same on every page are left out.
"""

import html
import re
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urldefrag

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {"User-Agent": "Mozilla/5.0 (link check of a course)"}
TIMEOUT = 30  # seconds for one answer
TRIES = 3
PAUSE = 5  # seconds, before another try

# What makes no statement about the page: the host does not want to be asked, or is not well.
UNWILLING = {401, 403, 405, 406, 418, 429}
BUTTONS = (
    "/edit/",
    "/issues/new",
    "research.google.com/github/",
    "mybinder.org/v2/",
)


def links_of(text):
    """Return the addresses of other sites that an HTML or Markdown text links to.

    Args:
        text: of a page.

    Returns:
        A set of addresses, without fragments.
    """
    found = re.findall(r'<a\b[^>]*\bhref="(https?://[^"]+)"', text)
    found += re.findall(r"\]\((https?://[^)\s]+)\)", text)
    found += re.findall(r"<(https?://[^>\s]+)>", text)
    addresses = {urldefrag(html.unescape(link)).url for link in found}
    return {a for a in addresses if not any(b in a for b in BUTTONS)}


def answer(address, pause=PAUSE):
    """Ask for a page.

    Args:
        address: of the page.
        pause: seconds to wait before another try.

    Returns:
        None if it is there, else what came instead: a status, or words.
    """
    for attempt in range(TRIES):
        time.sleep(pause * bool(attempt))
        reason = _ask(address)
        if reason is None or reason in UNWILLING | {404, 410}:
            break
    return reason


def _ask(address):
    request = urllib.request.Request(address, headers=HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):
            return None
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError) as error:
        return str(error)


def check(addresses, pause=PAUSE):
    """Ask for many pages.

    Args:
        addresses: of the pages.
        pause: seconds to wait before another try.

    Returns:
        Two dictionaries from address to what came: dead links, and those whose host is unwilling.
    """
    addresses = sorted(addresses)
    with ThreadPoolExecutor(8) as pool:
        reasons = pool.map(lambda each: answer(each, pause), addresses)
        answers = dict(zip(addresses, reasons, strict=True))
    faults = {a: reason for a, reason in answers.items() if reason}
    unwilling = {a: r for a, r in faults.items() if r in UNWILLING}
    return {a: r for a, r in faults.items() if a not in unwilling}, unwilling


def main(site):
    """Check the links of a built site and of the README.

    Args:
        site: its folder.

    Returns:
        Whether a link is dead.
    """
    paths = [*sorted(site.glob("*.html")), ROOT / "README.md"]
    texts = [path.read_text("utf-8") for path in paths]
    addresses = set().union(*map(links_of, texts))
    dead, unwilling = check(addresses)
    for word, faults in (("unwilling", unwilling), ("dead", dead)):
        for address, reason in faults.items():
            print(f"{word}: {address} ({reason})")
    print(f"{len(addresses)} links, {len(dead)} of them dead")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
