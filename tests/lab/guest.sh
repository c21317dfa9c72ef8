#!/bin/bash
# guest.sh -- inside the guest: builds one world, then makes every run of /lab/plan in it, and leaves in /lab for each run
#   ID.json ID.err   what the tool printed; ID.evidence.json what it recorded, with LAB_RECORD=1
#   ID.plan ID.known ID.contacts   with LAB_CONTACTS=1: what --dry-run printed, whom its words mean here, whom the run sent anything to
#   ID.meta          exit code and guest nanoseconds at start and end; or `setup WHAT`: the world could not be brought to this run
# /lab/plan is shell, one line a run:  run ID SEED DELAY STEPS ARGS...   with STEPS separated by `;`
# A world that does not come back after a run ends the guest; the runs that are left get a new one from outside.
set -u
here=$(cd "$(dirname "$0")" && pwd); lab=$here/faults.sh
install -m 755 "$LAB_BIN" /run/wifidoc         # where an unprivileged user may read it, whatever the checkout's directory allows
sta() { "$lab" in sta "$@"; }

# all that a healthy home gives: joined, lease, both routers, the router's and the far end's answers. 60 s at most: on
# 2.4 GHz with 40 MHz an access point first looks around for half a minute
ready() {
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do
    if ip -n sta -4 route show default | grep -q 'via 192.168.50.1 dev' &&
       { [ "${V6:-1}" != 1 ] || { ip -n sta -6 route show default | grep -q via && ip -n sta -6 addr show scope global -tentative | grep -q inet6; }; } &&
       grep -q 192.168.50.1 /etc/netns/sta/resolv.conf &&
       sta ping -qc1 -W1 192.168.50.1 >/dev/null && sta ping -qc1 -W1 1.1.1.1 >/dev/null; then return 0; fi
    sleep 0.2
  done
  return 1
}

# whom the words of the plan mean in this station, a line each: `router ADDRESS`, `link ADDRESS/LENGTH`, `resolver`, `given`, `name HOST,ADDRESS,..`
known() {
  ip -n sta route show default | sed -n 's/.* via \([^ ]*\).*/router \1/p'; ip -n sta -6 route show default | sed -n 's/.* via \([^ ]*\).*/router \1/p'
  ip -n sta -o addr show scope global | awk '{ print "link", $4 }'
  sed -n 's/^nameserver /resolver /p' /etc/netns/sta/resolv.conf
  cat /var/lib/dhcp/dhclient.*.leases 2>/dev/null | sed -n 's/.*option domain-name-servers \(.*\);/\1/p' | tr ',' '\n' | sed 's/^ */given /'
  sed -n 's/^host-record=/name /p' /run/wifilab/names; sed -n 's#^address=/\([a-z0-9.-]*\)/\([0-9.]*\)$#name \1,\2#p' /run/wifilab/router.conf
}
# whomever the unprivileged user sends anything to from now on, seen before any other table drops it
watch_contacts() {
  ip netns exec sta nft -f - <<'E'
table inet contacts {
  set v4 { type ipv4_addr . inet_proto . inet_service; flags dynamic; size 4096; }
  set v6 { type ipv6_addr . inet_proto . inet_service; flags dynamic; size 4096; }
  set other4 { type ipv4_addr; flags dynamic; size 4096; }
  set other6 { type ipv6_addr; flags dynamic; size 4096; }
  chain o { type filter hook output priority -400;
    meta skuid 65534 meta nfproto ipv4 meta l4proto { tcp, udp } add @v4 { ip daddr . meta l4proto . th dport } accept
    meta skuid 65534 meta nfproto ipv6 meta l4proto { tcp, udp } add @v6 { ip6 daddr . meta l4proto . th dport } accept
    meta skuid 65534 meta nfproto ipv4 add @other4 { ip daddr }
    meta skuid 65534 meta nfproto ipv6 add @other6 { ip6 daddr }
  }
}
E
}
as_user() {
  sta setpriv --reuid=65534 --regid=65534 --clear-groups env -u XDG_CONFIG_HOME HOME=/tmp LANG=C.UTF-8 \
    timeout -k 5 "${LAB_LIMIT:-120}" /run/wifidoc "$@" </dev/null
}

used=0
run() {
  local id=$1 seed=$2 delay=$3 steps=$4 step start end rc; shift 4
  if [ $used = 1 ]; then "$lab" clear >/dev/null 2>&1; fi
  if [ "${NOWAIT:-0}" != 1 ] && ! ready; then
    [ $used = 1 ] || echo "setup the world does not come up: $(tail -n1 /run/up.log)" > /lab/$id.meta
    exit 1
  fi
  used=1
  while IFS= read -r step; do
    [ -n "$step" ] || continue
    case $step in
      "wait "*) sleep "${step#wait }" ;;
      *) SEED=$seed "$lab" fault $step >/dev/null 2>/run/step.err || { echo "setup $step: $(tail -n1 /run/step.err)" > /lab/$id.meta; return; } ;;
    esac
  done < <(tr ';' '\n' <<<"$steps" | sed 's/^ *//')
  [ -n "$steps" ] || SEED=$seed perl "$here/netem-seed.pl" "$seed" sta ap mid wan net1 net2 net3
  sleep "$delay"
  if [ -n "${LAB_CONTACTS:-}" ]; then
    ip netns exec sta nft delete table inet contacts 2>/dev/null
    known > /lab/$id.known
    watch_contacts 2>/run/step.err || { echo "setup nobody can watch the station: $(tail -n1 /run/step.err)" > /lab/$id.meta; return; }
    as_user --lang en --no-speed "$@" --dry-run > /lab/$id.plan 2>&1
    ip netns exec sta nft list table inet contacts | grep -q elements && { echo "setup a dry run sends something" > /lab/$id.meta; return; }
  fi
  [ -z "${LAB_RECORD:-}" ] || set -- "$@" --record /tmp/evidence.json
  start=$(date +%s%N)
  as_user --format json --no-speed "$@" >/lab/$id.json 2>/lab/$id.err
  rc=$?; end=$(date +%s%N)
  [ -z "${LAB_CONTACTS:-}" ] || { ip netns exec sta nft list table inet contacts > /lab/$id.contacts; ip netns exec sta nft delete table inet contacts; }
  [ ! -e /tmp/evidence.json ] || mv /tmp/evidence.json /lab/$id.evidence.json
  echo "$rc $start $end" > /lab/$id.meta
}

"$lab" up >/run/up.log 2>&1
. /lab/plan
