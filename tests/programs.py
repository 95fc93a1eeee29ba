"""Programs that use the extension: two right ones, and lines that are each wrong by itself."""

from __future__ import annotations

RIGHT = """\
from __future__ import annotations

from array import array
from datetime import timedelta

import everything
from everything import (
    LIMIT,
    Color,
    Err,
    ExtensionError,
    Fault,
    LookupFault,
    LookupFaultLocked,
    LookupFaultMissing,
    Mode,
    Ok,
    Options,
    Plain,
    Query,
    Some,
)
from everything.geometry import Point, Shape, ShapeCircle, ShapeEmpty, ShapePolygon, area
from everything.geometry.solid import Prism

limit: int = LIMIT
primes: bytes = everything.PRIMES
ratio: float = everything.RATIO
name: str = everything.geometry.ORIGIN_NAME
assert (limit, list(primes), ratio, name) == (100, [2, 3, 5], 1.5, "O")

numbers: tuple[int, float, bool, str] = everything.all_numbers(1, -2, 0.5, True, "x")
assert numbers == (3, 0.5, False, "x")
side: float = everything.hypotenuse(3, 4.0)
sides = everything.hypotenuse(array("d", [3.0, 6.0]), array("d", [4.0, 8.0]), scale=2)
assert side == 5.0 and list(sides) == [10.0, 20.0]
words: dict[str, int] = everything.count("a b a")
assert words == {"a": 2, "b": 1}
colors: set[Color] = everything.all_colors({Color.GREEN})
assert colors == everything.all_colors(frozenset([Color.GREEN])) == {Color.DARK_RED, Color.NONE}
member: Color = Color(3)
value: int = Color.DARK_RED.value
assert member is Color.DARK_RED and value == 3
both: Mode = Mode.READ | Mode.WRITE

query = Query(text="a", limit=3, colors={Color.DARK_RED}, at=[Point(1.0, 2.0)])
query.limit += 1
found: list[tuple[str, int]] = everything.find(query, mode=Mode.READ)
assert found == [("a", 4)]
options = Options(mode=Mode.READ, timeout=timedelta(seconds=1))
mapping = {"text": "b", "limit": 1, "colors": {Color.GREEN}, "at": [Point(0.0, 0.0)]}
assert everything.find(mapping, options, color=Color.GREEN, mode=Mode.READ) == [("b", 1)]
assert everything.find(mapping, {"mode": Mode.READ, "timeout": None}, color=Color.GREEN, mode=both)
try:
    everything.find(query, None, color=Color.GREEN, mode=Mode.READ)
    raise SystemExit("found")
except LookupFaultLocked:
    raise
except LookupFaultMissing as missing:
    key: str = missing.key
    assert key == "a" and missing.message == "there is no a"
try:
    everything.find(query, Options(both, None), mode=Mode.READ)
    raise SystemExit("found")
except KeyError as error:
    assert isinstance(error, LookupFault) and isinstance(error, LookupFaultLocked)

some: Some[str | None] | None = everything.first([None, "a"])
assert some is not None
inner: str | None = some.value
assert inner is None and everything.first([]) is None
text: str = everything.join("a", "b", separator="-", a="c")
assert text == "c-b" and everything.join() == ""

for item in everything.parse(["1", "x"]):
    if isinstance(item, Ok):
        number: int = item.value
        assert number == 1
    else:
        at: int = item.error.at
        assert at == 1 and item.error.color is None
everything.plain(False)
try:
    everything.plain(fail=True)
    raise SystemExit("no error")
except Plain as error:
    assert error.message == "as asked for" and error.causes == ()

data: bytes = everything.reverse(b"abc")
assert data == everything.reverse([97, 98, 99], array("H", [0, 1])) == b"cba"
values = array("f", [1.0])
everything.scale(values)
everything.scale(values, factor=3.0)
assert values[0] == 6.0
secret: bytes = everything.seal(bytearray(b"x"))
try:
    everything.seal(b"")
    raise SystemExit("no error")
except ExtensionError as error:
    assert error.message == "there is nothing to hide"
time: timedelta = everything.wait(timedelta(seconds=1)) + everything.wait(time=timedelta())
assert time == timedelta(seconds=2)

shapes: list[Shape] = [ShapeCircle(Point(0.0, 0.0), 1.0), ShapePolygon([Point(x=0.0, y=1.0)])]
total: float = sum(area(shape) for shape in [*shapes, ShapeEmpty()])
assert total == 4.0
painted: list[Color] = everything.geometry.paint(shapes)
assert painted == [Color.GREEN, Color.GREEN]
center: Point | None = everything.geometry.center([Point(0.0, 0.0), {"x": 2.0, "y": 1.0}])
assert center == Point(1.0, 0.5)
prism: Prism = everything.geometry.solid.prism(shapes[1], 2.0)
volume: float = everything.geometry.solid.volume(prism)
assert volume == 2.0 and prism.color is Color.GREEN

quoted: str = everything.text.quote("x", quotes=("<", ">"))
assert quoted == "<x>" and everything.text.quote("x") == '"x"'
try:
    everything.text.quote('x"')
    raise SystemExit("no error")
except Fault as fault:
    place: int = fault.at
    shade: Color | None = fault.color
    causes: tuple[str, ...] = fault.causes
    assert (place, shade, causes) == (1, None, ()) and isinstance(fault, ValueError)

raised: ExtensionError = Fault("wrong", at=3, color=None)
assert raised.message == "wrong" and LookupFaultMissing(key="k").key == "k"
outcome: Ok[int] | Err[str] = Ok(3)
wrapped: Some[int] = Some(3)
"""

