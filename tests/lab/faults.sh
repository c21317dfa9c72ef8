#!/bin/bash
# faults.sh -- lab.sh with more faults. Used exactly like lab.sh: `faults.sh up`, `faults.sh fault NAME ARGS`, `faults.sh clear`.
# A fault here undoes itself in clear_more, or uses what lab.sh's own `clear` takes away: netem set by qd/lossy/slower, and the nft
# tables `inet f` and `ip6 f6` in ap and wan.
. "$(dirname "${BASH_SOURCE[0]}")/lab.sh"

sta_mac() { ns sta cat /sys/class/net/wlan0/address; }
home_rule() { ns ap nft -f - <<<"table inet f { chain i { type filter hook input priority 0; iifname \"$LAN\" jump more; }; chain more { $1; }; }"; }
# in_background NAME CMD..: CMD runs until clear
in_background() { local n=$1; shift; "$@" </dev/null >>"$LOG/$n.log" 2>&1 & echo $! > "$D/$n.pid"; }
use_proxy() { printf '%s='"$1"'\n' http_proxy https_proxy HTTP_PROXY HTTPS_PROXY > $D/sta.env; echo no_proxy=localhost >> $D/sta.env; }
swing() { local p; p=$(txpower phy1); while :; do
  for d in "$1" "$2"; do printf '%u' $((d - p)) > /sys/kernel/debug/ieee80211/phy1/hwsim/rx_rssi; sleep "$3"; done; done; }
# the server refuses while it still waits for an earlier client that was killed: again until it is taken
transfer() { while :; do ns sta iperf3 -c 203.0.113.80 -t 3600 "$@"; sleep 0.5; done; }
sta_bytes() { ip -n sta -s -j link show wlan0 | perl -ne 'print $1 + $2 if /"rx":\{"bytes":(\d+).*"tx":\{"bytes":(\d+)/'; }
flows() { local i a; for i in $(seq 60); do a=$(sta_bytes); sleep 0.5; [ $(($(sta_bytes) - a)) -gt 50000 ] && return 0; done; say "no transfer came about"; return 1; }

