"""Reads a configuration with another program and prints it: N, the box length, then id, type and position of each particle.

read_with.py ase|mdanalysis FILE. Run by the validation tests with Debian's python3-ase and python3-mdanalysis.
"""
import sys
import warnings

warnings.simplefilter("ignore")
program, path = sys.argv[1:]
extension = path.rsplit(".", 1)[1]

if program == "ase":
    import ase.io

    formats = {"xyz": "extxyz", "dump": "lammps-dump-text", "data": "lammps-data"}
    options = {"style": "atomic"} if extension == "data" else {}
    atoms = ase.io.read(path, format=formats[extension], **options)
    ids = atoms.arrays["id"] if "id" in atoms.arrays else range(1, len(atoms) + 1)
    types = atoms.arrays["type"] if "type" in atoms.arrays else atoms.numbers
    length = atoms.cell.lengths()[0]
    positions = atoms.positions
else:
    import MDAnalysis

    options = {
        "xyz": {"topology_format": "XYZ", "format": "XYZ"},
        "dump": {"topology_format": "LAMMPSDUMP", "format": "LAMMPSDUMP"},
        "data": {"topology_format": "DATA", "format": "DATA", "atom_style": "id type x y z"},
    }
    universe = MDAnalysis.Universe(path, **options[extension])
    ids = universe.atoms.ids
    types = universe.atoms.types if extension != "xyz" else universe.atoms.names
    length = 0 if universe.dimensions is None else universe.dimensions[0]
    positions = universe.atoms.positions

print(len(positions), repr(float(length)))
for number, kind, position in zip(ids, types, positions):
    print(int(number), int(kind), *(repr(float(x)) for x in position))
