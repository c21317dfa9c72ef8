#!/bin/sh
# host-net.sh CMD.. -- run CMD on this machine's own kernel, behind a cable to a router and three far ends that answer.
# Needs no privilege where the kernel gives user namespaces; without them it fails before CMD starts (exit code 125).
# For what the lab cannot tell, because computing is free in it: CPU time and memory.
[ "${1:-}" = --inside ] || exec unshare --user --map-root-user --net "$0" --inside "$@"
shift
setup() {
  set -e
  ip link set lo up
  unshare --net sleep 120 & far=$!
  sleep 0.3
  ip link add eth0 type veth peer name peer
  ip link set peer netns $far
  nsenter --target $far --net sh -ec '
    ip link set lo up; ip link set peer up; ip addr add 192.168.50.1/24 dev peer
    for a in 1.1.1.1 8.8.8.8 9.9.9.9 1.0.0.1 8.8.4.4 149.112.112.112; do ip addr add $a/32 dev lo; done'
  ip link set eth0 up; ip addr add 192.168.50.7/24 dev eth0; ip route add default via 192.168.50.1
}
setup >/dev/null || exit 125
trap 'kill $far' EXIT
ping -q -c 1 -w 5 1.1.1.1 >/dev/null || exit 125
"$@"
