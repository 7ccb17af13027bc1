"""Reads a pack of sample records with h5py and prints, for each sample, its group, seed and number, then its times at the rungs.

read_pack.py FILE. Run by the validation tests with Debian's python3-h5py.
"""
import sys

import h5py

with h5py.File(sys.argv[1]) as pack:
    if pack.attrs["format"] != "GlassModes samples":
        raise SystemExit(f"format is {pack.attrs['format']!r}")

    for name, sample in pack.items():
        provenance = sample["provenance"].attrs
        times = (repr(float(time)) for time in sample["rungs/time"][:])
        print(name, int(provenance["seed"]), int(provenance["sample"]), *times)

    # Everything else can be read too.
    pack.visititems(lambda _, item: item[()] if isinstance(item, h5py.Dataset) else list(item.attrs.values()))
