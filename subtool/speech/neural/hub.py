"""Where a model's files are: a folder, or a name on the hub of Hugging Face whose files are here or are fetched.

Nothing goes over the network unless such a name is given, its files are not on this disk, and `HF_HUB_OFFLINE` is
not set.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from subtool.errors import ModelError, Place
from subtool.speech.neural.whisper import is_converted, require_faster_whisper

NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
NEEDED = ["*.json", "*.txt", "*.safetensors", "model.bin"]  # the last in CTranslate2's form
EXTRA = "pip install 'documentary-subtool[neural]'"


def require_extra() -> None:
    """Raises ModelError when torch or transformers are not installed, which run models of every other kind."""
    if not (find_spec("torch") and find_spec("transformers")):
        raise ModelError("the neural engine is not installed", hint=EXTRA)


def on_disk(name: str) -> Path | None:
    """The folder of a model, or of the files that were fetched for this name before; None when they were not.

    Raises:
        ModelError: there is no such folder, and it is no name on the hub.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        (require_faster_whisper if is_converted(folder) else require_extra)()
        return folder
    if not NAME.fullmatch(name):
        raise ModelError(
            "no such model", at=Place(name), hint="name a folder, or a model on the hub as in owner/name"
        )
    if find_spec("huggingface_hub") is None:
        require_extra()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True, allow_patterns=NEEDED))
    except LocalEntryNotFoundError:
        return None


def to_be_fetched(name: str) -> bool:
    """Whether the files of a model would have to be fetched, and may be.

    Raises:
        ModelError: there is no such folder, and it is no name on the hub.
    """
    if on_disk(name):
        return False
    from huggingface_hub import constants

    return not constants.HF_HUB_OFFLINE


def fetched(name: str) -> Path:
    """The folder of a model; the files of a name that is not on this disk are fetched first.

    Raises:
        ModelError: there is no such model, or it cannot be fetched.
    """
    if folder := on_disk(name):
        return folder
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    hint = "give a folder with its files, or fetch it where there is a network"
    if constants.HF_HUB_OFFLINE:
        raise ModelError("is not on this disk, and HF_HUB_OFFLINE is set", at=Place(name), hint=hint)
    try:
        return Path(snapshot_download(name, allow_patterns=NEEDED))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        message = f"cannot be fetched from {constants.ENDPOINT}: {str(error).splitlines()[0]}"
        raise ModelError(message, at=Place(name), hint=hint) from error
