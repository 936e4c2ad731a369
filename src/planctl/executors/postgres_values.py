# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts that PostgreSQL reads as values of a type, one for each number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

#: How often a value may be turned down before another shape is no use.
SHAPES = 6

_LONG = 60
_DAY = date(2020, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Type:
    """A type as far as values go; ``parts`` are the types of a composite's fields.

    ``of`` is the element of an array, the base of a domain, the subtype of a range.
    """

    name: str
    kind: str = "b"
    category: str = ""
    modifier: int = -1
    labels: tuple[str, ...] = ()
    of: Type | None = None
    parts: tuple[Type, ...] = field(default=())


def sample(kind: Type, number: int, shape: int = 0) -> str | None:
    """A text for ``number``; None where the type is not known here.

    Other shapes are shorter or smaller, for a column that turned the first one down.

    >>> sample(Type(name="int4"), 7), sample(Type(name="int4"), 7, 2)
    ('1007', '8')
    >>> sample(Type(name="mood", kind="e", labels=("sad", "ok")), 3)
    'ok'
    """
    if kind.kind in _BY_KIND:
        return _BY_KIND[kind.kind](kind, number, shape)
    if kind.category == "A" and kind.of:
        return _array(kind.of, number, shape)
    if kind.name in _BY_NAME:
        return _BY_NAME[kind.name](kind, number, shape)
    if kind.category == "S":
        return _text(kind, number, shape)
    return None


def _integer(kind: Type, number: int, shape: int) -> str:
    shapes = (1000 + number % 30000, number % 100, number % 9 + 1, 1, 0, -number - 1)
    return str(shapes[shape % SHAPES])


def _numeric(kind: Type, number: int, shape: int) -> str:
    """Digits behind the point wherever the column keeps them."""
    whole, scale = 6, 3
    if kind.modifier >= 4:
        precision, scale = (
            (kind.modifier - 4) >> 16 & 0xFFFF,
            (kind.modifier - 4) & 2047,
        )
        whole = precision - scale
    front = int(_integer(kind, number, shape)) % 10 ** max(min(whole, 6), 0)
    behind = "12".ljust(scale, "5")[:scale] if shape < 3 else ""
    return f"{front}.{behind}" if behind else str(front)


def _float(kind: Type, number: int, shape: int) -> str:
    return f"{_integer(kind, number, shape)}.5"


def _text(kind: Type, number: int, shape: int) -> str:
    shapes = (
        f'{number} Zoë\'s \\ "row"; 50 % '.ljust(_LONG, "x"),
        f"Row {number}",
        f"R{number}@Example.org",
        f"R{number}",
        str(number),
        "x",
    )
    longest = kind.modifier - 4 if kind.modifier >= 4 else _LONG
    if kind.name == "name":
        longest = 60
    text = shapes[shape % SHAPES]
    return text[:longest] if longest > 4 else str(number)[-longest:]


def _moment(kind: Type, number: int, shape: int) -> str:
    return f"{_DAY + timedelta(days=number % 20000)} 12:34:56.123456"


def _bits(kind: Type, number: int, shape: int) -> str:
    size = max(kind.modifier, 1)
    return f"{number % 2 ** min(size, 16):b}".rjust(size, "0")[-size:]


def _digest(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()


def _address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _point(number: int) -> str:
    return f"({number},{number + 1})"


def _escaped(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _array(of: Type, number: int, shape: int) -> str | None:
    items = [sample(of, number + place, shape) for place in range(2)]
    if None in items:
        return None
    return "{" + ",".join(_escaped(str(item)) for item in items) + "}"


def _row(kind: Type, number: int, shape: int) -> str | None:
    items = [sample(part, number, shape) for part in kind.parts]
    words = ("" if item is None else _escaped(item) for item in items)
    return f"({','.join(words)})"


def _range(kind: Type, number: int, shape: int) -> str | None:
    if kind.of is None:
        return None
    ends = [sample(kind.of, number * 2 + place, 0) for place in (0, 1)]
    if None in ends:
        return None
    return f"[{_escaped(str(ends[0]))},{_escaped(str(ends[1]))})"


def _ranges(kind: Type, number: int, shape: int) -> str | None:
    one = _range(kind.of, number, shape) if kind.of else None
    return f"{{{one}}}" if one else None


def _label(kind: Type, number: int, shape: int) -> str | None:
    place = (number + shape) % max(len(kind.labels), 1)
    return kind.labels[place] if kind.labels else None


def _base(kind: Type, number: int, shape: int) -> str | None:
    return sample(kind.of, number, shape) if kind.of else None


_Maker = Callable[[Type, int, int], "str | None"]

_BY_KIND: dict[str, _Maker] = {
    "e": _label,
    "d": _base,
    "c": _row,
    "r": _range,
    "m": _ranges,
}

_BY_NAME: dict[str, _Maker] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid", "money"), _integer),
    **dict.fromkeys(("float4", "float8"), _float),
    **dict.fromkeys(("timestamp", "timestamptz"), _moment),
    **dict.fromkeys(("bit", "varbit"), _bits),
    "numeric": _numeric,
    "bool": lambda _kind, number, _shape: "ft"[number % 2],
    "date": lambda kind, number, shape: _moment(kind, number, shape)[:10],
    "time": lambda _kind, number, _shape: f"{number % 24:02}:34:56.123456",
    "timetz": lambda _kind, number, _shape: f"{number % 24:02}:34:56.123456+02",
    "interval": lambda _kind, number, _shape: f"{number} days 01:02:03.5",
    "uuid": lambda _kind, number, _shape: _digest(number),
    "json": lambda _kind, number, _shape: json.dumps({"n": number, "t": "é"}),
    "jsonb": lambda _kind, number, _shape: json.dumps({"n": number, "t": "é"}),
    "jsonpath": lambda _kind, number, _shape: f"$.a{number}",
    "bytea": lambda _kind, number, _shape: f"\\x00ff{_digest(number)}",
    "inet": lambda _kind, number, _shape: _address(number),
    "cidr": lambda _kind, number, _shape: f"{_address(number)}/32",
    "macaddr": lambda _kind, number, _shape: f"08002b{number % 2**24:06x}",
    "macaddr8": lambda _kind, number, _shape: f"08002b0000{number % 2**24:06x}",
    "point": lambda _kind, number, _shape: _point(number),
    "line": lambda _kind, number, _shape: f"{{1,2,{number}}}",
    "lseg": lambda _kind, number, _shape: f"[{_point(number)},(0,0)]",
    "box": lambda _kind, number, _shape: f"{_point(number)},(0,0)",
    "path": lambda _kind, number, _shape: f"[{_point(number)},(0,0)]",
    "polygon": lambda _kind, number, _shape: f"({_point(number)},(0,0),(1,0))",
    "circle": lambda _kind, number, _shape: f"<{_point(number)},1>",
    "tsvector": lambda _kind, number, _shape: f"a{number} b",
    "tsquery": lambda _kind, number, _shape: f"a{number} & b",
    "xml": lambda _kind, number, _shape: f"<a>{number}</a>",
    "pg_lsn": lambda _kind, number, _shape: f"0/{number:X}",
    "regclass": lambda _kind, _number, _shape: "pg_class",
    "hstore": lambda _kind, number, _shape: f'"n"=>"{number}"',
    "char": lambda _kind, number, _shape: "abcdefghij"[number % 10],
}
