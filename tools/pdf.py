"""Print the book: all chapters in one PDF, with links, contents and bookmarks: `make pdf`.

The pages of the built site are put together into one, without what surrounds their text, and
Chromium prints that. What is folded on the site is open on paper, and a video is its first frame.
"""

import sys
from pathlib import Path

import address
import chromium
from bs4 import BeautifulSoup
from notebooks.book import read_book
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
STYLE = ROOT / "tools" / "pdf.css"
PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>
{styles}<style>{own_style}</style></head>
<body><header><img src="_static/logo.svg" alt=""><p class="name">{title}</p>
<p>{author}<br>{address}</p></header>{contents}
<main class="bd-content bd-article">{text}</main></body></html>"""
FOOTER = """<div style="font: 8px sans-serif; color: #555; text-align: center; width: 100%">
<span class="pageNumber"></span></div>"""
PAPER = {
    "format": "A4",
    "margin": {
        "top": "18mm",
        "bottom": "20mm",
        "left": "20mm",
        "right": "20mm",
    },
    "display_header_footer": True,
    "header_template": "<span></span>",
    "footer_template": FOOTER,
    "print_background": True,
    "outline": True,
    "tagged": True,
}


def article_of(page, name, names):
    """Take the text of a page, its links and anchors made to work among other pages.

    Args:
        page: HTML of a page.
        name: the page's.
        names: those of all pages that are printed.

    Returns:
        A section, as a tag of BeautifulSoup.
    """
    article = BeautifulSoup(page, "html.parser").find("article")
    article.name, article.attrs = "section", {"id": name, "class": "printed"}
    for tag in article.select("script, .headerlink, button, style"):
        tag.decompose()
    for tag in article.select("[id]"):
        tag["id"] = f"{name}--{tag['id']}"
    article["id"] = name
    for link in article.select("a[href]"):
        link["href"] = within(link["href"], name, names)
        if not link["href"].startswith(("#", "http")):
            link.unwrap()  # a file of the site, which paper has not
    for fold in article.select("details"):
        fold["open"] = ""
    for picture in article.select("img[loading]"):
        del picture["loading"]  # on paper, nothing comes near later
    for video in article.select("video"):
        replace_video(video)
    for number, group in enumerate(article.select("fieldset"), start=1):
        for button in group.select("input"):
            button["name"] = f"{name}-{number}"
    return article


def within(address, name, names):
    """Return where a link leads in the printed book.

    Args:
        address: on the site.
        name: of the page that holds the link.
        names: of all pages that are printed.

    Returns:
        A place within the book, or the same address if it is outside.
    """
    page, _, anchor = address.partition("#")
    target = page.removesuffix(".html").removeprefix("./") if page else name
    if target not in names:
        return address
    return f"#{target}--{anchor}" if anchor else f"#{target}"


def replace_video(video):
    """Put a video's first frame in its place."""
    picture = BeautifulSoup("", "html.parser").new_tag(
        "img", src=video["poster"], alt=video["aria-label"]
    )
    video.replace_with(picture)


def contents(articles):
    """Return a list of all chapters, as HTML.

    Args:
        articles: names to sections.
    """
    rows = [
        f'<li><a href="#{name}">{article.h1.get_text(strip=True)}</a></li>'
        for name, article in articles.items()
    ]
    return f'<nav class="book-contents"><h2>Contents</h2><ol>{"".join(rows)}</ol></nav>'


def put_together(site):
    """Write the whole book as one page.

    Args:
        site: folder of the built site.

    Returns:
        HTML, for a file in that folder.
    """
    book = read_book(ROOT)
    pages = {
        name: (site / f"{name}.html").read_text(encoding="utf-8")
        for name in book.chapters
    }
    articles = {
        name: article_of(page, name, pages.keys())
        for name, page in pages.items()
    }
    head = BeautifulSoup(pages["likelihood"], "html.parser").head
    return PAGE.format(
        title=book.config["title"],
        author=book.config["author"],
        address=address.here(ROOT).site,
        styles="".join(map(str, head.select("link[rel=stylesheet]"))),
        own_style=STYLE.read_text(encoding="utf-8"),
        contents=contents(articles),
        text="".join(map(str, articles.values())),
    )


def print_book(site, target):
    """Print the book.

    Args:
        site: folder of the built site; holds the page that is printed, for a while.
        target: path of the PDF.
    """
    whole = site / "whole-book.html"
    whole.write_text(put_together(site), encoding="utf-8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.path()
            )
            page = browser.new_context(java_script_enabled=False).new_page()
            page.goto(whole.as_uri(), wait_until="load")
            page.pdf(path=target, **PAPER)
            browser.close()
    finally:
        whole.unlink()


if __name__ == "__main__":
    print_book(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
