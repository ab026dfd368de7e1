"""The video's frames, one by one, and the page's video element, read as a browser reads it."""

import base64
import subprocess
from html.parser import HTMLParser

import imageio_ffmpeg
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.text import Text

from dl_workshop.gaussian_mixture import (
    MixtureParams,
    animate_training,
    html5_video,
)
from tests.support.browser import draw

DATA = np.random.default_rng(0).normal(size=200)
N_STEPS, INTERVAL = 5, 2
STEPS = [0, 2, 4]
HISTORY = MixtureParams(
    *np.random.default_rng(1).normal(size=(2, N_STEPS, 2)),
    np.zeros((N_STEPS, 2)),
)
WORDS = 'Two curves: "left" & <right>'


@pytest.fixture(scope="module")
def animation():
    return animate_training(HISTORY, INTERVAL, DATA)


@pytest.fixture(scope="module")
def video(animation):
    """Attributes of the video element, by name."""
    return attributes(html5_video(animation, WORDS, frames_per_second=4))


@pytest.fixture(scope="module")
def mp4(video, tmp_path_factory):
    """Path of the video, decoded from the page."""
    path = tmp_path_factory.mktemp("video") / "video.mp4"
    path.write_bytes(
        base64.b64decode(video["src"].removeprefix("data:video/mp4;base64,"))
    )
    return path


def attributes(page):
    """Read the video's attributes by name, None where one has no value."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append(
        (tag, dict(attrs))
    )
    parser.feed(page.data)
    assert [tag for tag, _ in found] == ["div", "video", "script"]
    return found[1][1]


def of_type(kind, frame):
    return [artist for artist in frame if isinstance(artist, kind)]


# Frames. The fixture video is asked for where a test alone would leave the animation unrendered.


def test_each_frame_says_its_step(animation, video):
    titles = [
        [text.get_text() for text in of_type(Text, f)]
        for f in animation.new_frame_seq()
    ]
    assert titles == [[f"step {step}"] for step in STEPS]


def test_each_frame_has_the_curves_of_its_step(animation, video):
    for step, frame in zip(STEPS, animation.new_frame_seq(), strict=True):
        peaks = [
            line[line[:, 1].argmax(), 0]
            for curves in of_type(LineCollection, frame)
            for line in curves.get_segments()
        ]
        ends = DATA.min(), DATA.max()
        np.testing.assert_allclose(
            peaks, HISTORY.component_mus[step].clip(*ends), atol=0.02
        )


def test_bars_are_drawn_once(animation, video):
    assert len(animation._fig.axes[0].patches) == 60


def test_no_figure_stays_open(animation, video):
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("interval", "frames"), [(1, 5), (4, 2), (5, 1), (100, 1)]
)
def test_one_frame_per_interval(interval, frames):
    animation = animate_training(tuple(HISTORY), interval, DATA)
    animation._draw_was_started = (
        True  # or matplotlib warns that nobody saw it
    )
    assert len(list(animation.new_frame_seq())) == frames


# The video.


def test_video_has_every_frame_at_the_speed_asked(mp4):
    assert imageio_ffmpeg.count_frames_and_secs(mp4) == (
        3,
        pytest.approx(3 / 4, abs=0.01),
    )


def pixels(path, n_frames):
    """Decode a video or picture: the pixels of each frame, shape (n_frames, n_pixels, 3)."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    decode = [ffmpeg, "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(decode, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(n_frames, -1, 3).astype(float)


def test_bars_are_in_every_frame(mp4):
    shown = pixels(mp4, len(STEPS))
    # Light grey (0.8 * 255 = 204), give or take the compression, on a tenth of the picture.
    assert np.all(np.all(abs(shown - 204.0) < 8, axis=2).mean(axis=1) > 0.1)


def test_video_is_an_mp4_inside_the_page(mp4):
    assert mp4.read_bytes()[4:8] == b"ftyp"


def test_the_first_frame_shows_before_it_plays(video, mp4, tmp_path):
    path = tmp_path / "poster.webp"
    path.write_bytes(
        base64.b64decode(
            video["poster"].removeprefix("data:image/webp;base64,")
        )
    )
    distances = abs(pixels(mp4, len(STEPS)) - pixels(path, 1)).mean((1, 2))
    assert distances.argmin() == 0
    assert distances[0] < 2  # of 255: both are compressed


def test_video_has_controls_and_no_sound(video):
    assert {"controls", "muted", "playsinline"} <= video.keys()


def test_video_does_not_start_or_repeat_by_itself(video):
    assert not {"autoplay", "loop"} & video.keys()


def test_video_repeats_where_asked(animation):
    assert "loop" in attributes(html5_video(animation, WORDS, loop=True))


def test_description_reaches_those_who_cannot_see(video):
    assert video["aria-label"] == WORDS


def test_a_notebook_shows_the_video_and_a_terminal_says_what_it_shows(
    animation,
):
    shown = html5_video(animation, WORDS)
    assert shown._repr_html_() == shown.data
    assert repr(shown) == f"Video: {WORDS}"


def test_video_keeps_its_place(video, mp4):
    n_pixels = pixels(mp4, len(STEPS)).shape[1]
    told = int(video["width"]) * int(video["height"])
    assert told == pytest.approx(n_pixels, rel=0.01)  # frames have even sides


# The video in a browser.


def is_paused(tabs, folder, page, **options):
    """Open a page with a video in view, and tell whether it stands still once that is drawn."""
    file = folder / "page.html"
    file.write_text(f"<!doctype html>{page.data}", encoding="utf-8")
    with tabs.lent(**options) as tab:
        tab.page.goto(file.as_uri())
        draw(tab.page)
        return tab.page.evaluate("document.querySelector('video').paused")


def test_video_plays_in_view(tabs, animation, tmp_path):
    page = html5_video(animation, WORDS, loop=True)
    assert not is_paused(tabs, tmp_path, page)


def test_video_waits_where_motion_is_not_wanted(tabs, animation, tmp_path):
    page = html5_video(animation, WORDS, loop=True)
    assert is_paused(tabs, tmp_path, page, reduced_motion="reduce")


def test_video_needs_no_other_address(video):
    assert "http" not in str(video)
