"""The pictures of a folder, opened upright, one at a time."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from subtool.errors import MediaError, Place
from subtool.storyboard.casting import in_order

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif", ".avif"}
)
OF_PHONES = frozenset({".heic", ".heif"})
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF")  # what the suffixes promise
PAPER = (24, 26, 30)  # behind what is transparent


def pictures(folder: Path) -> tuple[Path, ...]:
    """The pictures in a folder, in the order of their names: 2 before 10.

    Raises:
        MediaError: there is no such folder, or no picture in it that can be opened.
    """
    at = Place(str(folder))
    try:
        names = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.name[0] != "."]
    except NotADirectoryError as error:
        raise MediaError("is no folder", at=at, hint="name the folder that the pictures are in") from error
    except OSError as error:
        raise MediaError("no such folder", at=at, hint="check the name") from error
    if not names:
        raise MediaError("has no pictures", at=at, hint="put JPEG or PNG files into it")
    for path in names:
        with _opened(path):
            pass
    return tuple(sorted(names, key=lambda path: (in_order(path.stem), path.name)))


def picture(path: Path, least: tuple[int, int]) -> Image.Image:
    """A picture, upright, in three colours; a JPEG is opened no larger than needed to cover `least`, doubled.

    Raises:
        MediaError: it cannot be read.
    """
    side = 2 * max(least)
    with _opened(path) as image:
        image.draft("RGB", (side, side))
        try:
            upright = ImageOps.exif_transpose(image)
        except (OSError, ValueError, SyntaxError) as error:
            raise _unreadable(path, error) from error
    if upright.mode.startswith("I;16"):
        upright = upright.point(lambda value: value / 256).convert("L")
    if upright.has_transparency_data:
        whole = Image.new("RGBA", upright.size, (*PAPER, 255))
        upright = Image.alpha_composite(whole, upright.convert("RGBA"))
    return upright.convert("RGB")


def _opened(path: Path) -> Image.Image:
    if path.suffix.lower() in OF_PHONES:
        _read_heif(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # a scan may be large
            return Image.open(path, formats=_known())
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise _unreadable(path, error) from error


def _known() -> list[str]:
    """The formats that are opened, whatever a name says: other decoders are rarely tried on damaged files."""
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _read_heif(path: Path) -> None:
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise MediaError(
            "is a HEIC picture, which only the extra can open",
            at=Place(str(path)),
            hint="pip install 'documentary-subtool[heic]', or export it as JPEG",
        ) from error
    register_heif_opener()


def _unreadable(path: Path, error: Exception) -> MediaError:
    reason = (
        "it is too large"
        if isinstance(error, Image.DecompressionBombError)
        else "it is damaged, or no picture"
    )
    return MediaError(
        f"cannot be opened: {reason}", at=Place(str(path)), hint="export it again, or take it away"
    )
