"""Films and sound: read through PyAV, made by ffmpeg."""
