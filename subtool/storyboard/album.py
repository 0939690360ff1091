"""The pictures of a folder, opened upright, one at a time."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from subtool.errors import MediaError, Place
from subtool.storyboard.casting import in_order

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif", ".avif"}
)
OF_PHONES = frozenset({".heic", ".heif"})
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF")  # what the suffixes promise
NAMED = 3  # files that a message names
NOT_READ = "no picture that can be read; export it as JPEG or PNG"
FULL = (255, 65535, 2**31 - 1, 2**32 - 1)  # white, in 8, 16, and 32 bits with a sign and without
PAPER = (24, 26, 30)  # behind what is transparent


def pictures(folder: Path) -> tuple[Path, ...]:
    """The pictures in a folder, in the order of their names: 2 before 10.

    Raises:
        MediaError: there is no such folder, or no picture in it that can be opened.
    """
    place = Place(str(folder))
    try:
        files = sorted(path for path in folder.iterdir() if path.name[0] != ".")
    except NotADirectoryError as error:
        raise MediaError(
            "is not a folder", at=place, hint="name the folder that the pictures are in"
        ) from error
    except OSError as error:
        raise MediaError("no such folder", at=place, hint="check the name") from error
    found = [path for path in files if path.is_file() and _is_picture(path)]
    if not found:
        there = f" that can be shown, but {', '.join(path.name for path in files[:NAMED])}" if files else ""
        raise MediaError(f"has no pictures{there}", at=place, hint="put JPEG or PNG files into it")
    return tuple(sorted(found, key=lambda path: (in_order(path.stem), path.name)))


def passed_over(folder: Path, shown: Collection[Path]) -> tuple[str, ...]:
    """What else is in the folder and cannot be shown, in words."""
    others = sorted(path for path in folder.iterdir() if path.name[0] != "." and path not in shown)
    return tuple(
        f"{path}: not shown, {'it is a folder in the folder' if path.is_dir() else NOT_READ}"
        for path in others
    )


def _is_picture(path: Path) -> bool:
    """Whether it is one, whatever its suffix; one that says it is and is not is an error."""
    if path.suffix.lower() in SUFFIXES:
        with _opened(path):
            return True
    try:
        with _opened(path):
            return True
    except MediaError:
        return False


def picture(path: Path, least: tuple[int, int]) -> Image.Image:
    """A picture, upright, in three colours; a JPEG is opened no larger than needed to cover `least`, doubled.

    Raises:
        MediaError: it cannot be read.
    """
    side = 2 * max(least)
    with _opened(path) as image:
        image.draft("RGB", (side, side))
        try:
            upright = _in_eight_bits(ImageOps.exif_transpose(_in_srgb(image)))
            if upright.has_transparency_data:
                whole = Image.new("RGBA", upright.size, (*PAPER, 255))
                upright = Image.alpha_composite(whole, upright.convert("RGBA"))
            return upright.convert("RGB")
        except (
            OSError,
            ValueError,
            SyntaxError,
            TypeError,
        ) as error:  # the last: a TIFF's side is a fraction
            raise _unreadable(path, error) from error


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colours that its profile means; one that is broken, or fits no colours of the picture, is passed over."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "LAB"}:
        return image
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        plain = image.convert("RGB") if alpha else image
        result = ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if result is None:
        return image
    if alpha:
        result.putalpha(alpha)
    result.info["exif"] = image.info.get("exif", b"")
    result.getexif().update(image.getexif())
    return result


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Scans have grey in 16 or 32 bits, or as fractions: as light as their own scale says."""
    if image.mode not in {"I", "F"} and not image.mode.startswith("I;16"):
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    most = values.max(initial=0.0)
    if image.mode == "F" and most <= 1:
        scale = 255.0
    else:
        full = 65535 if image.mode.startswith("I;16") else next((top for top in FULL if most <= top), most)
        scale = 255 / full
    return Image.fromarray(np.clip(values * scale, 0, 255).round().astype(np.uint8))


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
