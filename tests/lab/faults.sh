#!/bin/bash
# faults.sh -- lab.sh with more faults. Used exactly like lab.sh: `faults.sh up`, `faults.sh fault NAME ARGS`, `faults.sh clear`.
# A fault here undoes itself in clear_more, or uses what lab.sh's own `clear` takes away: netem set by qd/lossy/slower, and the nft
# tables `inet f` and `ip6 f6` in ap and wan.
. "$(dirname "${BASH_SOURCE[0]}")/lab.sh"

sta_mac() { ns sta cat /sys/class/net/wlan0/address; }
home_rule() { ns ap nft -f - <<<"table inet f { chain i { type filter hook input priority 0; iifname \"$LAN\" jump more; }; chain more { $1; }; }"; }
# in_background NAME CMD..: CMD runs until clear
in_background() { local n=$1; shift; "$@" </dev/null >>"$LOG/$n.log" 2>&1 & echo $! > "$D/$n.pid"; }
swing() { local p; p=$(txpower phy1); while :; do
  for d in "$1" "$2"; do printf '%u' $((d - p)) > /sys/kernel/debug/ieee80211/phy1/hwsim/rx_rssi; sleep "$3"; done; done; }
# the server refuses while it still waits for an earlier client that was killed: again until it is taken
transfer() { while :; do ns sta iperf3 -c 203.0.113.80 -t 3600 "$@"; sleep 0.5; done; }
sta_bytes() { ip -n sta -s -j link show wlan0 | perl -ne 'print $1 + $2 if /"rx":\{"bytes":(\d+).*"tx":\{"bytes":(\d+)/'; }
flows() { local i a; for i in $(seq 60); do a=$(sta_bytes); sleep 0.5; [ $(($(sta_bytes) - a)) -gt 50000 ] && return 0; done; say "no transfer came about"; return 1; }

fault_more() {
  local f=$1 k; shift
  case $f in
  # the router: each of these is healthy, it forwards as ever
  gw-echo-limit) home_rule "icmp type echo-request limit rate over ${1:-2}/second burst 1 packets drop; icmpv6 type echo-request limit rate over ${1:-2}/second burst 1 packets drop" ;;   # answers N echoes a second
  gw-echo-share) home_rule "icmp type echo-request numgen random mod 100 >= ${1:-60} drop; icmpv6 type echo-request numgen random mod 100 >= ${1:-60} drop" ;;    # answers N % of echoes
  gw-nopingtcp)  home_rule "icmp type echo-request drop; icmpv6 type echo-request drop; meta l4proto tcp drop" ;;     # drops echo and TCP, still refuses UDP and serves DNS
  # what the router hands out (fresh lease at once)
  rogue-gateway) # box|absent: the lease names 192.168.50.77 as the router. box: it is there, answers, and forwards nothing
                 sed -i 's/^dhcp-option=option:router.*/dhcp-option=option:router,192.168.50.77/' $D/router.conf; router_restart
                 [ "${1:-box}" = absent ] || second_client 192.168.50.77
                 fault dhcp-again; wait_up; touch $D/redhcp ;;
  no-route)      sed -i 's/^dhcp-option=option:router.*/dhcp-option=3/; s/^\(ra-param=[^,]*,[0-9]*\),.*/\1,0/' $D/router.conf; router_restart      # an address, no default route
                 fault dhcp-again; wait_up; ip -n sta -6 route flush default 2>/dev/null; touch $D/redhcp ;;
  # joining
  blocked)       ns ap hostapd_cli -p $D/hostapd -i wlan0 deny_acl ADD_MAC "$(sta_mac)" >/dev/null || return 1; fault deauth; touch $D/redhcp ;;
  adapter-missing) stop wpa; stop udhcpc; ns sta iw phy phy0 set netns 1; ip link set wlan0 down 2>/dev/null ;;      # `clear` does not bring it back
  # the radio
  signal-swing)  in_background swing swing "${1:--45}" "${2:--70}" "${3:-0.4}" ;;       # heard at A dBm, then at B dBm, N seconds each
  wifi-spikes)   slower ap wlan0 "${1:-10ms}" "${2:-20ms}" "distribution pareto" ;;     # mostly in time, now and then late, and what follows waits behind it
  # the families
  ipv4-broken)   case ${1:-line} in    # IPv4 leads nowhere, IPv6 everywhere. router: it drops; refused: it says so; line: the provider drops
                   router) ns ap nft -f - <<<'table ip f4 { chain o { type filter hook forward priority 0; drop; }; }' ;;
                   refused) ns ap nft -f - <<<'table ip f4 { chain o { type filter hook forward priority 0; reject with icmp type net-unreachable; }; }' ;;
                   line) ns wan nft -f - <<<'table ip f4 { chain o { type filter hook forward priority 0; drop; }; }' ;;
                 esac ;;
  ipv6-dead)     case ${1:-line} in    # the same for IPv6; lab.sh's ipv6-broken: the router drops
                   refused) ns ap nft -f - <<<'table ip6 f6 { chain o { type filter hook forward priority 0; reject with icmpv6 type no-route; }; }' ;;
                   line) ns wan nft -f - <<<'table ip6 f6 { chain o { type filter hook forward priority 0; drop; }; }' ;;
                 esac ;;
  v6-only)       no_lease; set_dns 2001:db8:50::1; touch $D/redhcp ;;    # a home without IPv4, and nothing wrong with it
  # beyond the router
  wan-spikes)    slower wan ap0 "${1:-10ms}" "${2:-20ms}" "distribution pareto" ;;
  provider-down) ns wan nft -f - <<<'table inet f { chain o { type filter hook forward priority 0; iifname "ap0" drop; oifname "ap0" drop; }; }' ;;   # its first hop answers, nothing behind it
  far-loss)      k=${2:-1}; lossy wan n$k "$(half ${1:-10%})"; lossy net$k up0 "$(half ${1:-10%})" ;;       # N% of round trips, at far network K alone
  far-silent)    ns net${1:-1} nft -f - <<<'table inet silent { chain i { type filter hook input priority 0; meta l4proto { icmp, tcp, udp } drop; icmpv6 type echo-request drop; }; }' ;;
  # the cable (WIRED=1)
  cable-loss)    lossy sta eth0 "$(half ${1:-10%})"; lossy ap lan0 "$(half ${1:-10%})" ;;
  cable-burst)   lossy sta eth0 "$(gem $(half ${1:-10%}) ${2:-5})"; lossy ap lan0 "$(gem $(half ${1:-10%}) ${2:-5})" ;;
  cable-delay)   slower ap lan0 "${1:-100ms}" "${2-50ms}" ;;
  cable-out)     ip -n ap link set lan0 down ;;
  # the computer
  background)    in_background background transfer "$@"; flows ;;      # another program transfers without end: iperf3's arguments (-R: download)
  *) fault_list; fault_list_more; return 1 ;;
  esac
}
clear_more() {
  local k
  stop swing; stop background; pkill -f 'iperf3 -c 203.0.113.80' 2>/dev/null
  for k in 1 2 3; do ns net$k nft delete table inet silent 2>/dev/null; done
  ns ap hostapd_cli -p $D/hostapd -i wlan0 deny_acl CLEAR >/dev/null 2>&1
  [ "$WIRED" = 1 ] && ip -n ap link set lan0 up
  return 0
}
fault_list_more() { sed -n '/^fault_more()/,/^}/s/^  \([a-z0-9-]*\)).*/\1/p' "${BASH_SOURCE[0]}"; }
main "$@"
