"""CPython's own `pickle.load` of the files that are named on standard input, one a line: what extraction is measured against."""

import pickle
import sys

for path in sys.stdin.read().splitlines():
    with open(path, "rb") as file:
        pickle.load(file)
