# managers.sh -- part of lab.sh: who manages the station's radio for the users of its system (MANAGER).
#   ''        wpa_supplicant by its configuration file, not on any bus
#   nm        NetworkManager, with a wpa_supplicant under it
#   iwd       iwd
#   wpa-dbus  wpa_supplicant by its configuration file, on the system's bus
# All meet on a system bus of the guest's own. KNOWN: names of networks that were joined before, longest ago last.
# Debian lets everybody talk to NetworkManager, and the group netdev, in which it puts a desktop's user, to the other two.
# NetworkManager and iwd come from where managers-unpacked put them, into the guest's own layer over the host's /.
unpack() { [ -e /usr/libexec/iwd ] || tar -C $here/managers -cf - . | tar -C / -xf - --keep-directory-symlink || { say "first, on the host: managers-unpacked"; return 1; }; }
bus_start() { mkdir -p /run/dbus; dbus-daemon --system --fork >> $LOG/dbus.log 2>&1; }
manager_start() {
  local name used=1700000000
  [ "$MANAGER" = wpa-dbus ] || unpack || return 1
  bus_start || return 1
  case $MANAGER in
  nm)
    ns sta wpa_supplicant -B -u -f$LOG/wpa.log -P$D/wpa.pid -t >> $LOG/wpa.log 2>&1 || return 1
    printf '[main]\nplugins=keyfile\nauth-polkit=false\ndns=none\ndhcp=internal\nno-auto-default=*\n[device]\nwifi.scan-rand-mac-address=no\n' > /etc/NetworkManager/NetworkManager.conf
    rm -f /etc/NetworkManager/conf.d/* /usr/lib/NetworkManager/conf.d/*
    nm_network "$SSID" 0
    for name in $KNOWN; do nm_network "$name" $used; used=$((used - 100)); done
    # Without udev, which it does not wait for where /sys is not its own to write.
    ns sta sh -c 'mount -o remount,ro /sys; exec NetworkManager --no-daemon' >> $LOG/nm.log 2>&1 &
    echo nameserver 192.168.50.1 > /etc/netns/sta/resolv.conf ;;
  iwd)
    mkdir -p /etc/iwd /var/lib/iwd; printf '[General]\nEnableNetworkConfiguration=false\n[DriverQuirks]\nDefaultInterface=*\n' > /etc/iwd/main.conf
    for name in "$SSID" $KNOWN; do printf '[Security]\nPassphrase=%s\n' "$STA_PSK" > "/var/lib/iwd/$name.psk"; done
    ns sta /usr/libexec/iwd -i wlan0 >> $LOG/iwd.log 2>&1 & echo $! > $D/iwd.pid
    dhcp_start ;;
  wpa-dbus)
    for name in $KNOWN; do printf 'network={\n ssid="%s"\n psk="%s"\n}\n' "$name" "$STA_PSK"; done >> $D/wpa.conf
    ns sta wpa_supplicant -B -u -Dnl80211 -iwlan0 -c$D/wpa.conf -f$LOG/wpa.log -P$D/wpa.pid -t >> $LOG/wpa.log 2>&1 || return 1
    dhcp_start ;;
  *) say "no manager $MANAGER"; return 1 ;;
  esac
}
# nm_network NAME USED: NetworkManager's file of a network, and when it was last joined (0: that is its own to say)
nm_network() {
  local id; id=$(printf %s "$1" | md5sum | sed 's/\(.\{8\}\)\(.\{4\}\)\(.\{4\}\)\(.\{4\}\)\(.\{12\}\).*/\1-\2-\3-\4-\5/')
  local f=/etc/NetworkManager/system-connections/$id.nmconnection
  (umask 077; printf '[connection]\nid=%s\nuuid=%s\ntype=wifi\n[wifi]\nssid=%s\n[wifi-security]\nkey-mgmt=wpa-psk\npsk=%s\n[ipv4]\nmethod=auto\nroute-metric=600\n[ipv6]\nmethod=auto\n' "$1" $id "$1" "$STA_PSK" > $f)
  mkdir -p /var/lib/NetworkManager; [ -s /var/lib/NetworkManager/timestamps ] || echo '[timestamps]' > /var/lib/NetworkManager/timestamps
  [ "$2" = 0 ] || echo "$id=$2" >> /var/lib/NetworkManager/timestamps
}
