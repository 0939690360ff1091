"""Where text stands on the picture and how it looks: cues to the ASS that is burned in."""
