#!/usr/bin/env bash
# Assembles the two programs of src/build/probe-programs.ts and prints them in base64. Needs binutils and binutils-aarch64-linux-gnu.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for target in amd64: arm64:aarch64-linux-gnu-; do
	name=${target%%:*} prefix=${target#*:}
	"${prefix}as" -o "$out/$name.o" "$name.s"
	"${prefix}ld" -n -s -z noseparate-code --build-id=none -o "$out/$name" "$out/$name.o"
	echo "$name $(base64 -w0 "$out/$name")"
done
