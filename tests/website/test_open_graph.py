"""Descriptions of pages, and the picture of their open_graph."""

import re

import matplotlib.image
import numpy as np
import pytest
from docutils.core import publish_doctree
from website import open_graph

GOALS = """
Title
=====

.. admonition:: After this chapter
   :class: goals

   You can add. **25 minutes**, and 27 for the exercises.

Another paragraph.
"""


def test_goals_describe_a_chapter_without_their_minutes():
    assert open_graph.description(publish_doctree(GOALS)) == "You can add."


def test_the_first_paragraph_describes_a_page_without_goals():
    doctree = publish_doctree("Title\n=====\n\nOne.\n\nTwo.")
    assert open_graph.description(doctree) == "One."


def test_a_long_description_ends_with_a_whole_word():
    short = open_graph.shortened("word, " * 50)
    assert len(short) <= 160
    assert short.endswith("word…")


def test_tags_are_escaped_and_absolute():
    tags = open_graph.tags(
        'A "b" & c', "d", "https://e.org/f.html", "https://e.org/"
    )
    assert 'content="A &quot;b&quot; &amp; c"' in tags
    assert 'og:image" content="https://e.org/_static/card.png"' in tags
    assert len(re.findall("<meta ", tags)) == 10


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    path = tmp_path_factory.mktemp("card") / "card.png"
    open_graph.draw_picture(path, "Title", "subtitle")
    return path


def test_the_picture_has_the_size_that_its_tags_give(picture):
    height, width, _ = matplotlib.image.imread(picture).shape
    assert (width, height) == open_graph.PICTURE_SIZE
    assert picture.stat().st_size < 300_000


def test_the_picture_shows_both_components(picture):
    pixels = matplotlib.image.imread(picture)[..., :3]
    for colour in ((0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)):
        near = np.abs(pixels - np.divide(colour, 255)).max(axis=-1) < 0.02
        assert near.sum() > 1000
