"""The imagekit example: its README, its picture, and Pillow's answers to the same questions."""

from __future__ import annotations

import contextlib
import doctest
import io
import runpy
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from documents import blocks
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from support import ROOT, build_wheel, run

pytestmark = pytest.mark.long

EXAMPLE = ROOT / "examples" / "imagekit"
MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


@pytest.fixture(scope="module")
def imagekit(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The example, imported from its wheel."""
    wheel = build_wheel(EXAMPLE, tmp_path_factory.mktemp("imagekit"))
    sys.path.insert(0, str(wheel.extract(tmp_path_factory.mktemp("site"))))
    return import_module("imagekit")


@pytest.fixture(scope="module")
def scene(imagekit: ModuleType) -> Any:
    """A picture to work on."""
    return runpy.run_path(str(EXAMPLE / "gallery.py"))["scene"](160)


def psnr(a: Any, b: Any) -> float:
    """How alike two pictures are, in decibels."""
    mean = ((a.astype("f8") - b.astype("f8")) ** 2).mean()
    return float("inf") if mean == 0 else float(10 * np.log10(255**2 / mean))


def test_the_readme_is_true(imagekit: ModuleType) -> None:
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    session = "\n".join(body for info, body in blocks(text) if info == "python")
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    runner.run(test)
    assert runner.tries > 10
    assert runner.failures == 0


def test_its_types_are_right(imagekit: ModuleType) -> None:
    # Of what it imports the types count, and not whether that is right in turn.
    options = ["--strict", "--no-error-summary", "--follow-imports=silent"]
    run("mypy", *options, f"{imagekit.__path__[0]}/__init__.py")


def test_the_picture_of_the_readme_is_what_the_script_makes(imagekit: ModuleType) -> None:
    made = runpy.run_path(str(EXAMPLE / "gallery.py"))["gallery"]()
    assert (imagekit.read(EXAMPLE / "gallery.png") == made).all()


@pytest.mark.parametrize(("height", "width"), [(53, 47), (320, 333), (16, 160)])
@pytest.mark.parametrize(
    ("name", "least"), [("LANCZOS", 50), ("BICUBIC", 50), ("BILINEAR", 50), ("BOX", 45)]
)
def test_resizing_agrees_with_pillow(
    imagekit: ModuleType, scene: Any, name: str, least: float, height: int, width: int
) -> None:
    found = imagekit.resize(scene, height, width, imagekit.Filter[name])
    by_pillow = Image.fromarray(scene).resize((width, height), Image.Resampling[name])
    assert psnr(found, np.asarray(by_pillow)) > least


def test_blurring_agrees_with_pillow(imagekit: ModuleType, scene: Any) -> None:
    for sigma in (1, 2.5, 6):
        by_pillow = Image.fromarray(scene).filter(ImageFilter.GaussianBlur(sigma))
        assert psnr(imagekit.blur(scene, sigma), np.asarray(by_pillow)) > 40


def test_dithering_agrees_with_pillow_from_afar(imagekit: ModuleType, scene: Any) -> None:
    grey = Image.fromarray(scene).convert("L")
    found = imagekit.dither(np.asarray(grey))
    assert np.unique(found).tolist() == [0, 255]
    by_pillow = np.asarray(grey.convert("1").convert("L"))[..., None]
    afar = (imagekit.blur(found, 4), imagekit.blur(by_pillow, 4))
    assert psnr(*afar) > 35


@given(data=st.data())
@settings(max_examples=60)
def test_png_files_go_both_ways_between_here_and_pillow(imagekit: ModuleType, data: Any) -> None:
    height, width = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    channels = data.draw(st.integers(1, 4))
    seed = data.draw(st.integers(0, 1 << 32))
    shape = (height, width, channels)
    picture = np.random.default_rng(seed).integers(0, 256, shape, dtype="u1")
    by_pillow = np.asarray(Image.open(io.BytesIO(imagekit.encode(picture))))
    assert (by_pillow.reshape(shape) == picture).all()
    file = io.BytesIO()
    Image.fromarray(picture.squeeze(2) if channels == 1 else picture, MODES[channels]).save(
        file, "PNG"
    )
    assert (imagekit.decode(file.getvalue()) == picture).all()


@pytest.mark.parametrize(
    ("wrong", "error", "text"),
    [
        (np.zeros((4, 4, 3), "f4"), TypeError, "items of uint8, not float32"),
        (np.zeros((4, 4), "?"), TypeError, "items of uint8, not bool"),
        (np.zeros(4, "u1"), ValueError, "2 or 3 dimensions, not 1"),
        (np.zeros((1, 2, 3, 4), "u1"), ValueError, "2 or 3 dimensions, not 4"),
        ([[1, 2]], TypeError, "an array of NumPy, not list"),
        (np.zeros((4, 4, 5), "u1"), ValueError, "no picture has the shape . x . x 5"),
        (np.zeros((0, 4, 3), "u1"), ValueError, "no picture has the shape 0 x 4 x 3"),
    ],
)
def test_what_is_no_picture_is_refused_by_each_function(
    imagekit: ModuleType, wrong: Any, error: type[Exception], text: str
) -> None:
    for use in (
        imagekit.encode,
        imagekit.dither,
        lambda picture: imagekit.blur(picture, 1),
        lambda picture: imagekit.resize(picture, 2, 2),
    ):
        with pytest.raises(error, match=text):
            use(wrong)


def test_pictures_are_not_copied_on_the_way(imagekit: ModuleType, scene: Any) -> None:
    memory = imagekit._native._extension.__state__
    first = imagekit.blur(scene, 1)
    high = memory.limit
    for _ in range(50):
        first = imagekit.blur(first, 1)
    # One picture goes as the next one comes; copies would be beside them.
    assert memory.limit <= high + 2 * scene.nbytes


@given(st.binary(max_size=200), st.integers(0, 100), st.binary(max_size=8))
@settings(max_examples=60)
def test_a_damaged_file_is_an_error(
    imagekit: ModuleType, noise: bytes, at: int, other: bytes
) -> None:
    file = imagekit.encode(np.zeros((4, 4, 3), "u1"))
    for damaged in (noise, file[:at], file[:at] + other + file[at + len(other) :]):
        with contextlib.suppress(imagekit.ImageError):
            imagekit.decode(damaged)
