#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of fuzz_image into fuzz/corpus/image: one small file for every path through the codecs, made byte by byte.

The same bytes every time. Standard library only. Seeds found by fuzzing stand beside these under names that begin with `found_`."""
import pathlib
import struct
import zlib

FOLDER = pathlib.Path(__file__).parent / 'corpus' / 'image'


def exif(orientation, order='<'):
    head = b'II*\0' if order == '<' else b'MM\0*'
    return head + struct.pack(order + 'IHHHIHHI', 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def png_chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height, colour, depth, interlace=0, extra=b''):
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]

    def rows(w, h):
        length = (w * samples * depth + 7) // 8
        return b''.join(bytes([y % 5]) + bytes((x * 37 + y) % 256 for x in range(length)) for y in range(h)) if w and h else b''
    if interlace:
        passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
        raw = b''.join(rows(len(range(x, width, dx)), len(range(y, height, dy))) for x, y, dx, dy in passes)
    else:
        raw = rows(width, height)
    palette = png_chunk(b'PLTE', bytes(range(3 << depth if depth < 8 else 255))) if colour == 3 and depth < 8 else b''
    return (b'\x89PNG\r\n\x1a\n' + png_chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, interlace)) + extra +
            palette + png_chunk(b'IDAT', zlib.compress(raw, 9)) + png_chunk(b'IEND', b''))


def jpeg_segment(marker, data):
    return struct.pack('>BBH', 0xff, marker, len(data) + 2) + data


def jpeg(components, sampling=0x11, adobe=None, turned=0, progressive=False, cut=None):
    """16 x 16, every block a DC difference of 5 bits and nothing else."""
    bits = ''
    luma = (sampling >> 4) * (sampling & 15)
    units = (16 // (8 * (sampling >> 4))) * (16 // (8 * (sampling & 15)))
    for unit in range(units):
        for component in range(components):
            for block in range(luma if component == 0 else 1):
                bits += '10' + format((unit * 7 + component * 11 + block * 3) % 32, '05b') + ('' if progressive else '0')
    bits += '1' * (-len(bits) % 8)
    data = b''.join(bytes([int(bits[i:i + 8], 2)]) + (b'\0' if bits[i:i + 8] == '11111111' else b'') for i in range(0, len(bits), 8))
    frame = struct.pack('>BHHB', 8, 16, 16, components)
    for component in range(components):
        frame += bytes([component + 1, sampling if component == 0 else 0x11, 0])
    scan = bytes([components]) + b''.join(bytes([c + 1, 0]) for c in range(components)) + (b'\0\0\0' if progressive else b'\0\x3f\0')
    out = b'\xff\xd8'
    if turned:
        out += jpeg_segment(0xe1, b'Exif\0\0' + exif(turned, '>'))
    if adobe is not None:
        out += jpeg_segment(0xee, b'Adobe' + struct.pack('>HHHB', 100, 0, 0, adobe))
    out += jpeg_segment(0xdb, b'\0' + bytes([8] * 64)) + jpeg_segment(0xc2 if progressive else 0xc0, frame)
    out += jpeg_segment(0xc4, b'\x00' + bytes([1, 1] + [0] * 14) + b'\x00\x05')
    if not progressive:
        out += jpeg_segment(0xc4, b'\x10' + bytes([1] + [0] * 15) + b'\x00')
    return (out + jpeg_segment(0xda, scan) + data + b'\xff\xd9')[:cut]


def riff_chunk(kind, data):
    return kind + struct.pack('<I', len(data)) + data + b'\0' * (len(data) % 2)


def webp(width, height, turned=0, animated=False):
    """Lossless, one colour: five prefix codes of one symbol each, so the pixels need no bits at all."""
    value, count = 0, 0

    def put(number, bits):
        nonlocal value, count
        value |= number << count
        count += bits
    put(0x2f, 8), put(width - 1, 14), put(height - 1, 14), put(0, 1), put(0, 3)
    put(0, 1), put(0, 1), put(0, 1)
    for symbol in (200, 90, 30, 255, 0):
        put(1, 1), put(0, 1), put(1, 1), put(symbol, 8)
    body = riff_chunk(b'VP8L', value.to_bytes((count + 7) // 8, 'little'))
    if turned or animated:
        flags = (8 if turned else 0) | (2 if animated else 0)
        body = riff_chunk(b'VP8X', struct.pack('<I', flags) + (width - 1).to_bytes(3, 'little') + (height - 1).to_bytes(3, 'little')) + body
        body += riff_chunk(b'EXIF', exif(turned)) if turned else b''
    return b'RIFF' + struct.pack('<I', len(body) + 4) + b'WEBP' + body


def tiff(order, width, height, bits, samples, photometric, compression=1, tile=0, planar=1, orientation=1):
    def block(w, h, s):
        raw = bytes((i * 13) % 256 for i in range((w * s * bits + 7) // 8 * h))
        return zlib.compress(raw, 9) if compression == 8 else raw
    per_block = 1 if planar == 2 else samples
    if tile:
        blocks = [block(tile, tile, per_block)] * (-(-width // tile) * -(-height // tile) * (samples if planar == 2 else 1))
    else:
        blocks = [block(width, height, per_block)] * (samples if planar == 2 else 1)
    out, offsets = (b'II*\0' if order == '<' else b'MM\0*') + b'\0\0\0\0', []
    for data in blocks:
        offsets.append(len(out))
        out += data + b'\0' * (len(data) % 2)
    sizes = [len(data) for data in blocks]
    tags = [(256, 'H', [width]), (257, 'H', [height]), (258, 'H', [bits] * samples), (259, 'H', [compression]), (262, 'H', [photometric]),
            (274, 'H', [orientation]), (277, 'H', [samples]), (284, 'H', [planar])]
    if tile:
        tags += [(322, 'H', [tile]), (323, 'H', [tile]), (324, 'I', offsets), (325, 'I', sizes)]
    else:
        tags += [(273, 'I', offsets), (278, 'H', [height]), (279, 'I', sizes)]
    if photometric == 3:
        tags += [(320, 'H', [(i * 257) % 65536 for i in range(3 << bits)])]
    entries = b''
    for tag, kind, values in sorted(tags):
        data = struct.pack(order + kind * len(values), *values)
        if len(data) > 4:
            data, place = struct.pack(order + 'I', len(out)), data
            out += place + b'\0' * (len(place) % 2)
        entries += struct.pack(order + 'HHI', tag, 3 if kind == 'H' else 4, len(values)) + data.ljust(4, b'\0')
    out = out[:4] + struct.pack(order + 'I', len(out)) + out[8:]
    return out + struct.pack(order + 'H', len(tags)) + entries + b'\0\0\0\0'


def bmp(width, height, bits, masks=None, core=False, top_down=False):
    palette = b''.join(bytes([i, 255 - i, i]) + (b'' if core else b'\0') for i in range(1 << bits)) if bits <= 8 else b''
    colour_masks = struct.pack('<III', *masks) if masks else b''
    header = 12 if core else 40
    pixels = bytes((i * 29) % 256 for i in range((width * bits + 31) // 32 * 4 * height))
    start = 14 + header + len(colour_masks) + len(palette)
    info = (struct.pack('<IHHHH', 12, width, height, 1, bits) if core else
            struct.pack('<IiiHHIIiiII', 40, width, -height if top_down else height, 1, bits, 3 if masks else 0, 0, 0, 0, 0, 0))
    return b'BM' + struct.pack('<IHHI', start + len(pixels), 0, 0, start) + info + colour_masks + palette + pixels


SEEDS = {
    'png_grey1': png(11, 5, 0, 1), 'png_grey16': png(5, 4, 0, 16), 'png_rgb8': png(5, 4, 2, 8), 'png_palette4': png(7, 3, 3, 4),
    'png_grey_alpha8': png(5, 4, 4, 8), 'png_rgba16_interlaced': png(9, 9, 6, 16, 1), 'png_grey2_interlaced': png(9, 9, 0, 2, 1),
    'png_turned': png(5, 4, 2, 8, extra=png_chunk(b'eXIf', exif(6))), 'png_bomb': png(1, 1, 0, 8).replace(b'\0\0\0\1\0\0\0\1', b'\0\0\x70\0\0\0\x70\0'),
    'jpeg_grey': jpeg(1), 'jpeg_colour': jpeg(3), 'jpeg_420': jpeg(3, 0x22), 'jpeg_422_turned': jpeg(3, 0x21, turned=8),
    'jpeg_inks': jpeg(4, adobe=0), 'jpeg_ycck': jpeg(4, adobe=2), 'jpeg_rgb': jpeg(3, adobe=0), 'jpeg_progressive': jpeg(3, progressive=True),
    'jpeg_cut': jpeg(3, cut=-9),
    'webp': webp(7, 5), 'webp_turned': webp(7, 5, turned=5), 'webp_animated': webp(7, 5, animated=True),
    'tiff_grey8': tiff('<', 6, 4, 8, 1, 1), 'tiff_white_is_0': tiff('>', 9, 4, 1, 1, 0), 'tiff_rgb16': tiff('>', 6, 4, 16, 3, 2, orientation=7),
    'tiff_tiles': tiff('<', 20, 18, 8, 3, 2, 8, tile=16), 'tiff_planes': tiff('<', 6, 4, 8, 3, 2, planar=2), 'tiff_palette': tiff('<', 6, 4, 4, 1, 3),
    'tiff_inks': tiff('<', 6, 4, 8, 4, 5), 'tiff_tiles16': tiff('>', 20, 18, 16, 1, 1, tile=16),
    'bmp_1': bmp(9, 3, 1), 'bmp_4': bmp(9, 3, 4, core=True), 'bmp_8': bmp(3, 3, 8, top_down=True), 'bmp_16': bmp(5, 3, 16),
    'bmp_565': bmp(5, 3, 16, (0xf800, 0x7e0, 0x1f)), 'bmp_24': bmp(5, 3, 24), 'bmp_32': bmp(5, 3, 32, (0xff000000, 0xff0000, 0xff00)),
    'pnm_1': b'P1\n# c\n3 2\n101 0 1 0', 'pnm_2': b'P2 2 2 9 0 3 6 9', 'pnm_3': b'P3 1 2 300 1 2 3 300 200 100', 'pnm_4': b'P4 9 2\n\1\2\3\4',
    'pnm_5': b'P5 2 2 255\nabcd', 'pnm_5_deep': b'P5 2 1 65535\nabcd', 'pnm_6': b'P6#x\n1 2 7\nabcdef', 'none': b'no image', 'empty': b'',
}

if __name__ == '__main__':
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in SEEDS.items():
        (FOLDER / name).write_bytes(data)
    print(f'{len(SEEDS)} seeds, {sum(map(len, SEEDS.values()))} bytes')
