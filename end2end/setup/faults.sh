#!/usr/bin/env bash
# Breaks things under the release binary and measures what its readers and writers notice: a full disk, the database taken
# away, two thousand slow clients, ten times the load, a stop with half-sent requests, backup and restore under load, and
# KILLS (50) times kill -9 on each database. Takes about ten minutes; wants root for the small disk.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
end2end/setup/needs.sh node postgres sqlite h2load
export LOCAL_OFFER_BIN=${LOCAL_OFFER_BIN:-$target/release/local-offer}
LOCAL_OFFER_TEST_POSTGRES=$(end2end/setup/postgres.sh start)
export LOCAL_OFFER_TEST_POSTGRES
trap 'end2end/setup/postgres.sh stop' EXIT
npm --prefix end2end ci --ignore-scripts --no-audit --no-fund
# Two thousand clients and as many ends of them.
ulimit -n "$(ulimit -Hn)"
npm --prefix end2end run faults
LOCAL_OFFER_KILLS=${KILLS:-50} npm --prefix end2end test -- kill
