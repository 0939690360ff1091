"""The files of a Sphinx acoustic model -> what its states sound like, as matrices.

Only models of one kind are read: mixtures tied by phone, three streams of thirteen features, weights in a `sendump`.
That is the kind of the English one in the wheel of pocketsphinx.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.scoring.cepstra import WIDTH

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

STREAMS = 3  # of the features: cepstra, their change, and its change
LEAST_VARIANCE = 1e-4  # pocketsphinx's own floor (`varfloor`)
LOG_WEIGHT = -1024 * np.log(1.0001)  # of one step of a weight's byte, in nats
STATES = 3  # of a phone
ORDER = 0x11223344  # what a file begins its numbers with, in the byte order of all models in use
PHONES = 64  # room for a phone's number in the key of a triphone


@dataclass(frozen=True, slots=True, eq=False)
class Mixtures:
    """A model: Gaussians in groups, one a phone, shared by the states (senones) of that phone's triphones.

    A density's log likelihood is `[x², x, 1] @ gaussians`; a senone is a mixture of the densities of its group.
    """

    phones: dict[str, int]
    gaussians: tuple[
        NDArray[np.float32], ...
    ]  # a stream: rows 2 * WIDTH + 1, a column a density of each group
    weights: NDArray[np.uint8]  # stream, density of a group, senone
    group: NDArray[np.int64]  # of each senone
    states: NDArray[np.int64]  # of each phone and triphone: its senones
    matrix: NDArray[np.int64]  # of each phone and triphone: its row in `stay` and `leave`
    stay: NDArray[np.float32]
    leave: NDArray[np.float32]
    keys: NDArray[np.int64]  # of the triphones, in order
    triphones: NDArray[np.int64]  # their numbers in `states`

    @property
    def densities(self) -> int:
        """In each group."""
        return int(self.weights.shape[1])

    def context_free(self, phones: NDArray[np.int64]) -> NDArray[np.int64]:
        """The senones of phones whatever stands beside them, a row a phone."""
        return self.states[phones]

    def triphone(
        self, position: NDArray[np.int64], phone: NDArray[np.int64], beside: tuple[NDArray[np.int64], ...]
    ) -> NDArray[np.int64]:
        """The number of each phone between its neighbours; in another position, or by itself, where it is unknown.

        `position` in the word is 0 inside, 1 at the beginning, 2 at the end, 3 alone.
        """
        found = np.full(len(phone), -1)
        for turn in range(4):
            where = np.where(turn == 0, position, np.where(turn <= position, turn - 1, turn))
            wanted = ((where * PHONES + phone) * PHONES + beside[0]) * PHONES + beside[1]
            places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            known = (found < 0) & (self.keys[places] == wanted)
            found[known] = self.triphones[places[known]]
        return np.where(found < 0, phone, found)


def readable(folder: Path) -> bool:
    """Whether the model in a folder is of the kind that is read here."""
    try:
        mixtures(folder)
    except (OSError, ValueError, struct.error):
        return False
    return True


@cache
def mixtures(folder: Path) -> Mixtures:
    """The model in a folder.

    Raises:
        OSError, ValueError, struct.error: it is not there, or of another kind.
    """
    phones, senones, states, matrix, contexts = _definition((folder / "mdef").read_bytes())
    means, variances = (_gaussians(folder / name) for name in ("means", "variances"))
    if means.shape != variances.shape or means.shape[:2] != (len(phones), STREAMS):
        raise ValueError("not one group of Gaussians a phone")
    variances = np.maximum(variances, LEAST_VARIANCE)
    gaussians = tuple(
        _matrix(means[:, s].reshape(-1, WIDTH), variances[:, s].reshape(-1, WIDTH)) for s in range(STREAMS)
    )
    weights = _weights((folder / "sendump").read_bytes(), means.shape[2], senones)
    keys, bases = contexts
    order = np.argsort(keys, kind="stable")
    group = np.zeros(senones, np.int64)
    group[states.reshape(-1)] = np.repeat(np.concatenate([np.arange(len(phones)), bases]), STATES)
    stay, leave = _transitions(folder / "transition_matrices")
    return Mixtures(
        phones, gaussians, weights, group, states, matrix, stay, leave, keys[order], order + len(phones)
    )


def _matrix(means: NDArray[np.float32], variances: NDArray[np.float32]) -> NDArray[np.float32]:
    constant = -0.5 * (np.log(2 * np.pi * variances) + means**2 / variances).sum(axis=1)
    matrix = np.concatenate([-0.5 / variances, means / variances, constant[:, None]], axis=1).T
    return np.ascontiguousarray(matrix, np.float32)


def _numbers(data: bytes) -> int:
    """Where the numbers of a file begin, after its words."""
    start = data.index(b"endhdr\n") + 7
    if struct.unpack_from("<I", data, start)[0] != ORDER:
        raise ValueError("numbers in another byte order")
    return start + 4


def _gaussians(path: Path) -> NDArray[np.float32]:
    """Of shape (groups, streams, densities, width)."""
    data = path.read_bytes()
    start = _numbers(data)
    groups, streams, densities = struct.unpack_from("<3i", data, start)
    widths = struct.unpack_from(f"<{streams}i", data, start + 12)
    begin = start + 12 + 4 * streams + 4
    count = groups * densities * sum(widths)
    values = np.frombuffer(data, "<f4", count, begin)
    if widths == (WIDTH,) * STREAMS:
        return values.reshape(groups, STREAMS, densities, WIDTH)
    if widths == (WIDTH * STREAMS,):
        return values.reshape(groups, densities, STREAMS, WIDTH).transpose(0, 2, 1, 3)
    raise ValueError("features of another shape")


def _definition(
    data: bytes,
) -> tuple[
    dict[str, int], int, NDArray[np.int64], NDArray[np.int64], tuple[NDArray[np.int64], NDArray[np.int64]]
]:
    """Phones, count of senones, senones and matrix of each phone, and keys and base phones of the triphones."""
    if data[:4] != b"BMDF":
        raise ValueError("a definition in words")
    begin = 8 + 4 + struct.unpack_from("<i", data, 8)[0]
    own, count, emitting, _, senones, _, _, _, trees, _ = struct.unpack_from("<10i", data, begin)
    if emitting != STATES or own > PHONES:
        raise ValueError("phones of another shape")
    place = start = begin + 40
    phones: dict[str, int] = {}
    for number in range(own):
        end = data.index(b"\0", place)
        phones[data[place:end].decode()] = number
        place = end + 1
    place = start + (place - start + 3) // 4 * 4 + 8 * trees
    kind = np.dtype([("states", "<i4"), ("matrix", "<i4"), ("position", "u1"), ("context", "u1", 3)])
    table = np.frombuffer(data, kind, count, place)
    place += kind.itemsize * count
    size = struct.unpack_from("<i", data, place)[0]
    states = np.frombuffer(data, "<u2", size, place + 4).reshape(-1, STATES).astype(np.int64)
    context = table["context"][own:].astype(np.int64)
    keys = table["position"][own:].astype(np.int64)
    for column in range(3):
        keys = keys * PHONES + context[:, column]
    return phones, senones, states[table["states"]], table["matrix"].astype(np.int64), (keys, context[:, 0])


def _weights(data: bytes, densities: int, senones: int) -> NDArray[np.uint8]:
    place = 0
    for _ in range(2):  # the title, and when it was made
        place += 4 + struct.unpack_from("<i", data, place)[0]
    clustered = False
    while size := struct.unpack_from("<i", data, place)[0]:
        clustered |= data[place + 4 :].startswith(b"cluster_count") and data[place + 4 + 14] != ord("0")
        place += 4 + size
    place += 4
    if clustered:
        raise ValueError("weights in clusters")
    columns = struct.unpack_from("<2i", data, place)[1]
    steps = np.frombuffer(data, np.uint8, STREAMS * densities * columns, place + 8)
    return steps.reshape(STREAMS, densities, columns)[:, :, :senones]


def _transitions(path: Path) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The log chances of each matrix to stay in a state, and to go to the next."""
    data = path.read_bytes()
    start = _numbers(data)
    count, sources, targets, size = struct.unpack_from("<4i", data, start)
    if (sources, targets) != (STATES, STATES + 1):
        raise ValueError("phones of another shape")
    table = np.frombuffer(data, "<f4", size, start + 16).reshape(count, sources, targets)
    chances = np.log(np.maximum(table / table.sum(axis=2, keepdims=True), 1e-9)).astype(np.float32)
    here = np.arange(STATES)
    return chances[:, here, here], chances[:, here, here + 1]
