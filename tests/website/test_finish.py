"""What is left of a site's files: those that a page asks for."""

from website import finish


def test_pictures_of_earlier_builds_are_removed(tmp_path):
    pictures = tmp_path / "_images"
    pictures.mkdir()
    for name in ("shown.svg", "earlier.svg", "film.mp4"):
        (pictures / name).write_text("<svg/>", encoding="utf-8")
    page = '<img src="_images/shown.svg"><video src="_images/film.mp4">'
    finish.leave_out(tmp_path, page)
    left = {path.name for path in pictures.iterdir()}
    assert left == {"shown.svg", "film.mp4"}
