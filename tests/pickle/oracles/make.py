"""Writes pickles.json: pickles of protocols 0 to 5 made by CPython and numpy, and what they hold.

    python3 make.py            (numpy 2; the files that name numpy.core are made by renaming, as numpy 1 wrote them)

Each case: name, protocol, pickle (base64) and holds, in which
    {"float": "nan"}, {"int": "…"}  are numbers JSON cannot write;  {"bytes": "hex"};  {"map": [[key, value], …]}
    {"array": {"dtype", "shape", "order", "values"}}  is an array; its values row by row
"""
import base64, collections, json, math, os, pickle, pickletools
import numpy as np


def holds(x):
    if isinstance(x, np.ndarray):
        order = "C" if x.flags.c_contiguous else "F" if x.flags.f_contiguous else "C"
        if x.dtype.kind == "O" or x.dtype.kind == "U":
            return {"array": {"shape": list(x.shape), "values": [holds(v) for v in x.ravel().tolist()]}}
        return {"array": {"dtype": x.dtype.str, "shape": list(x.shape), "order": order, "values": [holds(float(v)) for v in x.ravel()]}}
    if isinstance(x, np.generic): return holds(x.item())
    if isinstance(x, (bytes, bytearray)): return {"bytes": x.hex()}
    if isinstance(x, dict): return {"map": [[holds(k), holds(v)] for k, v in x.items()]}
    if isinstance(x, (list, tuple)): return [holds(v) for v in x]
    if isinstance(x, bool) or x is None or isinstance(x, str): return x
    if isinstance(x, int): return x if abs(x) < 2**53 else {"int": str(x)}
    return x if math.isfinite(x) else {"float": str(x)}


grid = np.arange(6.0).reshape(2, 3) / 7
cases = {
    "integers": [0, 1, -1, 127, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2**31, -(2**31) - 1, -3_000_000_000, 2**47, -(2**47), 2**53 - 1, 2**53, -(2**53), 2**63, -(2**63), 2**70, -(2**70), 2**2100],
    "floats": [0.0, -0.0, 0.1, -1.5e-300, 1.7976931348623157e308, math.inf, -math.inf, math.nan],
    "list of 2500 floats": [k / 4 for k in range(2500)],
    "list of 1001 numbers": [k if k % 2 else k / 2 for k in range(1001)],
    "list of numbers, then text": [1.5] * 1000 + ["a", 2.5],
    "list with None": [1.0, None, 2.0],
    "small lists": [[], [1], [1.5], [1, 2], [[1.0, 2.0], [3.0]]],
    "texts": ["", "plain", "Käyrä 👁 ;", "line\nbreak", "back\\slash \\u0041", "\x00\x1a\r", "x" * 300],
    "flags": [True, False, None, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "bytes": [b"", b"ab", bytes(range(256)), bytearray(b"cd")],
    "shared list": (lambda a: {"a": a, "b": a})([1.0, 2.0]),
    "dictionaries": {"a": {"b": {"c": 1}}, 0: "zero", (1): "one", "empty": {}},
    "ordered": collections.OrderedDict([("z", 1), ("a", 2)]),
    "default": collections.defaultdict(list, {"PLR1001": [0.25, 0.5]}),
    "numpy scalars": [np.float64(1.5), np.float32(0.1), np.int64(-7), np.int64(2**60), np.uint64(2**64 - 1), np.int32(-5), np.uint8(200), np.int8(-3), np.int16(-300), np.bool_(True), np.bool_(False), np.float64("nan"), np.str_("Käyrä")],
    "numpy scalars as keys": {np.int64(0): "a", np.int64(1): "b", np.str_("t"): "c", np.float64(0.5): "d"},
    "f8 C": grid, "f8 F": np.asfortranarray(grid), "f4": grid.astype("f4"), "f4 F": np.asfortranarray(grid.astype("f4")),
    "big-endian": grid.astype(">f8"), "big-endian i2": np.array([1, -2], ">i2"),
    "i1": np.array([-128, 127], "i1"), "i2": np.array([-300, 300], "i2"), "i4": np.array([-(2**31), 7], "i4"), "i8": np.array([-(2**53) + 1, -1, 2**40], "i8"),
    "u1": np.array([0, 255], "u1"), "u2": np.array([0, 65535], "u2"), "u4": np.array([0, 2**32 - 1], "u4"), "u8": np.array([0, 2**53 - 1], "u8"),
    "b1": np.array([[True, False], [False, False]]), "with nan and inf": np.array([np.nan, np.inf, -np.inf]),
    "0-d": np.array(2.5), "0-d int": np.array(3), "empty": np.zeros((0, 3)), "one column F": np.asfortranarray(grid[:, :1]),
    "3-d": np.arange(24.0).reshape(2, 3, 4), "3-d F": np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    "3-d permuted": np.arange(24.0).reshape(2, 3, 4).transpose(1, 0, 2), "every other": np.arange(10)[::2], "a row of F": np.asfortranarray(grid)[1],
    "U": np.array(["PLR1001", "PLR4", ""]), "U big-endian": np.array(["Käyrä", "👁"], dtype=">U5"), "U F": np.asfortranarray(np.array([["a", "b"], ["c", "d"]])),
    "objects": np.array(["PLR1001", "Käyrä"], dtype=object), "objects F": np.asfortranarray(np.array([["a", "b"], ["c", "d"]], dtype=object)), "objects mixed": np.array(["a", None, 1.5], dtype=object),
}


def legacy(blob):
    """numpy 1 named its modules numpy.core; same length-prefixed strings, frames left out as they carry lengths."""
    out, last = bytearray(), 0
    for op, _, pos in pickletools.genops(blob):
        if op.name == "FRAME": out += blob[last:pos]; last = pos + 9
    blob = bytes(out + blob[last:])
    for part in (b"multiarray", b"numeric"):
        new, old = b"numpy._core." + part, b"numpy.core." + part
        blob = blob.replace(b"\x8c" + bytes([len(new)]) + new, b"\x8c" + bytes([len(old)]) + old).replace(b"c" + new + b"\n", b"c" + old + b"\n")
    return blob


out = []
for name, value in cases.items():
    for protocol in range(6):
        if name == "integers" and protocol < 2: value = value[:-1]
        blob = pickle.dumps(value, protocol)
        assert len(blob) < 60_000, name
        out.append({"name": name, "protocol": protocol, "pickle": base64.b64encode(blob).decode(), "holds": holds(value)})
        if name in ("f8 F", "i8", "objects", "numpy scalars as keys"):
            out.append({"name": f"{name}, numpy 1", "protocol": protocol, "pickle": base64.b64encode(legacy(blob)).decode(), "holds": holds(value)})
with open(os.path.join(os.path.dirname(__file__), "pickles.json"), "w") as f:
    json.dump(out, f, ensure_ascii=False, indent=0, allow_nan=False)
