"""Writes wheels of these names and versions that hold nothing, and pip constraints that take them instead of the real ones.

usage: stub_wheels.py FOLDER NAME==VERSION…
"""

import pathlib
import sys
import zipfile

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True)
constraints = []
for pin in sys.argv[2:]:
    name, version = pin.split("==")
    stem = f"{name.replace('-', '_')}-{version}"
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        info = f"{stem}.dist-info"
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: stub\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    constraints.append(f"{name} @ file://{wheel.resolve()}\n")
(folder / "constraints.txt").write_text("".join(constraints))
