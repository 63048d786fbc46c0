"""What Python's tarfile says of an image, another way than ours: `docker save` or the blobs of a registry.

usage: oracle.py save FILE.tar | oracle.py blobs BLOB…
Prints {"layers": [{"bytes": …, "files": …}], "unpacked": …, "config": "sha256:…"}. gzip and uncompressed layers; zstd by the zstd tool.
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile


def decompressed(raw):
    head = raw.read(4)
    raw.seek(0)
    if head != b"\x28\xb5\x2f\xfd":
        return raw
    return io.BytesIO(subprocess.run(["zstd", "-dc"], input=raw.read(), stdout=subprocess.PIPE, check=True).stdout)


def measure(raw):
    with tarfile.open(fileobj=decompressed(raw), mode="r:*") as layer:
        named = [member for member in layer if member.isreg() or member.islnk()]
    real = [member for member in named if not member.name.rsplit("/", 1)[-1].startswith(".wh.")]
    return {"bytes": sum(member.size for member in real if member.isreg()), "files": len(real)}


def saved(path):
    with tarfile.open(path) as image:
        manifest = json.load(image.extractfile("manifest.json"))[0]
        config = image.extractfile(manifest["Config"]).read()
        layers = [measure(image.extractfile(name)) for name in manifest["Layers"]]
    return layers, "sha256:" + hashlib.sha256(config).hexdigest()


def main(kind, paths):
    config = None
    if kind == "save":
        layers, config = saved(paths[0])
    else:
        layers = [measure(open(path, "rb")) for path in paths]
    print(json.dumps({"layers": layers, "unpacked": sum(layer["bytes"] for layer in layers), "config": config}))


main(sys.argv[1], sys.argv[2:])
