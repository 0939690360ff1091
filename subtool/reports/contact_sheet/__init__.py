"""A contact sheet: a frame a cue, with its number, time, verdict and text; as pages of a picture, or as a web page."""