ap_moves() { stop ap; sleep 0.5; ap_conf "$1"; start_hostapd ap ap && touch $D/moved $D/redhcp; }
# sleeper DELAY JITTER: what comes for the station after a silence waits, as for a radio that sleeps until a beacon tells it of something
sleeper() { ns ap perl -e '
  my ($base, $asleep) = @ARGV; my ($state, $count, $since) = ("", -1, 0); my $now = 0;
  for (;; select(undef, undef, undef, 0.01), $now += 10) {
    open my $f, "<", "/sys/class/net/wlan0/statistics/rx_packets" or die; my $n = <$f>;
    ($count, $since) = ($n, $now) if $n != $count;
    my $want = $now - $since >= 150 ? $asleep : $base; next if $want eq $state;
    $state = $want; system("tc qdisc change dev wlan0 root netem $want") }' "$(cur ap wlan0)" "$(slow_args "$(cur ap wlan0)" "$1" "$2" "")"; }
# repeater LOSS [DELAY]: the station joins a box of its own (phy4), which a bad link (back1, back0) connects to the router
repeater() {
  [ "$LAN" = br0 ] || { say "repeater: needs WIRED=1, whose router has a bridge"; return 1; }
  ip netns add rep; wire rep back1 ap back0; ip -n ap link set back0 master br0 up
  printf 'link add br0 type bridge\nlink set lo up\nlink set back1 master br0\nlink set back1 up\nlink set br0 up\n' | ipb rep
  ns ap iw phy phy4 set netns name rep; hostapd_conf ap2 wlan1 "$SSID" 11 "$SEC" "$PSK" > $D/rep.conf
  stop ap; stop udhcpc-sta-eth0; ip -n sta addr flush dev eth0; ip -n sta link set eth0 down
  start_hostapd rep rep || return 1; rssi phy4 -45
  lossy rep back1 "$(half $1)"; lossy ap back0 "$(half $1)"; [ -z "${2:-}" ] || slower ap back0 "$2" "$2"
  local i; for i in $(seq 100); do ns sta iw dev wlan0 link | grep -q 'Connected to 02:00:00:00:04' && return; sleep 0.2; done
  say "the station does not join the repeater"; return 1
}

# own_questions DELAY: what the router asks for itself goes out later by this; whatever it forwards goes as before
own_questions() {
  local i="limit 1000"; [ $LNS = ap ] && i=$(cur ap wan0)
  ns ap tc qdisc replace dev wan0 root handle 1: prio bands 3 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
  ns ap tc qdisc add dev wan0 parent 1:1 netem $i
  ns ap tc qdisc add dev wan0 parent 1:3 netem $(slow_args "$i" "$1" "" ""); NETEM=1
  ns ap tc filter add dev wan0 parent 1: protocol ip handle 53 fw flowid 1:3
  ns ap nft -f - <<<'table inet f { chain q { type filter hook output priority 0; oifname "wan0" udp dport 53 meta mark set 53; }; }'
}
# a resolver before the router's own, which answers N % of names by itself: that it could not find out
servfail_share() {
  local port=5353
  sed -i "s/^bind-interfaces/port=$port\nbind-interfaces/" $D/router.conf; router_restart
  in_background servfail-share ip netns exec ap perl -MIO::Socket::INET -MIO::Select -e '
    my ($share, $port) = @ARGV; my %of; my $n = 0;
    my $in = IO::Socket::INET->new(LocalAddr => "192.168.50.1:53", Proto => "udp") or die;
    my $up = IO::Socket::INET->new(PeerAddr => "192.168.50.1:$port", Proto => "udp") or die;
    my $s = IO::Select->new($in, $up);
    for (;;) { for my $h ($s->can_read) { my ($q, $from);
      if ($h == $in) { $from = $in->recv($q, 1500) or next;
        if (rand(100) < $share) { substr($q, 2, 2) = pack("n", 0x8182); $in->send($q, 0, $from) }
        else { my $id = ++$n & 0xffff; $of{$id} = [substr($q, 0, 2), $from]; substr($q, 0, 2) = pack("n", $id); $up->send($q) } }
      else { $up->recv($q, 1500); my $w = delete $of{unpack("n", $q)} or next; substr($q, 0, 2) = $w->[0]; $in->send($q, 0, $w->[1]) } } }' "$1" $port
}
# impostor KIND: a server at the provider (port 8443) that shows a certificate of its own for every name
impostor() {
  stop impostor; (cd $D; case $1 in
    other-ca)    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Web Shield CA" -keyout imp-ca.key -out imp-ca.crt &&
                 openssl x509 -req -in tls.csr -CA imp-ca.crt -CAkey imp-ca.key -CAcreateserial -days 90 -extfile san -out imp.crt && cp tls.key imp.key ;;
    self-signed) openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=router" -addext "$(sed 's/=/ = /' san)" -keyout imp.key -out imp.crt ;;
    wrong-name)  openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 90 -extfile <(echo subjectAltName=DNS:filter.hotel.test) -out imp.crt && cp tls.key imp.key ;;
    *) false ;;
  esac) >>$LOG/openssl.log 2>&1 || return 1
  printf 'pid %s/impostor.pid; error_log %s/impostor.err; events {} http { access_log off; ssl_certificate %s/imp.crt; ssl_certificate_key %s/imp.key; server { listen 8443 ssl; location / { return 200 ok; } } }' $D $LOG $D $D > $D/impostor.conf
  ns wan nginx -c $D/impostor.conf
}

