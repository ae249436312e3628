#!/usr/bin/env python3
"""Draws the app's icons as PNG files into a folder: app_icons.py FOLDER.

The sign is a bollard with a rope around it: what is made fast there, holds. All shapes are rounded
boxes, so each line of an icon is a handful of spans whose ends give the smooth edges."""
import math
import pathlib
import struct
import sys
import zlib

BLUE_TOP = (47, 111, 222)
BLUE_FOOT = (24, 71, 158)
WHITE = (255, 255, 255)
LINES_PER_PIXEL = 8

# (left, top, right, bottom, radius) in the unit square.
SOLID = (
    (0.26, 0.20, 0.74, 0.32, 0.06),
    (0.22, 0.70, 0.78, 0.80, 0.05),
    (0.30, 0.41, 0.70, 0.465, 0.027),
    (0.30, 0.51, 0.70, 0.565, 0.027),
)
POST = (0.36, 0.20, 0.64, 0.72, 0.03)
GAP = (0.27, 0.385, 0.73, 0.59, 0.045)  # Around the rope.

# name: (edge in pixels, radius of the corners, size of the sign). A maskable icon is cut to any
# shape by the system, so its corners are filled and its sign is smaller.
ICONS = {
    "icon_192.png": (192, 0.22, 1.0),
    "icon_512.png": (512, 0.22, 1.0),
    "icon_maskable_512.png": (512, 0.0, 0.75),
    "icon_apple_180.png": (180, 0.0, 0.9),
}


def span(box, y):
    """(from, to) of a rounded box on the line y, or None."""
    left, top, right, bottom, radius = box
    if not top <= y <= bottom:
        return None
    above = max(top + radius - y, y - (bottom - radius), 0)
    cut = radius - math.sqrt(max(radius**2 - above**2, 0))
    return (left + cut, right - cut)


def sign_spans(y):
    """Disjoint spans of the white sign on the line y."""
    spans = [found for found in (span(box, y) for box in SOLID) if found]
    if span(POST, y) and not span(GAP, y):
        spans.append(span(POST, y))
    joined = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def cover(line, start, end):
    """Adds the share of each pixel that lies between start and end, in pixels."""
    for column in range(max(int(start), 0), min(math.ceil(end), len(line))):
        line[column] += max(min(end, column + 1) - max(start, column), 0)


def coverage(size, row, spans_at):
    """Share of each pixel of a row that `spans_at(y)` covers, 0 to 1."""
    line = [0.0] * size
    for step in range(LINES_PER_PIXEL):
        y = (row + (step + 0.5) / LINES_PER_PIXEL) / size
        for start, end in spans_at(y):
            cover(line, start * size, end * size)
    return [amount / LINES_PER_PIXEL for amount in line]


def picture_line(size, row, radius, scale):
    def plate(y):
        found = span((0, 0, 1, 1, radius), y)
        return [found] if found else []

    def sign(y):
        inner = sign_spans(0.5 + (y - 0.5) / scale)
        return [(0.5 + (start - 0.5) * scale, 0.5 + (end - 0.5) * scale) for start, end in inner]

    down = row / size
    blue = [top + (foot - top) * down for top, foot in zip(BLUE_TOP, BLUE_FOOT)]
    line = bytearray(b"\0")
    for opaque, white in zip(coverage(size, row, plate), coverage(size, row, sign)):
        line += bytes(round(b + (w - b) * white) for b, w in zip(blue, WHITE))
        line.append(round(255 * opaque))
    return bytes(line)


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(size, radius, scale):
    lines = b"".join(picture_line(size, row, radius, scale) for row in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (size, radius, scale) in ICONS.items():
        (folder / name).write_bytes(png(size, radius, scale))


if __name__ == "__main__":
    main()
