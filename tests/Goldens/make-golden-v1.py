"""Writes golden-v1.safetensors with nothing but the standard library, from the description of the format alone.

Descent must read this file for ever. Run it again only to check that the file is still the one it makes:
    python3 tests/Goldens/make-golden-v1.py && git diff --exit-code tests/Goldens
"""
import hashlib
import json
import pathlib
import struct

singles = [0.5, -1.25, 3.0e-45, 3.4028234663852886e38, -0.0, 7.0]
doubles = [3.141592653589793, -5e-324, 1.7976931348623157e308]

buffer = struct.pack("<3d", *doubles) + struct.pack("<6f", *singles)
header = {
    "__metadata__": {
        "descent.checksum": "0" * 64,
        "descent.format": "1",
        "descent.writer": "Python",
        "note": "Grüße, 网络 \"quoted\"",
    },
    "layer.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [24, 48]},
    "layer.bias": {"dtype": "F64", "shape": [3], "data_offsets": [0, 24]},
    "empty": {"dtype": "F32", "shape": [0, 4], "data_offsets": [48, 48]},
}
text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
text += b" " * (-(8 + len(text)) % 64)
file = struct.pack("<Q", len(text)) + text + buffer
digest = hashlib.sha256(file).hexdigest().encode("ascii")
file = file.replace(b"0" * 64, digest, 1)
pathlib.Path(__file__).with_name("golden-v1.safetensors").write_bytes(file)
