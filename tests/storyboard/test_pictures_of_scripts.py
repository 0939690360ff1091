"""Pictures from scanners, cameras and the web in an animatic, and where each is shown."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from subtool.errors import MediaError
from subtool.model import Span
from subtool.storyboard import album
from subtool.storyboard.beats import Beat
from subtool.storyboard.casting import cast


def beats(*asked, headings=()):
    made = []
    for number, direction in enumerate(asked):
        heading = headings[number] if headings else ""
        span = Span(number * 5000, number * 5000 + 5000)
        made.append(Beat(span, number + 1, number, 0, heading, heading, direction, (span.start_ms,)))
    return made


def test_a_picture_is_shown_each_time_it_is_asked_for():
    asked = beats("The harbour in winter", "The lighthouse", "The harbour again, at night", "The station")
    assert cast(asked, ["harbour"])[1] == (0, None, 0, None)
    assert cast(asked, ["harbour", "harbour-night"])[1] == (0, None, 1, None)
    assert cast(asked, ["harbour-1", "harbour-2"])[1] == (0, None, 1, None)


@pytest.mark.parametrize("name", ["scene-4", "ep1_scene_04", "Scene 4", "scene4a", "sc_004"])
def test_the_number_of_a_scene_decides(name):
    asked = beats("", "", "", "", "", headings=[f"SCENE {number}: PLACE" for number in range(1, 6)])
    assert cast(asked, [name])[1] == (None, None, None, 0, None)


@pytest.mark.parametrize("order", ["<u2", ">u2", "<i4", "<f4"])
def test_grey_of_any_depth_is_as_light_as_it_is(order, tmp_path):
    values = np.linspace(0, 1, 64)[None].repeat(48, axis=0)
    full = {"<u2": 65535, ">u2": 65535, "<i4": 2**31 - 1, "<f4": 1}[order]
    pixels = (values * full).astype(order)
    if order == ">u2":
        Image.frombytes("I;16B", (64, 48), pixels.tobytes()).save(tmp_path / "scan.tif")
    else:
        Image.fromarray(pixels).save(tmp_path / "scan.tif")
    made = np.asarray(album.picture(tmp_path / "scan.tif", (64, 48)), float)[:, :, 0]
    assert np.abs(made - values * 255).max() <= 2


def test_colours_are_what_the_profile_means(tmp_path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    Image.new("LAB", (32, 32), (136, 208, 195)).save(tmp_path / "lab.tif", icc_profile=lab.tobytes())
    red = album.picture(tmp_path / "lab.tif", (32, 32)).getpixel((5, 5))
    assert red[0] > 200
    assert red[2] < 80
    Image.new("RGB", (32, 32), (200, 30, 30)).save(tmp_path / "a.png", icc_profile=b"no profile")
    assert album.picture(tmp_path / "a.png", (32, 32)).getpixel((5, 5)) == (200, 30, 30)


def test_a_picture_is_one_whatever_its_name_and_what_is_none_is_named(tmp_path):
    data = BytesIO()
    Image.new("RGB", (32, 32)).save(data, "JPEG")
    (tmp_path / "harbour.jfif").write_bytes(data.getvalue())
    (tmp_path / "map.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "more").mkdir()
    found = album.pictures(tmp_path)
    assert [path.name for path in found] == ["harbour.jfif"]
    said = album.passed_over(tmp_path, found)
    assert len(said) == 2
    assert "map.svg" in said[0]
    (tmp_path / "harbour.jfif").unlink()
    with pytest.raises(MediaError, match=r"map\.svg"):
        album.pictures(tmp_path)
