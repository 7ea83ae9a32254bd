"""Boxes of the bounds and the heap that keeps them, the one with the least key first."""

import math

from asteroid_econ._jit import kernel
from asteroid_econ.records import Floats


@kernel
def halve(box: Floats, halves: Floats) -> None:
    """Cut a box across its widest side.

    The weights are those with which the bounds of real targets rise fastest; they decide the
    speed, never whether a bound holds.
    """
    widths = (
        0.5 * (box[1] - box[0]) / math.sqrt(box[0] + box[1]),
        2.0 * (box[3] - box[2]),
        0.3 * (box[5] - box[4]),
        1.3 * (box[7] - box[6]),
        0.5 * (box[9] - box[8]),
    )
    side = 0
    for k in range(1, 5):
        if widths[k] > widths[side]:
            side = k
    middle = 0.5 * (box[2 * side] + box[2 * side + 1])
    halves[0], halves[1] = box, box
    halves[0, 2 * side + 1] = middle
    halves[1, 2 * side] = middle


@kernel
def insert(boxes: Floats, keys: Floats, size: int, box: Floats, key: float) -> int:
    """Put a box into the heap; return its size."""
    i = size
    while i > 0 and keys[(i - 1) // 2] > key:
        parent = (i - 1) // 2
        keys[i], boxes[i] = keys[parent], boxes[parent]
        i = parent
    keys[i], boxes[i] = key, box
    return size + 1


@kernel
def drop_first(boxes: Floats, keys: Floats, size: int) -> int:
    """Take the box with the least key out of the heap; return its size."""
    size -= 1
    i, key = 0, keys[size]
    while 2 * i + 1 < size:
        child = 2 * i + 1
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[i], boxes[i] = keys[child], boxes[child]
        i = child
    keys[i], boxes[i] = key, boxes[size]
    return size
