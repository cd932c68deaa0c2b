#!/usr/bin/env bash
# The server at noon of one day: what it says of dates is the same whenever it is listened to. Nothing but the day stands
# still: what measures a time goes on.
set -euo pipefail
library=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1)
export LD_PRELOAD=$library FAKETIME='2026-11-22 12:00:00' DONT_FAKE_MONOTONIC=1
exec "$LOCAL_OFFER_PROGRAM" "$@"
