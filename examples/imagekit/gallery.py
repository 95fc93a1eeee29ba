"""Makes gallery.png: a picture, and what imagekit makes of it. Run with imagekit installed."""

from __future__ import annotations

import sys
from pathlib import Path

import imagekit
import numpy as np

SIZE = 160


def scene(size: int) -> imagekit.Picture:
    """Hills in front of an evening sky."""
    y, x = np.mgrid[0 : 1 : 1j * size, 0 : 1 : 1j * size]
    sky = np.stack([0.25 + 0.75 * y, 0.30 + 0.35 * y, 0.60 - 0.20 * y], axis=-1)
    sun = np.clip(1 - 14 * np.hypot(x - 0.68, y - 0.42), 0, 1)[..., None] ** 0.5
    sky = sky * (1 - sun) + np.array([1.0, 0.92, 0.6]) * sun
    for i, (height, waves, shade) in enumerate([(0.55, 3, 0.42), (0.68, 5, 0.26), (0.82, 4, 0.12)]):
        ridge = height + 0.06 * np.sin(waves * np.pi * x + 2 * i) + 0.015 * np.sin(31 * x + i)
        sky = np.where((y > ridge)[..., None], shade * np.array([0.9, 0.8 + 0.1 * i, 1.1]), sky)
    return np.round(np.clip(sky, 0, 1) * 255).astype(np.uint8)


def gallery() -> imagekit.Picture:
    """The picture, then small and large again, blurred, and in two values of each channel."""
    picture = scene(SIZE)
    small = imagekit.resize(picture, SIZE // 10, SIZE // 10, imagekit.Filter.BOX)
    large = imagekit.resize(small, SIZE, SIZE, imagekit.Filter.BOX)
    panels = [picture, large, imagekit.blur(picture, 5), imagekit.dither(picture)]
    gap = np.full((SIZE, 8, 3), 255, np.uint8)
    return np.hstack([part for panel in panels for part in (panel, gap)][:-1])


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("gallery.png")
    imagekit.write(path, gallery())
