"""A page says what it may load and run: its site's files and its own scripts, nothing else.

A browser that has read the policy asks no other host, runs no script that the page does not
name, and refuses handlers written into tags. A script within the page is named by its hash.
"""

import base64
import hashlib
import re

RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "media-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
MARK = '<meta http-equiv="Content-Security-Policy"'
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_CHARSET = re.compile(r"<meta charset=[^>]*>")


def hash_of(script):
    """Name a script as a policy does: the hash of its text, after line ends are made alike."""
    text = script.replace("\r\n", "\n").encode()
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"
    )


def policy_for(page):
    """Write the policy of a page.

    Args:
        page: HTML.

    Returns:
        The value of Content-Security-Policy.
    """
    hashes = dict.fromkeys(map(hash_of, _INLINE.findall(page)))
    rules = {**RULES, "script-src": " ".join([RULES["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def with_policy(page):
    """Put the policy into a page, before anything that it governs.

    Args:
        page: HTML.

    Returns:
        HTML.

    Raises:
        ValueError: the page does not say its character set, where the policy belongs.
    """
    tag = f'{MARK} content="{policy_for(page)}">'
    with_tag, count = _CHARSET.subn(rf"\g<0>\n    {tag}", page, count=1)
    if count == 0:
        raise ValueError(
            "expected <meta charset=...> in the page, to put its policy after; got none"
        )
    return with_tag
