# SPDX-License-Identifier: Apache-2.0
"""Folders of drawn images for the tests that go through the command, without any image library."""
import os
import random
import struct
import zlib


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height, channels, rows):
    """`rows` yields the bytes of each row."""
    head = struct.pack('>IIBBBBB', width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    body = zlib.compress(b''.join(b'\0' + row for row in rows), 1)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', body) + chunk(b'IEND', b'')


def picture(kind, number, width=16, height=16, channels=3):
    """Dark on the left (kind 0), on the right (1) or nowhere (2), with noise of its own for each number; None: no noise."""
    noise = random.Random(f'{kind} {number} {width} {height}')

    def row():
        shades = bytes(40 if kind < 2 and (2 * x < width) == (kind == 0) else 160 for x in range(width) for _ in range(channels))
        return shades if number is None else bytes(shade + grain % 41 for shade, grain in zip(shades, noise.randbytes(len(shades))))
    return png(width, height, channels, (row() for _ in range(height)))


def put(folder, below, data):
    """Names and data are bytes or text; folders are made."""
    path = os.path.join(os.fsencode(folder), os.fsencode(below))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return path
