#!/bin/sh
# Writes the backend's account into the password file and starts Mosquitto.
#
# The devices' accounts stay in that file between starts. Cyanwatch does not write them: it keeps
# only hashes of its own and shows a device's password once, in the answer to its registration (or
# to POST /api/v1/devices/{id}/credentials). Whoever provisions the device puts it in here as well:
#
#   docker compose exec mosquitto mosquitto_passwd -b /mosquitto/data/passwords <id> <password>
#   docker compose kill -s HUP mosquitto        # reads the file again, keeps the sessions
#
# and takes it out again when the device is removed:
#
#   docker compose exec mosquitto mosquitto_passwd -D /mosquitto/data/passwords <id>
#   docker compose kill -s HUP mosquitto
#
# A rotation has no time of grace here: Mosquitto knows one password per device.
set -eu
: "${MQTT_PASSWORD:?set it to the password of the backend}"
root="${MOSQUITTO_ROOT:-/mosquitto}"
file="$root/data/passwords"

umask 077
touch "$file"
printf 'cyanwatch-backend:%s\n' "$MQTT_PASSWORD" > "$file.backend"
mosquitto_passwd -U "$file.backend"
grep -v '^cyanwatch-backend:' "$file" > "$file.new" || true
cat "$file.backend" >> "$file.new"
rm "$file.backend"
mv "$file.new" "$file"
unset MQTT_PASSWORD
exec mosquitto -c "$root/config/mosquitto.conf"
