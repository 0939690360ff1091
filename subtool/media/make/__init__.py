"""Films, pictures and sounds made by ffmpeg: computed as values, run in one place, verified afterwards."""
