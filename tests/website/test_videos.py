"""Videos and pictures that stand in a page as text, and as files."""

import base64

import pytest
from website.videos import unpack

VIDEO = bytes(range(256)) * 20
TEXT = base64.b64encode(VIDEO).decode()


def test_a_video_becomes_a_file(tmp_path):
    page = f'<video src="data:video/mp4;base64,{TEXT}"></video>'
    page = unpack(page, tmp_path, "_images")
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == VIDEO
    assert page == f'<video preload="none" src="_images/{file.name}"></video>'


@pytest.mark.parametrize("kind", ["webp", "jpeg", "png"])
def test_its_first_picture_too(tmp_path, kind):
    page = f'<video poster="data:image/{kind};base64,{TEXT}"></video>'
    assert "base64" not in unpack(page, tmp_path, "_images")
    (file,) = tmp_path.iterdir()
    assert file.suffix == f".{kind}"


def test_the_same_video_is_one_file(tmp_path):
    page = f'<video src="data:video/mp4;base64,{TEXT}"></video>'
    unpack(page * 2, tmp_path, "_images")
    unpack(page, tmp_path, "_images")
    assert len([*tmp_path.iterdir()]) == 1


def test_what_is_small_stays(tmp_path):
    page = '<img src="data:image/png;base64,AAAA">'
    assert unpack(page, tmp_path, "_images") == page
    assert not [*tmp_path.iterdir()]
