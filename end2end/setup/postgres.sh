#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: `postgres.sh start` prints its address, `postgres.sh stop` ends it and removes it.
# It listens on a socket in a folder of its own and on no network.
set -euo pipefail

folder=${LOCAL_OFFER_TEST_POSTGRES_DIR:-${TMPDIR:-/tmp}/local-offer-postgres-$(id -u)}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")
[ -x "$bin/initdb" ] || exit 3   # not installed: the caller says so

# PostgreSQL refuses to run as root; its own user, or nobody, does it then.
as() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u "$(id -un postgres 2>/dev/null || echo nobody)" -- "$@"
  else
    "$@"
  fi
}

stop() {
  [ -d "$folder/data" ] && as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}

case ${1:-} in
start)
  stop
  mkdir -p "$folder"
  [ "$(id -u)" = 0 ] && chown "$(id -un postgres 2>/dev/null || echo nobody)" "$folder"
  as "$bin/initdb" -D "$folder/data" -U test --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c max_connections=300" start >/dev/null
  echo "postgres://test@localhost/postgres?host=$folder"
  ;;
stop) stop ;;
*)
  echo "usage: postgres.sh start|stop" >&2
  exit 2
  ;;
esac
