"""What has to be made again, and why: steps as they are now beside what was recorded of them. Nothing is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.season.digests import digest_of
from subtool.season.step import Basis

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from subtool.season.digests import Digests
    from subtool.season.step import BuildStep, StepRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """How a step stands: why it has to be made, nothing where it is up to date; what people edited of what it wrote.

    It is `certain` unless it depends on a step that has to be made and may come out as before.
    """

    step: BuildStep
    reasons: tuple[str, ...]
    edited: tuple[str, ...] = ()
    certain: bool = True

    @property
    def is_current(self) -> bool:
        return not self.reasons


def basis_of(step: BuildStep, results: Mapping[str, str], digests: Digests) -> Basis:
    """What the result of a step depends on now."""
    return Basis(
        reads={path: digests.of(path) for path in step.reads},
        needs={name: results.get(name, "") for name in step.needs},
        options=step.options,
        code=step.code,
    )


def result_of(step: BuildStep, record: StepRecord, digests: Digests) -> str:
    """The digest that counts for the steps after it: of its files as they stand there, edited or not."""
    if record.result or not step.writes:
        return record.result
    return result_of_files({path: digests.of(path) for path in step.writes})


def result_of_files(files: Mapping[str, str]) -> str:
    """One digest of several."""
    if len(files) == 1:
        return next(iter(files.values()))
    return digest_of("\n".join(f"{path} {digest}" for path, digest in sorted(files.items())).encode())


def reasons_for(basis: Basis, record: StepRecord | None, step: BuildStep, digests: Digests) -> Iterator[str]:
    """Why a step has to be made."""
    if record is None:
        yield "it was never made"
        return
    yield from basis.changes(record.basis)
    for path in record.writes if step.folder else step.writes:
        if not digests.of(path):
            yield f"{path} is missing"


def survey(
    steps: Sequence[BuildStep],
    records: Mapping[str, StepRecord],
    digests: Digests,
    *,
    force: bool = False,
    only: Container[str] = (),
) -> dict[str, Standing]:
    """The standing of each step, by its id; where `only` these episodes are built, the others stay as they are."""
    standings: dict[str, Standing] = {}
    results: dict[str, str] = {}
    for step in steps:
        record = records.get(step.id)
        basis = basis_of(step, results, digests)
        reasons = ["everything is made again"] if force else list(reasons_for(basis, record, step, digests))
        before = [standings[name] for name in step.needs if not only or standings[name].step.episode in only]
        waits = [standing.step.id for standing in before if not standing.is_current]
        certain = bool(reasons) or not waits
        if waits and not reasons:
            reasons = [f"{waits[0].rpartition('/')[2]} has to be made"]
        edited = tuple(path for path in step.writes if _is_edited(path, record, digests))
        results[step.id] = result_of(step, record, digests) if record else ""
        standings[step.id] = Standing(step, tuple(reasons), edited, certain)
    return standings


def _is_edited(path: str, record: StepRecord | None, digests: Digests) -> bool:
    digest = digests.of(path)
    return bool(digest) and digest != (record.writes.get(path) if record else None)
