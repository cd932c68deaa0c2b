#!/usr/bin/env bash
# Sees to what tests need from the system: `needs.sh chromium node postgres sqlite java h2load screen-reader firefox`. Installs
# what is missing as root, or where sudo asks nothing; otherwise prints the one line to run and ends with 1. Node itself is
# for you to install.
set -euo pipefail

missing=()
for need in "$@"; do
  case $need in
  chromium)
    # With windows for the screen reader, and without for all else.
    [ -x /usr/bin/chromium ] || missing+=(chromium)
    [ -x /usr/bin/chromium-headless-shell ] || missing+=(chromium-headless-shell)
    ;;
  postgres) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql) ;;
  sqlite) command -v sqlite3 >/dev/null || missing+=(sqlite3) ;;
  screen-reader)
    # Orca with what it listens through, a screen that nobody sees, keys, a window manager, and a clock that stands still.
    [ -x /usr/bin/orca ] || missing+=(orca)
    [ -x /usr/libexec/at-spi-bus-launcher ] || missing+=(at-spi2-core)
    for program in Xvfb:xvfb xdotool:xdotool openbox:openbox dbus-daemon:dbus-daemon gsettings:libglib2.0-bin pgrep:procps; do
      command -v "${program%%:*}" >/dev/null || missing+=("${program##*:}")
    done
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
    ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || missing+=(libfaketime)
    ;;
  firefox) command -v firefox-esr >/dev/null || missing+=(firefox-esr) ;;
  h2load) command -v h2load >/dev/null || missing+=(nghttp2-client) ;;
  java) command -v java >/dev/null || missing+=(default-jre-headless) ;;
  node)
    command -v node >/dev/null && command -v npm >/dev/null || {
      echo "Node 20 or later is needed for the browser tests: install it, then run this again." >&2
      exit 1
    }
    ;;
  esac
done
[ ${#missing[@]} = 0 ] && exit 0

install=(apt-get install -y --no-install-recommends "${missing[@]}")
if [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
elif sudo -n true 2>/dev/null; then
  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
else
  echo "Some packages are missing. Run this, then try again:" >&2
  echo "  sudo apt-get update && sudo ${install[*]}" >&2
  exit 1
fi
