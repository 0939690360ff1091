"""A measure over a size, both from 0, as a picture: what grows linearly lies on the line."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

SIZE, EDGE = (900, 600), 80


def plot(points, path, across, up):
    """Points (size, measure) in order, with the line that the last point and 0 are on."""
    image = Image.new("RGB", SIZE, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    (width, height), (most, highest) = SIZE, (max(point[axis] for point in points) for axis in (0, 1))
    corner = (EDGE, height - EDGE)
    places = [
        (EDGE + (width - 2 * EDGE) * size / most, corner[1] - (height - 2 * EDGE) * measure / highest)
        for size, measure in points
    ]
    draw.line([(EDGE, EDGE), corner, (width - EDGE, corner[1])], fill="black", width=2)
    draw.line([corner, places[-1]], fill="lightgray", width=2)
    draw.line(places, fill="navy", width=2)
    for (x, y), (size, measure) in zip(places, points, strict=True):
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill="navy")
        if size > most / 10:
            draw.text((x, corner[1] + 10), f"{size:,.0f}", fill="black", font=font, anchor="ma")
            draw.text((x - 10, y - 8), f"{measure:.3g}", fill="black", font=font, anchor="rs")
    draw.text((width / 2, height - 25), across, fill="black", font=font, anchor="mm")
    draw.text((EDGE, EDGE - 30), up, fill="black", font=font, anchor="lm")
    image.save(path)