# the network's own word on its sign-in page, at the provider (port 8444)
announcer() {
  stop announcer
  cat > $D/announcer.conf <<X
pid $D/announcer.pid; error_log $LOG/announcer.err; events {}
http { access_log off; default_type application/captive+json; ssl_certificate $D/tls.crt; ssl_certificate_key $D/tls.key;
  server { listen 8444 ssl;
    location = /shut { return 200 '{"captive": true, "user-portal-url": "https://portal.hotel.test/login?mac=02", "venue-info-url": "https://hotel.test/"}'; }
    location = /open { return 200 '{"captive": false, "seconds-remaining": 3600, "can-extend-session": true}'; } } }
X
  ns wan nginx -c $D/announcer.conf
}

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
  router-full)   # another computer is in the Wi-Fi, and the router takes no second one
                 second_client || return 1; ns sta wpa_cli -p $D/wpa -i wlan0 disconnect >/dev/null; sleep 0.5      # hostapd forgets who leaves by itself
                 ns ap hostapd_cli -p $D/hostapd -i wlan0 set max_num_sta 1 >/dev/null; ns sta wpa_cli -p $D/wpa -i wlan0 reconnect >/dev/null; touch $D/redhcp ;;
  adapter-missing) stop wpa; stop udhcpc; ns sta iw phy phy0 set netns 1; ip link set wlan0 down 2>/dev/null ;;      # `clear` does not bring it back
  # the radio
  signal-swing)  in_background swing swing "${1:--45}" "${2:--70}" "${3:-0.4}" ;;       # heard at A dBm, then at B dBm, N seconds each
  clings)        ns sta wpa_cli -p $D/wpa -i wlan0 set_network 0 bssid "$(ns ap cat /sys/class/net/wlan0/address)" >/dev/null; touch $D/rewpa ;;      # the station stays with the router whatever else it hears
  listened)      ns sta iw dev wlan0 scan flush >/dev/null ;;      # somebody has just looked at the list of networks: for half a minute the system knows them all, and nobody else
  sleepy)        ns sta iw dev wlan0 set power_save on; in_background sleeper sleeper "${1:-50ms}" "${2:-40ms}" ;;
  repeater)      repeater "${1:-10%}" "${2:-}" ;;      # `clear` does not take it away
  wifi-spikes)   slower ap wlan0 "${1:-10ms}" "${2:-20ms}" "distribution pareto" ;;     # mostly in time, now and then late, and what follows waits behind it
  ap-channel)    ap_moves "$1" ;;      # CHANNEL: the owner gives the access point another one
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
  # names
  router-names-slow) own_questions "${1:-200ms}" ;;      # the router's resolver takes this much longer, public ones do not
  router-names-fail) # N [servfail]: N % of names are not found by the router's resolver; public ones find them all
                 if [ "${2:-}" = servfail ]; then servfail_share "${1:-40}"; else
                 ns ap nft -f - <<<"table inet f { chain q { type filter hook output priority 0; oifname \"wan0\" udp dport 53 numgen random mod 100 < ${1:-40} drop; }; }"; fi ;;
  public-dns-blocked) ns ap nft -f - <<<'table inet f { chain d { type filter hook forward priority 0; iifname "'$LAN'" meta l4proto { tcp, udp } th dport 53 drop; }; }' ;;       # only the router's own resolver may ask: healthy
  dns-two)       # A B: the lease names two resolvers
                 printf 'dhcp-option=option:dns-server,%s,%s\n' "${1:-192.168.50.1}" "${2:-192.168.50.77}" >> $D/router.conf; router_restart; fault dhcp-again; wait_up; touch $D/redhcp ;;
  manual-dns)    set_dns "$@" ;;       # ADDRESS..: written by hand; the lease still names the router
  names-home)    sed -i 's/^server=.*/address=\/#\/192.168.50.1/' $D/router.conf; router_restart ;;       # the router's resolver leads every name to itself
  names-v4-alone) sed -i '1i filter-AAAA' $D/router.conf; router_restart ;;      # the router's resolver keeps IPv6 addresses to itself
  names-invented) { echo 'address=/#/203.0.113.99'; sed 's/$//' $D/names; } >> $D/router.conf; router_restart ;;      # names that do not exist get an address, real ones their own
  # a tunnel that carries everything; `vpn` is 80 ms further than the way beside it
  vpn-near)      vpn && qd net3 wg0 "delay ${1:-10ms} limit 1000" ;;      # healthy
  vpn-far)       vpn && slower net3 wg0 "${1:-150ms}" ;;    # this much further still
  vpn-lossy)     vpn && lossy net3 wg0 "${1:-10%}" ;;       # loses on the way down
  vpn-mute)      vpn && ns net3 nft 'table ip vpndead { chain f { type filter hook forward priority 0; iifname "wg0" drop; }; chain i { type filter hook input priority 0; iifname "wg0" drop; }; }' ;;   # it answers, and lets nothing through
  vpn-alone)     vpn && qd net3 wg0 "delay 10ms limit 1000" && ns sta nft 'table inet vpnonly { chain o { type filter hook output priority 0; oifname "wlan0" udp dport { 51820, 67 } accept; oifname "wlan0" icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept; oifname "wlan0" drop; }; }' ;;   # its program lets nothing go beside it
  # proxies (lab.sh's proxy-dead: nobody there)
  proxy)         # works|mute|no-way|password|not-a-proxy [USER:PASSWORD@]: one in the router, and the session told to use it
                 in_background proxy ns ap perl "$here/proxy.pl" 192.168.50.1 3128 "${1:-works}"; use_proxy "http://${2:-}192.168.50.1:3128" ;;
  proxy-named)   # the same kinds, and the setting names it by a name of the home
                 in_background proxy ns ap perl "$here/proxy.pl" 192.168.50.1 3128 "${1:-works}"; use_proxy http://router.lan:3128 ;;
  proxy-refused) use_proxy http://192.168.50.1:3129 ;;
  proxy-unknown) use_proxy http://proxy.oficina.test:3128 ;;
  proxy-desktop) # gnome|kde: nobody there, and only the desktop's settings say so
                 mkdir -p /tmp/.config/dconf; echo "XDG_CURRENT_DESKTOP=${1^^}" > $D/sta.env
                 if [ "$1" = kde ]; then printf '[Proxy Settings]\nProxyType=1\nhttpProxy=http://192.168.50.77 3128\n' > /tmp/.config/kioslaverc
                 else install -m 644 "$here/../desktops/manual.dconf" /tmp/.config/dconf/user; fi; chmod 755 /tmp/.config /tmp/.config/dconf ;;
  proxy-script)  mkdir -p /tmp/.config/dconf; echo "XDG_CURRENT_DESKTOP=GNOME" > $D/sta.env; install -m 644 "$here/../desktops/auto.dconf" /tmp/.config/dconf/user; chmod 755 /tmp/.config /tmp/.config/dconf ;;   # named and not run: healthy
  proxy-system)  echo http_proxy=http://192.168.50.77:3128 >> /etc/environment ;;    # nobody there, and only the system's file says so
  # beyond the router
  wan-spikes)    slower wan ap0 "${1:-10ms}" "${2:-20ms}" "distribution pareto" ;;
  provider-down) ns wan nft -f - <<<'table inet f { chain o { type filter hook forward priority 0; iifname "ap0" drop; oifname "ap0" drop; }; }' ;;   # its first hop answers, nothing behind it
  far-loss)      k=${2:-1}; lossy wan n$k "$(half ${1:-10%})"; lossy net$k up0 "$(half ${1:-10%})" ;;       # N% of round trips, at far network K alone
  icmp-dropped)  ns wan nft -f - <<<'table inet f { chain m { type filter hook forward priority 0; meta l4proto icmp drop; icmpv6 type { echo-request, echo-reply } drop; }; }' ;;   # beyond the first hop nobody hears or answers a ping
  far-silent)    ns net${1:-1} nft -f - <<<'table inet silent { chain i { type filter hook input priority 0; meta l4proto { icmp, tcp, udp } drop; icmpv6 type echo-request drop; }; }' ;;
  # the web. portal is in lab.sh; here with another answer
  portal-as)     # PORT [tight|certs|names]: 8081 leads elsewhere (302), 8082 shows a page (200), 8083 says 511. tight: no names from beyond the router either; certs: encrypted pages get the portal too; names: every name is the portal's, whoever is asked
                 [ "${2:-}" != certs ] || { impostor other-ca || return 1; }
                 ns ap nft -f - <<<"table ip cp { chain p { type nat hook prerouting priority -90; iifname \"$LAN\" ip daddr != 192.168.50.1 tcp dport 80 dnat to $WGW:$1; $([ "${2:-}" != certs ] || echo "iifname \"$LAN\" tcp dport 443 dnat to $WGW:8443;") }; chain o { type filter hook forward priority 0; iifname \"$LAN\" tcp dport != { $1, 8443, 8444 } drop; iifname \"$LAN\" ip protocol icmp drop; iifname \"$LAN\" udp dport $([ "${2:-}" = tight ] && echo '0-65535' || echo '!= 53') drop; }; }"
                 [ "${2:-}" != names ] || { ns ap nft -f - <<<"table ip hj { chain p { type nat hook prerouting priority -100; iifname \"$LAN\" udp dport 53 dnat to 192.168.50.1; }; }"; sed -i "s/^server=.*/address=\/#\/$WGW/" $D/router.conf; router_restart; }
                 ns ap nft -f - <<<'table ip6 f6 { chain o { type filter hook forward priority 0; drop; }; }' ;;
  announced)     # shut|open|silent: the lease says whom to ask whether one has to sign in (option 114, RFC 8910), and this is its answer (RFC 8908)
                 announcer; printf 'address=/portal.hotel.test/%s\ndhcp-option-force=114,https://portal.hotel.test:%s/%s?mac=02\n' $WGW "$([ "$1" = silent ] && echo 8445 || echo 8444)" "$1" >> $D/router.conf; router_restart
                 fault dhcp-again; wait_up; touch $D/redhcp ;;
  portal-lets-by) # the vendors' pages pass, so that no notice appears, and nothing else does
                 ns ap nft -f - <<<"table ip cp { chain o { type filter hook forward priority 0; iifname \"$LAN\" tcp dport != { 80, 8444 } drop; iifname \"$LAN\" ip protocol icmp drop; iifname \"$LAN\" udp dport != 53 drop; }; }"
                 ns ap nft -f - <<<'table ip6 f6 { chain o { type filter hook forward priority 0; drop; }; }' ;;
  cert-replaced) # other-ca|self-signed|wrong-name: somebody on the way answers for every encrypted page with a certificate of his own
                 impostor "${1:-other-ca}" || return 1
                 ns ap nft -f - <<<"table ip cp { chain p { type nat hook prerouting priority -90; iifname \"$LAN\" tcp dport 443 dnat to $WGW:8443; }; }"
                 ns ap nft -f - <<<'table ip6 f6 { chain o { type filter hook forward priority 0; tcp dport 443 drop; }; }' ;;
  port-blocked)  # PORT [drop|reset], by the provider
                 ns wan nft -f - <<<"table inet f { chain o { type filter hook forward priority 0; iifname \"ap0\" tcp dport ${1:-443} $([ "${2:-drop}" = reset ] && echo 'reject with tcp reset' || echo drop); }; }" ;;
  resolvers-kept-out) ns wan nft -f - <<<'table inet f { chain o { type filter hook forward priority 0; ip daddr { 1.1.1.1, 1.0.0.1, 8.8.8.8, 8.8.4.4, 9.9.9.9, 149.112.112.112 } tcp dport { 443, 853 } drop; }; }' ;;   # no encrypted names with public resolvers, as companies and schools have it
  mtu-hole-one)  # up|down N: packets above N bytes vanish in one direction
                 ns ap nft -f - <<<"table inet f { chain o { type filter hook forward priority 0; $([ "$1" = up ] && echo iifname || echo oifname) \"$LAN\" meta length > ${2:-1400} drop; }; }" ;;
  clock-by)      fault clock "$1 $2" ;;      # N UNIT: the station's clock, as in `clock`
  new-limit)     # N [tcp]: the router takes N new connections a second and drops what is more; what stands lives
                 ns ap nft -f - <<<"table inet f { chain o { type filter hook forward priority 0; ct state new ${2:+meta l4proto $2} limit rate over ${1:-5}/second burst ${1:-5} packets drop; }; }" ;;
  # one service: www.google.com alone, at 203.0.113.81
  service)       # refused|silent|certificate|error (port 80)|far [DELAY]
                 case $1 in
                   refused|silent) ns net2 nft -f - <<<"table inet service { chain i { type filter hook input priority 0; ip daddr 203.0.113.81 tcp dport { 80, 443 } $([ $1 = silent ] && echo drop || echo 'reject with tcp reset'); }; }" ;;
                   certificate) impostor self-signed || return 1
                     ns ap nft -f - <<<"table ip cp { chain p { type nat hook prerouting priority -90; ip daddr 203.0.113.81 tcp dport 443 dnat to $WGW:8443; }; }" ;;
                   error) ns ap nft -f - <<<"table ip cp { chain p { type nat hook prerouting priority -90; ip daddr 203.0.113.81 tcp dport 80 dnat to $WGW:8083; }; }" ;;
                   far) k=$(cur net2 up0)
                     ns net2 tc qdisc replace dev up0 root handle 1: prio bands 3 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
                     ns net2 tc qdisc add dev up0 parent 1:1 netem $k
                     ns net2 tc qdisc add dev up0 parent 1:3 netem $(slow_args "$k" "${2:-300ms}" "" ""); NETEM=1
                     ns net2 tc filter add dev up0 parent 1: protocol ip u32 match ip src 203.0.113.81/32 flowid 1:3 ;;
                 esac ;;
  # the cable (WIRED=1)
  cable-loss)    lossy sta eth0 "$(half ${1:-10%})"; lossy ap lan0 "$(half ${1:-10%})" ;;
  cable-burst)   lossy sta eth0 "$(gem $(half ${1:-10%}) ${2:-5})"; lossy ap lan0 "$(gem $(half ${1:-10%}) ${2:-5})" ;;
  cable-delay)   slower ap lan0 "${1:-100ms}" "${2-50ms}" ;;
  cable-out)     ip -n ap link set lan0 down ;;
  # the computer
  second-adapter) printf 'link add eth9 type veth peer name eth9-end\nlink set eth9 up\nlink set eth9-end up\naddr add 10.99.0.5/24 dev eth9\nroute add default via 10.99.0.1 dev eth9 metric 4000\n' | ipb sta ;;     # another network beside the Wi-Fi, which leads nowhere and is nobody's first choice
  background)    in_background background transfer "$@"; flows ;;      # another program transfers without end: iperf3's arguments (-R: download)
  *) fault_list; fault_list_more; return 1 ;;
  esac
}
clear_more() {
  local k
  [ -e $D/moved ] && { ap_moves "$CHAN"; rm -f $D/moved; }
  ns sta nft delete table inet vpnonly 2>/dev/null
  [ -s $D/sleeper.pid ] && { stop sleeper; pkill -f 'perl .*rx_packets'; ns sta iw dev wlan0 set power_save off; }
  ip -n sta link del eth9 2>/dev/null
  rm -rf /tmp/.config/dconf /tmp/.config/kioslaverc
  stop proxy; pkill -f 'perl .*proxy.pl'
  stop swing; stop impostor; stop announcer; stop servfail-share; stop background; pkill -f 'iperf3 -c 203.0.113.80' 2>/dev/null
  for k in 1 2 3; do ns net$k nft delete table inet silent 2>/dev/null; ns net$k nft delete table inet service 2>/dev/null; done
  ns ap hostapd_cli -p $D/hostapd -i wlan0 deny_acl CLEAR >/dev/null 2>&1
  [ $LNS = ap ] || ns ap tc qdisc del dev wan0 root 2>/dev/null
  [ "$WIRED" = 1 ] && ip -n ap link set lan0 up
  return 0
}
fault_list_more() { sed -n '/^fault_more()/,/^}/s/^  \([a-z0-9-]*\)).*/\1/p' "${BASH_SOURCE[0]}"; }
main "$@"
