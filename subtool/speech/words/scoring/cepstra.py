"""Sound -> the features that a Sphinx acoustic model listens to, by pocketsphinx's own front end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.disk.workdir import private_folder
from subtool.errors import OutputError, Place
from subtool.speech.words.decoders import FRAME_MS, with_floor
from subtool.speech.words.forced_alignment import joined
from subtool.speech.words.recognise import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Span

UNWRITTEN = 2  # frames: pocketsphinx counts one more than it writes, in takes of 100 to 960,000 samples
WIDTH = 13  # cepstra of a frame
AROUND = 3  # frames to either side that the change of a frame's change looks at
FAR_MS = 300  # frames this far apart do not follow each other
# pocketsphinx searches what it has features of, though it is asked not to, when a take ends: as little as can be.
# That took three quarters of its time; the features are the same, bit for bit.
LITTLE = {"topn": 1, "beam": 1.0, "pbeam": 1.0, "wbeam": 1.0, "fsgusefiller": False}


@dataclass(frozen=True, slots=True, eq=False)
class FilmFrames:
    """The voiced stretches of a film frame by frame: features, moments, and where no voice is sure.

    `margin` is true in the breath before and after a stretch; `joined` where a frame does not follow the one before.
    """

    features: NDArray[np.float32]
    times_ms: NDArray[np.int64]
    margin: NDArray[np.bool_]
    joined: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.times_ms)

    def part(self, begin: int, end: int) -> FilmFrames:
        """Some of the frames."""
        window = slice(begin, end)
        return FilmFrames(
            self.features[window], self.times_ms[window], self.margin[window], self.joined[window]
        )


def frames(sound: Sound, speech: Sequence[Span], hmm: Path) -> FilmFrames:
    """The features of the voiced stretches, each evened out for itself (its own room and voice)."""
    joins = joined(sound, speech)
    parts, times, margin = [], [], []
    for join, rows in zip(joins, _cepstra((cut(sound, join.wide) for join in joins), hmm), strict=True):
        moments = join.wide.start_ms + FRAME_MS * np.arange(len(rows))
        parts.append(_with_change(rows - rows.mean(axis=0)))
        times.append(moments)
        margin.append((moments < join.voiced.start_ms) | (moments >= join.voiced.end_ms))
    moments = np.concatenate(times)
    return FilmFrames(
        np.concatenate(parts),
        moments,
        np.concatenate(margin),
        np.append(False, np.diff(moments) > FAR_MS),
    )


def _cepstra(takes: Iterable[NDArray[np.int16]], hmm: Path) -> Iterator[NDArray[np.float32]]:
    """The cepstra of each take; pocketsphinx writes them into a folder, and does not search.

    Raises:
        OutputError: they cannot be written.
    """
    from pocketsphinx import Config, Decoder

    with private_folder() as folder:
        words = folder / "words.dict"
        words.write_text("a AH\n", encoding="utf-8")
        decoder = Decoder(
            Config(hmm=str(hmm), dict=str(words), lm=None, loglevel="FATAL", mfclogdir=str(folder), **LITTLE)
        )
        decoder.add_fsg("none", decoder.create_fsg("none", 0, 1, [(0, 1, 1.0, "a")]))
        decoder.activate_search("none")
        for take in takes:
            decoder.reinit_feat()
            decoder.start_utt()
            decoder.process_raw(with_floor(take).tobytes(), no_search=True, full_utt=True)
            decoder.end_utt()
            yield _written(folder, decoder.n_frames())


def _written(folder: Path, frame_count: int) -> NDArray[np.float32]:
    """What pocketsphinx has written of a take, a number and then its features. It does not say if it could not.

    Raises:
        OutputError: they are not all there.
    """
    [path] = folder.glob("*.mfc")
    features = np.fromfile(path, ">f4")[1:].astype(np.float32)
    path.unlink()
    if len(features) % WIDTH or len(features) // WIDTH < frame_count - UNWRITTEN:
        hint = "free some space there, or set TMPDIR to another folder"
        raise OutputError("what is heard cannot be written", at=Place(str(folder.parent)), hint=hint)
    return features.reshape(-1, WIDTH)


def _with_change(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """`1s_c_d_dd`: each frame, the change around it over four frames, and the change of that over two."""
    padded = np.pad(rows, ((AROUND, AROUND), (0, 0)), "edge")

    def beside(shift: int) -> NDArray[np.float32]:
        moved: NDArray[np.float32] = padded[AROUND + shift : AROUND + shift + len(rows)]
        return moved

    change = beside(2) - beside(-2)
    bend = (beside(3) - beside(-1)) - (beside(1) - beside(-3))
    return np.concatenate([rows, change, bend], axis=1).astype(np.float32)
