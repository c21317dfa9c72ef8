#!/bin/bash
# advice-guest.sh -- inside the guest: builds one neighbourhood, asks for the advice, follows it, asks again. Leaves in /lab
# first.json and then.json, as `scan --format json` printed them; then.json only where there was something to follow.
# LAB_STEPS: faults with `;` between them; LAB_BAND: the band that is asked about.
set -u
here=$(cd "$(dirname "$0")" && pwd); lab=$here/faults.sh
install -m 755 "$LAB_BIN" /run/wifidoc
export NOWAIT=1      # for its address nobody waits here
"$lab" up >/run/up.log 2>&1 || { tail -n1 /run/up.log >&2; exit 1; }
while IFS= read -r step; do
  [ -z "$step" ] || "$lab" fault $step >/dev/null || exit 1
done < <(tr ';' '\n' <<<"$LAB_STEPS" | sed 's/^ *//')

# the station is joined and has been so for a while; on 40 MHz an access point of 2.4 GHz looks around for half a minute first
settled() {
  local end=$((SECONDS + 90))
  sleep 30
  until "$lab" in sta iw dev wlan0 link | grep -q "freq: ${1:-}"; do [ $SECONDS -lt $end ] || { echo "the station does not join" >&2; exit 1; }; sleep 0.5; done
}
ask() { "$lab" in sta timeout 60 /run/wifidoc scan --format json --lang en >/lab/$1.json || { echo "scan ended with $?" >&2; exit 1; }; }

settled
ask first
to=$(python3 -c 'import json, os
for a in json.load(open("/lab/first.json"))["advice"]:
    if a["band"] == os.environ["LAB_BAND"] and a["action"] == "change": print(a["channel"])')
[ -n "$to" ] || exit 0
"$lab" fault ap-channel "$to" || exit 1
settled $([ "$LAB_BAND" = 5 ] && echo $((5000 + 5 * to)) || echo $((2407 + 5 * to)))
ask then