MATCH = """\
from typing import assert_never

from everything import Fault, LookupFault, LookupFaultLocked, LookupFaultMissing
from everything.geometry import Point, Shape, ShapeCircle, ShapeEmpty, ShapePolygon


def explain(error: LookupFault | Fault) -> str:
    match error:
        case LookupFaultMissing(key):
            return key.upper()
        case LookupFaultLocked():
            return "locked"
        case Fault(at, color):
            return str(at + 1) if color is None else color.name
        case _:
            return error.message


def measure(shape: Shape) -> float:
    match shape:
        case ShapeCircle(Point(x, y), radius):
            return x + y + radius
        case ShapePolygon(value):
            return float(len(value))
        case ShapeEmpty():
            return 0.0
        case _:
            assert_never(shape)


assert measure(ShapeCircle(Point(1.0, 2.0), 3.0)) == 6.0
assert explain(LookupFaultMissing("no", key="k")) == "K"
assert explain(Fault(at=1, color=None)) == "2"
assert measure(ShapePolygon([])) == measure(ShapeEmpty()) == 0.0
"""

IMPORTS = [
    "import everything",
    "from everything import Color, Fault, LookupFaultMissing, Mode, Options, Query, Some",
    "from everything.geometry import Point, Shape, ShapeCircle, ShapeEmpty",
]
WRONG = [
    "limit: str = everything.LIMIT",
    "everything.PRIMES.append(3)",
    "everything.MISSING",
    "everything.hypotenuse([3.0], 4.0)",
    "side: str = everything.hypotenuse(3.0, 4.0)",
    "Color.BLUE",
    "Color.GREEN.value.upper()",
    "number: int = Color.GREEN",
    "mode: Mode = Mode.READ | 4",
    "Query(text='a')",
    "Query('a', 'b', {Color.GREEN}, [Point(0.0, 0.0)])",
    "Point(1.0, 2.0, 3.0)",
    "Point(x='a', y=1.0)",
    "Options(Mode.READ, None).mode = Mode.WRITE",
    "ShapeCircle(Point(0.0, 0.0), 1.0).radius = 2.0",
    "ShapeEmpty(1)",
    "shape: Shape = Point(0.0, 0.0)",
    "everything.geometry.area(Point(0.0, 0.0))",
    "everything.geometry.area({'radius': 1.0})",
    "everything.geometry.center([(0.0, 1.0)])",
    "everything.geometry.volume",
    "everything.geometry.solid.volume({1: 2})",
    "everything.all_colors([Color.GREEN])",
    "everything.all_numbers(1, 2, 3, 4, 5)",
    "everything.count(b'a')",
    "everything.count('a')['a'].upper()",
    "everything.find('a', mode=Mode.READ)",
    "everything.find({'text': 'a'})",
    "everything.find({'text': 'a'}, None, Color.GREEN, mode=Mode.READ)",
    "everything.find({'text': 'a'}, None, color=3, mode=Mode.READ)",
    "everything.find({'text': 'a'}, None, limit=3, mode=Mode.READ)",
    "everything.find({'text': 'a'}, mode=Mode.READ)[0].text",
    "everything.first(['a']).value",
    "everything.first([1])",
    "everything.join(1)",
    "everything.join('a', separator=3)",
    "everything.join('a', b=2)",
    "everything.parse(['1'])[0].value",
    "everything.plain(fail='no')",
    "everything.plain(False).message",
    "everything.reverse(data=b'a')",
    "everything.reverse('a')",
    "everything.scale([1.0])",
    "everything.seal(secret='x')",
    "everything.wait(3)",
    "everything.text.quote('a', ('<',))",
    "Fault('a', 3)",
    "Fault(message='a', at=3, color=None)",
    "Fault('a', at=3)",
    "Fault('a', at='x', color=None)",
    "LookupFaultMissing('a')",
    "Some(1, 2)",
]
