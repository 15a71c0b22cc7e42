"""Draw France as a map with one tile per department, at its approximate position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_DRAWING = """
.   .   .   .   .   .   .   62  59  .   .   .   .   .
.   .   .   .   .   76  80  60  02  08  .   .   .   .
.   .   .   50  14  27  95  93  77  51  55  54  57  67
29  22  35  53  61  78  92  75  94  10  52  88  68  .
.   56  44  49  72  28  91  45  89  21  70  90  .   .
.   .   85  79  37  41  18  58  71  39  25  .   .   .
.   .   .   17  86  36  23  03  69  01  74  .   .   .
.   .   .   16  87  19  63  42  38  73  .   .   .   .
.   .   33  24  46  15  43  07  26  05  .   .   .   .
.   .   40  47  82  12  48  30  84  04  06  .   .   .
.   64  32  31  81  34  .   13  83  .   .   .   2B  .
.   65  09  11  66  .   .   .   .   .   .   .   2A  .
.   .   .   .   .   .   .   .   .   .   .   .   .   .
971 972 973 974 976 .   .   .   .   .   .   .   .   .
"""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The position of a department: row and column, from 0."""

    row: int
    column: int


TILES: Mapping[str, Tile] = {
    code: Tile(row, column)
    for row, line in enumerate(_DRAWING.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "."
}
"""The tile of each code in the drawing."""

COLUMNS = 1 + max(tile.column for tile in TILES.values())
"""The number of columns of the drawing."""


def place_tiles(codes: Iterable[str]) -> dict[str, Tile]:
    """Return the tiles of `codes`, sorted by row and column; codes missing from the drawing get new rows below."""
    codes = sorted(set(codes))
    tiles = {code: TILES[code] for code in codes if code in TILES}
    below = 1 + max((tile.row for tile in tiles.values()), default=-1)
    for number, code in enumerate(code for code in codes if code not in TILES):
        tiles[code] = Tile(below + number // COLUMNS, number % COLUMNS)
    return dict(sorted(tiles.items(), key=lambda entry: entry[1]))
