"""questions.py SECONDS INTERFACE -- whom this namespace asks through INTERFACE, and how often in the busiest second.

A question is an echo request, a new connection, or a datagram that can get there. One line each: address, most in one second,
in all, what. What is sent to die on the way is listed as `dying` and not counted: in the world outside, far ends are further away.
"""

import socket
import sys
import time
from collections import defaultdict

ETH_IPV4, ETH_IPV6 = 0x0800, 0x86DD
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
DYING = "dying"
FEW_HOPS = 8


def question(ether, packet):
    """(address, what) of a packet that asks something, else None."""
    if ether == ETH_IPV4:
        hops, proto, to, rest = packet[8], packet[9], socket.inet_ntop(socket.AF_INET, packet[16:20]), packet[4 * (packet[0] & 15):]
    elif ether == ETH_IPV6:
        hops, proto, to, rest = packet[7], packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), packet[40:]
    else:
        return None
    if hops < FEW_HOPS:
        return to, DYING
    if proto == ICMP and rest[0] == 8 or proto == ICMPV6 and rest[0] == 128:
        return to, "echo"
    if proto == TCP and rest[13] & 0x12 == 2:
        return to, f"tcp/{int.from_bytes(rest[2:4], 'big')}"
    if proto == UDP:
        return to, f"udp/{int.from_bytes(rest[2:4], 'big')}"
    return None


def main(seconds, interface):
    listener = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    listener.bind((interface, 3))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    times, kinds, end = defaultdict(list), defaultdict(lambda: defaultdict(int)), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        listener.settimeout(left)
        try:
            packet, (_, ether, direction, *_) = listener.recvfrom(2048)
        except TimeoutError:
            break
        asked = direction == socket.PACKET_OUTGOING and question(ether, packet)
        if asked:
            times[asked[0]] += [time.monotonic()] * (asked[1] != DYING)
            kinds[asked[0]][asked[1]] += 1
    for to, at in times.items():
        most = max((sum(begin <= t < begin + 1 for t in at) for begin in at), default=0)
        print(to, most, len(at), *(f"{what}:{n}" for what, n in sorted(kinds[to].items())))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2])
