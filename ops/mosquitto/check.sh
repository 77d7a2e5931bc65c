#!/bin/bash
# Runs the configuration beside this script, on free ports in a temporary directory, and tries what
# it promises. Needs mosquitto 2.0, mosquitto_passwd, mosquitto_pub, mosquitto_sub and openssl.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(mktemp -d)"
export MOSQUITTO_ROOT="$root" MQTT_PASSWORD="of the backend" PATH="$PATH:/usr/sbin"
broker=
listening=
failed=0
trap 'kill $broker 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$root"' EXIT

free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

plain="$(free_port)"
tls="$(free_port)"
mkdir "$root/config" "$root/data" "$root/tls"
cp "$here/acl" "$root/config/acl"
sed -e "s|/mosquitto/|$root/|" \
    -e "s|^listener 1883$|listener $plain 127.0.0.1|" \
    -e "s|^listener 8883$|listener $tls 127.0.0.1|" \
    "$here/mosquitto.conf" > "$root/config/mosquitto.conf"
[ "$(id -u)" = 0 ] && echo "user root" >> "$root/config/mosquitto.conf"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost \
    -keyout "$root/tls/server.key" -out "$root/tls/server.crt" 2>/dev/null
for device in ear mouth victim; do
  touch "$root/data/passwords"
  mosquitto_passwd -b "$root/data/passwords" "$device" "of $device" 2>/dev/null
done

start() {
  sh "$here/start.sh" 2>> "$root/log" &
  broker=$!
  for _ in $(seq 50); do
    (exec 3<>"/dev/tcp/127.0.0.1/$plain") 2>/dev/null && return
    kill -0 "$broker" 2>/dev/null || break
    sleep 0.1
  done
  echo "Mosquitto did not start:"; cat "$root/log"; exit 1
}

as() { # as <user> <pub|sub> <arguments…>
  local user="$1" tool="mosquitto_$2" secret="of $1"
  shift 2
  [ "$user" = cyanwatch-backend ] && secret="$MQTT_PASSWORD"
  "$tool" -h 127.0.0.1 -p "$plain" -u "$user" -P "$secret" -i "$user" "$@"
}

listen() { # listen <file> <user> <arguments…>: for four seconds, then leaves
  local file="$1" user="$2"
  shift 2
  as "$user" sub -W 4 -q 1 -F '%t %p' "$@" > "$root/$file" 2>&1 &
  listening="$listening $!"
}

leave() { # waits until all have left
  wait $listening || true
  listening=
}

check() { # check <what> <command…>
  local what="$1"
  shift
  if "$@"; then echo "ok    $what"; else echo "FAIL  $what"; failed=1; fi
}

no() { ! "$@" > /dev/null 2>&1; }
heard() { grep -qF -- "$2" "$root/$1"; }
only() { [ "$(grep '^cw/' "$root/$1" | sort -u)" = "$2" ]; }
said() { as "$@" > /dev/null 2>&1 || true; }

start
check "nobody comes in without a name" \
  no mosquitto_pub -h 127.0.0.1 -p "$plain" -t cw/1/ear/up/health -m x
check "nor with a wrong password" \
  no mosquitto_pub -h 127.0.0.1 -p "$plain" -u ear -P wrong -t cw/1/ear/up/health -m x

listen backend cyanwatch-backend -t 'cw/1/+/up/+' -t 'cw/backend/x/echo'
listen ear ear -t '#' -t '+/dn/#' -t 'cw/1/+/dn/#' -t '$SYS/#' -t 'cw/1/+/up/+' -t 'cw/backend/#'
listen victim victim -t 'cw/1/victim/dn/#'
sleep 1
said mouth pub -q 1 -t cw/1/mouth/up/health -m honest
said mouth pub -q 1 -t cw/1/victim/up/health -m forged
said mouth pub -q 1 -t cw/1/victim/dn/command -m forged
said mouth pub -q 1 -t cw/1/mouth/dn/command -m forged
said mouth pub -q 1 -t cw/1/ear/dn/command -m forged
said mouth pub -q 1 -t cw/backend/x/echo -m forged
said mouth pub -q 1 -i victim -t cw/1/mouth/up/event -m 'posing as victim'
said mouth pub -q 1 -r -t cw/1/mouth/up/event -m retained
as mouth pub -q 1 -V mqttv5 -t cw/1/victim/up/health -m forged > "$root/denied" 2>&1 || true
said cyanwatch-backend pub -q 1 -t cw/1/victim/dn/command -m restart
leave
check "MQTT 5 is told that it may not" heard denied 'Not authorized'
check "the backend hears what a device says" heard backend 'cw/1/mouth/up/health honest'
check "and nothing that is forged or retained" no grep -q 'forged\|retained' "$root/backend"
check "whoever poses as another is still itself" heard backend 'cw/1/mouth/up/event posing'
check "an eavesdropper hears nothing" no grep -q '^cw/\|^\$SYS' "$root/ear"
check "a device hears nothing but its own commands" only victim 'cw/1/victim/dn/command restart'

listen victim victim -t 'cw/1/victim/dn/#'
sleep 1
said mouth pub -q 1 -i victim -t cw/1/mouth/up/health -m x
said cyanwatch-backend pub -q 1 -t cw/1/victim/dn/command -m again
leave
check "nobody was pushed out by another with its client id" \
  heard victim 'cw/1/victim/dn/command again'

check "TLS works with the certificate's authority" \
  mosquitto_pub -h localhost -p "$tls" --cafile "$root/tls/server.crt" \
  -u mouth -P 'of mouth' -t cw/1/mouth/up/health -m x
check "and there is no way in without TLS on that port" \
  no mosquitto_pub -h localhost -p "$tls" -u mouth -P 'of mouth' -t cw/1/mouth/up/health -m x

as cyanwatch-backend sub -c -q 1 -E -t 'cw/1/+/up/+'
said mouth pub -q 1 -t cw/1/mouth/up/event -m 'while you were away'
sleep 7
kill -9 "$broker"
wait "$broker" 2>/dev/null || true
start
as cyanwatch-backend sub -c -q 1 -C 1 -W 3 -F '%t %p' -t 'cw/1/+/up/+' > "$root/kept" || true
check "what waited for the backend survives kill -9 after five seconds" \
  heard kept 'cw/1/mouth/up/event while you were away'
check "devices' accounts survive a restart" \
  as mouth pub -q 1 -t cw/1/mouth/up/health -m x

exit $failed
