"""Writes pep440-oracle.fixture.json: what Python's packaging 26.2 says of random versions and specifiers.

    python3 -m venv venv && venv/bin/pip install packaging==26.2
    venv/bin/python __tests__/unit/judge/pep440-oracle.py > __tests__/unit/judge/pep440-oracle.fixture.json

`answers` has one text per specifier: one letter per version (y matches, n does not, v is no version),
or just "-" when packaging refuses the specifier.
"""

import json
import random

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

random.seed(2606)
RELEASES = ["0", "1", "2", "2.0", "2.5.1", "2.6", "2.6.0", "2.6.0.0", "2.6.1", "2.6.10", "2.7", "2.7.0", "2.8.0", "2.10.0", "2.06.0", "3"]
PRE = ["", "", "", "", "a0", "a1", "b2", "rc1", "rc2", ".RC2", "-alpha.1", "_preview_3", "c"]
POST = ["", "", "", "", "", ".post0", ".post1", "-1", ".rev2", "post", ".post303"]
DEV = ["", "", "", "", "", ".dev0", ".dev1", ".dev20250601", "dev"]
LOCAL = ["", "", "", "+cu124", "+cu121", "+CU124", "+cpu", "+rocm6.2.4", "+rocm6.2", "+gitc2b5d29", "+1e5", "+100000", "+0x10", "+16", "+nv25.01", "+nv25.1", "+1_2-3"]
EPOCH = ["", "", "", "", "", "", "", "", "", "1!", "0!"]
ODD = ["unknown", "", "2.6.x", "2.6.0+", "2.6.0++cu", "v2.6.0", "V2.6.0", " 2.6.0 ", "2.6.0-", "2..6", "2.6.0+cu.", "1!", "2.6.0rc1a1", "2.6.0.dev1.post1"]
EQUAL = ["==", "!=", "=="]
ORDERED = [">=", "<=", ">", "<", "~="]
FIXED = ["", ",", ">=2.6,", "2.6.0", "^2.6", ">=2.6 <2.8", "~=2", "==2.6.*+cu124", "==2.6.0rc1.*", ">=2.6.*", "~=2.6.*", "=2.6", "==", ">=2.6,<2.8",
         ">= 2.6 , < 2.8", "==2.*", "!=2.6.*", "==1!2.*", "==2.6.0.0.*", "===unknown", "===2.6.0", "===2.6.0+CU124", "==v2.6.0", "<2.6.0.post1", ">2.6.0.dev1", "<0", "==0.*"]


def version(local: bool = True) -> str:
    parts = [EPOCH, RELEASES, PRE, POST, DEV] + ([LOCAL] if local else [])
    return "".join(random.choice(part) for part in parts)


def clause() -> str:
    kind = random.random()
    if kind < 0.15:
        return random.choice(EQUAL) + random.choice(EPOCH) + random.choice(RELEASES) + ".*"
    if kind < 0.45:
        return random.choice(EQUAL) + random.choice(["", " "]) + version()
    if kind < 0.5:
        return "===" + version()
    return random.choice(ORDERED) + random.choice(["", " "]) + version(local=random.random() < 0.05)


def answer(specifiers: SpecifierSet, text: str) -> str:
    arbitrary = all(one.operator == "===" for one in specifiers)
    try:
        Version(text)
    except InvalidVersion:
        if not arbitrary:
            return "v"
    return "y" if specifiers.contains(text, prereleases=True) else "n"


def row(text: str, versions: list[str]) -> str:
    try:
        specifiers = SpecifierSet(text)
    except InvalidSpecifier:
        return "-"
    return "".join(answer(specifiers, one) for one in versions)


versions = ODD + sorted({version() for _ in range(160)} - set(ODD))
specifiers = FIXED + sorted({",".join(clause() for _ in range(random.choice([1, 1, 1, 2, 3]))) for _ in range(260)} - set(FIXED))
print(json.dumps({
    "origin": "packaging 26.2 from PyPI, SpecifierSet.contains(version, prereleases=True), written by pep440-oracle.py",
    "versions": versions,
    "specifiers": specifiers,
    "answers": [row(one, versions) for one in specifiers],
}, indent=0))
