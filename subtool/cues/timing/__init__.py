"""When words are said and cues are shown: the pace of a text, known moments, frames, in- and out-times."""
