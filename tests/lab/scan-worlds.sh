#!/bin/bash
# scan-worlds.sh -- inside the guest: twelve neighbourhoods, one after the other. In each the station listens once, then
# /lab/WORLD.iw gets what iw makes of the kernel's list (both sets of elements), /lab/WORLD.json what wifidoc does, as an ordinary user.
#   scan-worlds.sh WIFIDOC [WORLD]...
. "$(dirname "${BASH_SOURCE[0]}")/lab.sh"
cp "$1" /run/wifidoc; chmod 755 /run/wifidoc; shift

# ap PHY CHAN MODE WIDTH SEC SSID [HOSTAPD LINE]...: one access point
ap() {
  local phy=$1 c=$2 s=$6; MODE=$3 WIDTH=$4
  hostapd_conf n${phy#phy} wlan${phy#phy} "$s" "$c" "$5" "correct horse" > $D/n${phy#phy}.conf; shift 6
  printf '%s\n' "$@" >> $D/n${phy#phy}.conf
  start_hostapd air n${phy#phy}; running="$running n${phy#phy}"
}
# Security that hostapd_conf does not know
company() { printf 'ieee8021x=1\nauth_server_addr=127.0.0.1\nauth_server_shared_secret=x\nwpa=%s\nwpa_key_mgmt=%s\nrsn_pairwise=CCMP\nwpa_pairwise=CCMP\nieee80211w=%s\n' "$1" "$2" "$3"; }
world() { # the access points of a world; $wait: until they send
  wait=3
  case $1 in
  legacy)    ap phy1 1 b 20 open "Vieja"; ap phy2 6 g 20 wpa2 "Casa G"; ap phy3 36 a 20 wpa2 "Casa A" ;;
  n-20)      ap phy1 1 n 20 wpa2 "Uno"; ap phy2 11 n 20 open "Once"; ap phy3 149 n 20 wpa2 "Cinco" "supported_rates=60 90 120 180 240 360 480 540" "basic_rates=60 120 240" ;;
  n-40)      ap phy1 6 n 40 wpa2 "Ancha"; ap phy2 36 n 40 wpa2 "Arriba"; ap phy3 48 n 40 wpa2 "Abajo"; wait=30 ;;
  ac)        ap phy1 36 ac 80 wpa2 "Ochenta"; ap phy2 153 ac 80 wpa2 "Ochenta B"; ap phy3 44 ac 40 wpa2 "Cuarenta"; ap phy4 6 ac 20 wpa2 "Dos" ;;
  ax)        ap phy1 36 ax 80 wpa3 "Seis"; ap phy2 11 ax 20 wpa23 "Seis Dos"; ap phy3 149 ax 40 wpa2 "Seis Cuarenta" ;;
  old-locks) ap phy1 1 g 20 wep "Llave vieja"; ap phy2 6 g 20 wpa1 "Primera"; ap phy3 11 n 20 wpa2 "Las dos" wpa=3 "wpa_pairwise=TKIP" ;;
  locks)     ap phy1 1 n 20 wpa2 "Dos"; ap phy2 6 n 20 wpa3 "Tres"; ap phy3 11 n 20 wpa23 "Las dos"; ap phy4 36 n 20 open "Sin clave" wpa=2 wpa_key_mgmt=OWE rsn_pairwise=CCMP ieee80211w=2
             ap phy5 40 n 20 wpa2 "Con huella" "wpa_key_mgmt=WPA-PSK WPA-PSK-SHA256" ieee80211w=1 ;;
  company)   ap phy1 1 n 20 open "Empresa" "$(company 2 WPA-EAP 0)"; ap phy2 6 n 20 open "Empresa 3" "$(company 2 WPA-EAP-SHA256 2)"
             ap phy3 11 n 20 open "Empresa 2 y 3" "$(company 2 'WPA-EAP WPA-EAP-SHA256' 1)"; ap phy4 36 n 20 open "Empresa vieja" "$(company 3 WPA-EAP 0)" ;;
  hidden)    ap phy1 1 n 20 wpa2 "Oculta" ignore_broadcast_ssid=1; ap phy2 6 n 20 wpa2 "Ceros" ignore_broadcast_ssid=2; ap phy3 11 n 20 wpa2 "A la vista" ;;
  names)     ap phy1 1 n 20 wpa2 "Gemela"; ap phy2 11 n 20 wpa2 "Gemela"; ap phy3 36 ac 80 wpa2 "Gemela"; ap phy4 6 n 20 wpa2 x "ssid2=\"$(printf 'a\033[31m\377 ')\""
             ap phy5 6 n 20 wpa2 "12345678901234567890123456789012" ;;
  wps)       ap phy1 1 n 20 wpa2 "Con botón" wps_state=2 eap_server=1 device_name=Lab manufacturer=Acme model_name=R1 config_methods=push_button; ap phy2 6 n 20 wpa2 "Sin"
             ap phy3 36 n 20 wpa2 "Se mueve" mobility_domain=a1b2 nas_identifier=ap1 "wpa_key_mgmt=WPA-PSK FT-PSK" rrm_neighbor_report=1 bss_transition=1 ;;
  load)      ap phy1 1 n 20 wpa2 "Llena" bss_load_test=12:153:100 dtim_period=3; ap phy2 6 n 20 wpa2 "Vacía" bss_load_test=0:0:31250 beacon_int=200
             ap phy3 11 n 20 wpa2 "Varias" dtim_period=1 bss=wlan3_1 ssid=Invitados bss=wlan3_2 "ssid=Cosas" wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=correct horse" ;;
  *) say "no world $1"; return 1;;
  esac
}
WORLDS="legacy n-20 n-40 ac ax old-locks locks company hidden names wps load"

iw reg set ES; COUNTRY=ES
ip netns add sta; ip netns add air; ip -n sta link set lo up
phy_to phy0 sta wlan0; ip -n sta link set wlan0 up
for k in 1 2 3 4 5 6; do phy_to phy$k air wlan$k; rssi phy$k -$((35 + 7 * k)); done
for w in ${*:-$WORLDS}; do
  running=
  world $w || exit 1
  sleep $wait
  # A hidden network answers one who knows its name.
  ns sta iw dev wlan0 scan flush ssid "" ssid Ceros >/dev/null || exit 1
  ns sta iw dev wlan0 scan passive >/dev/null || exit 1     # beacons say what answers do not
  ns sta iw dev wlan0 scan dump -b > /lab/$w.iw
  ns sta setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp LANG=C.UTF-8 \
    /run/wifidoc --interface wlan0 --quick --format json --record /tmp/evidence.json >/dev/null 2>/lab/$w.err
  mv /tmp/evidence.json /lab/$w.json || exit 1
  for k in $running; do stop $k; done; sleep 1
done
