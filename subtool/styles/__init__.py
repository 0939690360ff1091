"""House styles, layouts and word classes: judgement kept as data, each value with its source."""
