#!/bin/bash
# The first process of a replica's room, in mount and process namespaces of its own: mounts the image and what programs
# need, then lives as long as its standard input. Arguments: image, empty folder, folder with Node, dist folder.
set -eu
image=$1 root=$2 node=$3 dist=$4
mount --make-rprivate /
mount -o loop "$image" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom tty; do
	touch "$root/dev/$device"
	mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
for place in home/runner/externals home/runner/action/dist; do mkdir -p "$root/$place"; done
mount --bind "$node" "$root/home/runner/externals"
mount --bind "$dist" "$root/home/runner/action/dist"
mount -o remount,bind,ro "$root/home/runner/action/dist"
echo '{"type":"module"}' >"$root/home/runner/action/package.json"
cd "$root"
# Ready only when this process's root is the room: before that, who enters by it is still on the machine itself.
# Bash takes over orphans and buries them; a first process that does not leaves zombies.
exec chroot . /bin/bash -c 'echo ready; while :; do read -r -t 0.2 _ || (($? > 128)) || exit 0; done'
