import { WANTED_BYTES, WANTED_PATHS } from "../wanted.ts";
import type { SnapshotFolder } from "./snapshots.ts";

/** One layer's folder, and the layer's index in the image. */
export interface ListedLayer extends SnapshotFolder {
	readonly index: number;
}

/**
 * The command that lists snapshot folders in a builder's own container. Its text is the same for every image: only the
 * state's folder, numbers and a random word are given to it, as arguments. It asks for no more than busybox has.
 *
 * Nothing is written but in a file system in memory, in a mount namespace that ends with the command. Overlay attributes
 * cannot be read by busybox, so the kernel is asked: below a layer's folder lies one with a mark in every folder that the
 * lower layers have too; where the mark cannot be seen, the folder is opaque. BuildKit's layer differ leaves entries out
 * that equal the lower layers', and of an opaque folder writes what it hides, so these are named:
 * https://github.com/moby/buildkit/blob/master/util/overlay/overlay_linux.go
 */
export function listingCommand(snapshots: string, mark: string, layers: readonly ListedLayer[]): readonly string[] {
	const specs = layers.map(({ index, number, compared }) => `${index}:${number}:${compared ? "compared" : "whole"}`);
	return ["unshare", "-m", "sh", "-c", SCRIPT, "sh", snapshots, mark, ...specs];
}

/** Names that end with a zero byte, behind their number: exact also for names with line breaks. */
const NAMES = `printf "$0%s\\n" "$#"; printf "%s\\0" "$@"`;
const COMPARED = `stat -c "%f %u:%g %t:%T %s %y"`;

/**
 * Of entries that the lower layers ($0) have too, those that equal them: to standard output, or to 5 and 6 the files and
 * links whose content must decide: their times have no nanoseconds, so they may have come out of archives.
 */
const EQUAL = `
${COMPARED} "$@" > /tmp/mine
(cd "$0" && ${COMPARED} "$@") > /tmp/theirs
exec 3< /tmp/mine 4< /tmp/theirs
for path; do
	IFS= read -r mine <&3
	IFS= read -r theirs <&4
	[ "$mine" = "$theirs" ] || continue
	case $mine in
	*.000000000\\ *)
		if [ -L "$path" ]; then printf "%s\\0" "$path" >&6
		elif [ -f "$path" ]; then printf "%s\\0" "$path" >&5
		else printf "%s\\0" "$path"
		fi ;;
	*.?????????\\ *) printf "%s\\0" "$path" ;;
	*) echo "stat tells no nanoseconds" >&2; exit 1 ;;
	esac
done`;

/** Files of equal lengths: one comparison of all of them, end to end, and one by one only when that fails. */
const EQUAL_FILES = `
if cat "$@" | { (cd "$0" && exec cat "$@") | cmp -s - /dev/fd/3; } 3<&0; then
	printf "%s\\0" "$@"
else
	for path; do if cmp -s "$path" "$0/$path"; then printf "%s\\0" "$path"; fi; done
fi`;

/** Links of equal lengths, in the same manner. */
const EQUAL_LINKS = `
stat -c %N "$@" > /tmp/mine
(cd "$0" && stat -c %N "$@") > /tmp/theirs
if cmp -s /tmp/mine /tmp/theirs; then
	printf "%s\\0" "$@"
else
	for path; do
		if [ "$(readlink "$path"; echo .)" = "$(readlink "$0/$path"; echo .)" ]; then printf "%s\\0" "$path"; fi
	done
fi`;

/** The programs among entries. */
const PROGRAMS = `
for path; do
	if [ ! -L "$path" ] && [ -f "$path" ] && [ -x "$path" ]; then printf "%s\\0" "$path"; fi
done`;

/** Makes the folders, and the mark in each. */
const MAKE_MARKS = `for path; do shift; set -- "$@" "$path/$0"; done; mkdir -p "$@"`;

/** The folders in which the mark cannot be seen. */
const UNMARKED = `for path; do [ -d "$path/$0" ] || printf "%s\\0" "$path"; done`;

/** Of the lower layers' entries in opaque folders, those that the folder does not have itself. */
const OTHERS = `
lower=$0
for folder; do
	for path in "$lower/$folder"/* "$lower/$folder"/.[!.]* "$lower/$folder"/..?*; do
		[ -e "$path" ] || [ -L "$path" ] || continue
		path=\${path#"$lower/"}
		[ -e "$path" ] || [ -L "$path" ] || printf "%s\\0" "$path"
	done
done`;

