"""Tabs of a browser, lent to one test after another.

A new tab, with its context, its process and its first script, takes the processor a second; the
next page in the same tab takes a third of that.
"""

import json
from collections import defaultdict
from contextlib import contextmanager

# Where a test has refused storage to its page, there is none to clear.
CLEAR = "try { localStorage.clear(); sessionStorage.clear() } catch {}"


class Tab:
    """A tab that notes what its page asks for and what its scripts do wrong.

    Attributes:
        page: of Playwright.
        requests: what the page has asked for, of Playwright.
        responses: what has come of it.
        errors: what its scripts have thrown.
        messages: what is written to the console, each after its kind.
    """

    def __init__(self, browser, options):
        self.page = browser.new_context(**options).new_page()
        self._viewport = self.page.viewport_size
        self.forget()
        self.page.on("request", lambda asked: self.requests.append(asked))
        self.page.on("response", lambda came: self.responses.append(came))
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", self._note_message)

    def _note_message(self, message):
        self.messages.append(f"{message.type}: {message.text}")

    def forget(self):
        """Begin new notes; whoever has the old ones keeps them."""
        self.requests, self.responses = [], []
        self.errors, self.messages = [], []

    def leave(self):
        """Close the page, so that nothing of it goes on or stays."""
        self.page.evaluate(CLEAR)
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.page.set_viewport_size(self._viewport)


class Tabs:
    """Lends a tab that has the options of a context, a new one only where none is free."""

    def __init__(self, browser):
        self._browser = browser
        self._free = defaultdict(list)

    @contextmanager
    def lent(self, **options):
        """Lend a tab for a `with`; only one that could be left is lent again."""
        free = self._free[json.dumps(options, sort_keys=True)]
        tab = free.pop() if free else Tab(self._browser, options)
        tab.forget()
        yield tab
        tab.leave()
        free.append(tab)
