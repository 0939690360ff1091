"""An engine that listens to nothing: it spreads the words evenly over the sound."""

import subtool


class Even:
    """Made for a language; `align` is all that an engine needs, and what it says it is."""

    def __init__(self, language: str) -> None:
        self.says = f"even ({language})"

    def align(self, sentences, sound, _progress, /) -> subtool.Narration:
        words = [token for sentence in sentences for token in sentence.tokens]
        step = sound.duration_ms // len(words)
        spans = iter([subtool.Span(step * at, step * (at + 1)) for at in range(len(words))])
        utterances = tuple(
            subtool.Utterance(sentence, tuple(token.timed(next(spans), 0.0) for token in sentence.tokens))
            for sentence in sentences
        )
        return subtool.Narration(utterances, (), ())
