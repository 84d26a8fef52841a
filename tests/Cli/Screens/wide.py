"""Writes wide.txt: the ranges of code points that are two columns wide (East Asian Width W or F), in hexadecimal.
Code points that are not assigned yet belong to the range around them; those of the last block of emoji and of planes 2 and 3 are
wide (Unicode Annex 11). Python's unicodedata has Unicode 14."""
import pathlib
import unicodedata

ranges = []
is_open = False
for code in range(0x1100, 0x40000):
    is_reserved = code in range(0x1FA70, 0x1FB00) or code in range(0x20000, 0x3FFFE)
    if unicodedata.category(chr(code)) == "Cn" and not is_reserved:
        continue
    is_wide = is_reserved or unicodedata.east_asian_width(chr(code)) in "WF"
    if is_wide and is_open:
        ranges[-1][1] = code
    elif is_wide:
        ranges.append([code, code])
    is_open = is_wide

text = "".join(f"{low:X}-{high:X}\n" for low, high in ranges)
pathlib.Path(__file__).with_suffix(".txt").write_text(f"# Unicode {unicodedata.unidata_version}, by wide.py\n{text}")
