#!/bin/sh
# Runs the cases of /job/cases in the machine, one after the other; each leaves its results in /out/NAME, whatever becomes of the others.
search=/job/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

run_case() {
	folder=$1 name=$2 user=$3 seconds=$4
	home=$(getent passwd "$user" | cut -d: -f6)
	mkdir -p "/out/$name/files" "/work/$name"
	chown "$user" "/out/$name/files" "/work/$name"
	cd "/work/$name"
	timeout --kill-after=60 "$seconds" setpriv --reuid="$user" --regid="$user" --init-groups \
		env -i PATH="$search" HOME="$home" USER="$user" LOGNAME="$user" OUT="/out/$name/files" BUILDKIT_PROGRESS=plain \
		sh "$folder/script" > "/out/$name/stdout" 2> "/out/$name/stderr" < /dev/null
	echo $? > "/out/$name/status"
}

now() { cut -d' ' -f1 /proc/uptime; }

for folder in /job/cases/*; do
	read -r name user seconds < "$folder/about"
	machine-docker start
	began=$(now)
	run_case "$folder" "$name" "$user" "$seconds"
	echo "$began $(now)" > "/out/$name/times"
	echo "case $name: status $(cat "/out/$name/status"), from $began to $(now) s"
	cd / && sync
done
