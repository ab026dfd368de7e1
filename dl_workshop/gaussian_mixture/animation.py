"""Training as a video: the components' densities move until they cover the data."""

import base64
import html
import subprocess
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FFMpegWriter

from dl_workshop.gaussian_mixture.plots import (
    plot_component_norm_pdfs,
    plot_data,
)
from dl_workshop.gaussian_mixture.values import as_numbers

# A video plays while it is in view, unless the reader has asked their system for less motion. A
# script, since a page may refuse handlers that are written into tags. It finds its video by what
# no script has marked yet: a notebook may run it away from where it stands.
_PLAY_IN_VIEW = """
for (const video of document.querySelectorAll("video.video:not([data-watched])")) {
  video.dataset.watched = "";
  const watch = ([{ isIntersecting: seen }]) =>
    seen ? video.play().catch(() => {}) : video.pause();
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches)
    new IntersectionObserver(watch).observe(video);
}
"""

# Curves on a plain ground: a third fewer bytes, and no difference that the eye sees.
_SMALL = ["-tune", "animation", "-crf", "30"]


def animate_training(params_for_plotting, interval, data_mixture):
    """Animate a training history: each frame shows every component's density over the data.

    Args:
        params_for_plotting: MixtureParams or tuple with a leading axis of steps, each of shape
            (n_steps, n_components), as `lax.scan` stacks them.
        interval: steps from one frame to the next.
        data_mixture: the data, shape (n_data,).

    Returns:
        A matplotlib animation with one frame per `interval` steps.

    Raises:
        ValueError: data are no numbers, or no vector.
    """
    from celluloid import Camera  # only videos need it

    data_mixture = np.asarray(as_numbers(data_mixture, "data_mixture"))

    fig, ax = plt.subplots(dpi=144)
    camera = Camera(fig)
    for iteration in range(0, len(params_for_plotting[0]), interval):
        params = [history[iteration] for history in params_for_plotting]
        limits = data_mixture.min(), data_mixture.max()
        plot_component_norm_pdfs(
            *params, *limits, ax, title=f"step {iteration}"
        )
        camera.snap()
    # After the last snap, celluloid leaves an artist in every frame: so it is drawn only once.
    plot_data(data_mixture, ax)
    _keep_layout(fig)
    plt.close(fig)
    return camera.animate()


def _keep_layout(fig):
    """Arrange axes and labels now, and not again for every frame."""
    fig.draw_without_rendering()
    fig.set_layout_engine("none")


class Video:
    """A video inside a page; in a terminal, what it shows in words.

    Attributes:
        data: HTML that holds the whole video.
        description: what it shows.
    """

    def __init__(self, data, description):
        self.data, self.description = data, description

    def __repr__(self):
        return f"Video: {self.description}"

    def _repr_html_(self):
        return self.data


def html5_video(animation, description, loop=False, frames_per_second=10):
    """Turn an animation into a video inside a page, with controls and without sound.

    Args:
        animation: a matplotlib animation.
        description: what the video shows, for those who cannot see it.
        loop: whether to start again at the end.
        frames_per_second: speed of the video.

    Returns:
        A Video, which a notebook and a page show.
    """
    attributes = f"controls muted playsinline {'loop' if loop else ''}"
    video, first_frame = _video(animation, frames_per_second)
    return Video(
        f'<div><video class="video" {attributes} {_size(animation)} '
        f'aria-label="{html.escape(description)}" '
        f'poster="data:image/webp;base64,{first_frame}" '
        f'src="data:video/mp4;base64,{video}"></video>'
        f"<script>{_PLAY_IN_VIEW}</script></div>",
        description,
    )


def _size(animation):
    """Attributes that keep a video's place in the page before it is there."""
    figure = animation._fig
    width, height = map(round, figure.get_size_inches() * figure.dpi)
    style = "max-width: 100%; height: auto"
    return f'width="{width}" height="{height}" style="{style}"'


def _video(animation, frames_per_second):
    """Return the animation as MP4 and its first frame as WebP, base64-encoded."""
    import imageio_ffmpeg  # only videos need it

    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    with (
        tempfile.TemporaryDirectory() as folder,
        plt.rc_context({"animation.ffmpeg_path": ffmpeg}),
    ):
        video, poster = Path(folder, "video.mp4"), Path(folder, "poster.webp")
        writer = FFMpegWriter(frames_per_second, "h264", extra_args=_SMALL)
        animation.save(video, writer=writer, dpi="figure")
        first = ["-loglevel", "error", "-i", video, "-frames:v", "1", poster]
        subprocess.run([ffmpeg, *first], check=True)
        return [
            base64.b64encode(path.read_bytes()).decode()
            for path in (video, poster)
        ]