const SCRIPT = `
set -eu
export LC_ALL=C
cd "$1"
home=$PWD mark=$2
shift 2
for setting in redirect_dir metacopy; do
	file=/sys/module/overlay/parameters/$setting
	if [ -r "$file" ] && [ "$(cat "$file")" != N ]; then
		echo "overlayfs has $setting switched on" >&2
		exit 1
	fi
done
mount -t tmpfs tmpfs /tmp
mkdir /tmp/none

# Names of folders (3) and of other entries (4) that the lower layers have too. No link is followed on the way.
walk() {
	for path in "$1"/* "$1"/.[!.]* "$1"/..?*; do
		if [ -L "$path" ]; then
			if [ -e "$lower/$path" ] || [ -L "$lower/$path" ]; then printf '%s\\0' "$path" >&4; fi
		elif [ -d "$path" ]; then
			if [ -d "$lower/$path" ] && [ ! -L "$lower/$path" ]; then
				printf '%s\\0' "$path" >&3
				walk "$path"
			fi
		elif [ -e "$path" ] && [ -e "$lower/$path" ]; then
			printf '%s\\0' "$path" >&4
		fi
	done
}

# A program on all names of a list.
each() {
	list=$1
	shift
	if [ -s "$list" ]; then xargs -0 -n 500 "$@" < "$list"; fi
}

# A list of names, ended by an empty one.
tell() {
	if [ -s "$2" ]; then
		echo "$1"
		cat "$2"
		printf '\\0'
	fi
}

while [ $# -gt 0 ]; do
	layer=\${1%%:*} rest=\${1#*:}
	number=\${rest%%:*} how=\${rest#*:}
	shift
	own=/tmp/$layer
	lower=$own/lower
	mkdir "$own" "$lower" "$own/marks" "$own/seen"
	echo "L$layer"
	if [ $# -gt 0 ]; then
		stack=
		for below; do
			below=\${below#*:}
			stack=$stack\${below%%:*}/fs:
		done
		cd "$home"
		mount -t overlay -o "ro,lowerdir=$stack/tmp/none" overlay "$lower"
		cd "$home/$number/fs"
		walk . 3> "$own/folders" 4> "$own/others"
		if [ -s "$own/folders" ]; then
			cd "$own/marks"
			each "$own/folders" sh -c '${MAKE_MARKS}' "$mark"
			cd "$home"
			mount -t overlay -o "ro,lowerdir=$number/fs:$own/marks" overlay "$own/seen"
			cd "$own/seen"
			each "$own/folders" sh -c '${UNMARKED}' "$mark" > "$own/opaque"
			cd "$home/$number/fs"
			if [ "$how" = whole ]; then
				tell O "$own/opaque"
			else
				each "$own/opaque" sh -c '${OTHERS}' "$lower" > "$own/hidden"
				tell W "$own/hidden"
			fi
		fi
		if [ "$how" = compared ]; then
			each "$own/others" sh -c '${EQUAL}' "$lower" > "$own/same" 5> "$own/files" 6> "$own/links"
			each "$own/files" sh -c '${EQUAL_FILES}' "$lower" >> "$own/same"
			each "$own/links" sh -c '${EQUAL_LINKS}' "$lower" >> "$own/same"
			tell U "$own/same"
			# What setcap changes, only the layer's archive tells.
			each "$own/same" sh -c '${PROGRAMS}' sh > "$own/programs"
			each "$own/programs" head -q -c 4 > "$own/starts"
			if [ -s "$own/starts" ] && grep ELF "$own/starts" > "$own/elf"; then
				echo "programs may differ from those of a lower layer in their capabilities only" >&2
				exit 1
			fi
		fi
	fi
	cd "$home/$number/fs"
	find . -mindepth 1 -print0 |
		xargs -0 -r -s 32000 sh -c '${NAMES}; exec stat -c "%f %s %h %d:%i %t:%T" "$@"' E
	find . -type f '(' ${WANTED_PATHS.map((path) => `-path '${path}'`).join(" -o ")} ')' -print0 > "$own/texts"
	each "$own/texts" sh -c '${NAMES}; stat -c %s "$@"; exec head -q -c ${WANTED_BYTES} "$@"' T
done
echo Z
`;
