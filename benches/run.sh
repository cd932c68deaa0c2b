#!/usr/bin/env bash
# Figures as ratios to a bare server in the same run. LISTINGS (10000) says how many listings, SECONDS_EACH (8) how long.
set -euo pipefail
cd "$(dirname "$0")/.."

listings=${LISTINGS:-10000}
each=${SECONDS_EACH:-8}
target=${CARGO_TARGET_DIR:-target}
target=$(cd "$target" && pwd)
bin=$target/release/local-offer
command -v wrk >/dev/null || {
  if [ "$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq wrk >/dev/null; else
    echo "wrk is needed: sudo apt-get install wrk" >&2
    exit 1
  fi
}
cargo build --release --example bare --example generate

work=$(mktemp -d)
ours=
bare=
trap 'kill $ours $bare 2>/dev/null || true; rm -rf "$work"' EXIT

"$target/release/examples/generate" "$listings" >"$work/listings.ndjson"
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f s", b - a }'; }

t=$(now)
"$bin" --data "$work/data" import "$work/listings.ndjson" | sed 's/^/import: /'
echo "import of $listings: $(since "$t")"

start() {
  "$bin" --data "$work/data" serve --addr 127.0.0.1:0 >"$work/said" 2>/dev/null &
  ours=$!
  until grep -q http "$work/said" 2>/dev/null; do :; done
  address=$(sed -n 's|.*\(http://[0-9.:]*\).*|\1|p' "$work/said" | head -1)
  until curl -sf "$address/health/ready" >/dev/null; do :; done
}
t=$(now)
start
echo "start with the index built: $(since "$t")"
kill "$ours" && wait "$ours" 2>/dev/null || true
t=$(now)
start
echo "start with the index there: $(since "$t")"

slug=$(curl -s "$address/search.json?q=club" | grep -o '/services/[a-z0-9-]*' | head -1)
export QUERIES="$work/queries.txt"
"$target/release/examples/generate" queries 500 >"$QUERIES"
size() { curl -s "$address$1" | wc -c; }
page_bytes=$(size "$(head -1 "$QUERIES")")
listing_bytes=$(size "$slug")

"$target/release/examples/bare" "$page_bytes" "$listing_bytes" >"$work/bare" &
bare=$!
until grep -q http "$work/bare" 2>/dev/null; do :; done
other=$(sed -n 's|.*\(http://[0-9.:]*\).*|\1|p' "$work/bare" | head -1)

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
hz=$(getconf CLK_TCK)

# name, pid, url, script: prints requests/s, p50, p99 and CPU per request; keeps rate and CPU for the ratios.
ask() {
  local before after out
  wrk -t1 -c8 -d2s ${4:+-s "$4"} "$3" >/dev/null
  before=$(ticks "$2")
  out=$(wrk --latency -t1 -c8 -d"${each}s" ${4:+-s "$4"} "$3")
  after=$(ticks "$2")
  rate=$(awk '/Requests\/sec/ { print $2 }' <<<"$out")
  local total p50 p99
  total=$(awk '/requests in/ { print $1 }' <<<"$out")
  p50=$(awk '$1 == "50%" { print $2 }' <<<"$out")
  p99=$(awk '$1 == "99%" { print $2 }' <<<"$out")
  cpu=$(awk -v a="$before" -v b="$after" -v hz="$hz" -v n="$total" 'BEGIN { printf "%.3f", (b - a) * 1000 / hz / n }')
  printf '%-34s %10s req/s  p50 %8s  p99 %8s  CPU %s ms\n' "$1" "$rate" "$p50" "$p99" "$cpu"
  grep -E 'Non-2xx' <<<"$out" || true
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

echo
echo "8 connections, $each s each, $listings listings, page $page_bytes bytes, listing $listing_bytes bytes"
ask "bare, page of the same size" "$bare" "$other/page"; bare_cpu=$cpu
ask "bare, listing of the same size" "$bare" "$other/listing"; bare_listing=$rate
ask "search, every query another" "$ours" "$address/search" benches/queries.lua; search_cpu=$cpu
ask "listing" "$ours" "$address$slug"; listing_rate=$rate
ask "home" "$ours" "$address/"
echo
echo "search page CPU is $(ratio "$search_cpu" "$bare_cpu") times the bare page's (at most 40)"
echo "listing page does $(ratio "$listing_rate" "$bare_listing") of the bare page's requests/s (at least 0.20)"

# /gaps from what is kept, and made anew after a change: a file of figures is loaded, and the first answer after it is timed.
tag() { curl -sI -X GET -o /dev/null -D - "$address/gaps/rules" | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }'; }
ask "gaps, from what is kept" "$ours" "$address/gaps"
worst=0
for n in 1 2 3 4 5; do
  before=$(tag)
  printf 'measure,need,district_code,year,count,source,url,licence,asked_of,asked_on\nchildren,,E07000117,2021,3000%s,bench,,OGL,,\n' "$n" >"$work/bench.csv"
  "$bin" --data "$work/data" figures load "$work/bench.csv" >/dev/null
  until [ "$(tag)" != "$before" ]; do :; done
  took=$(curl -s -o /dev/null -w '%{time_total}' "$address/gaps")
  worst=$(awk -v a="$worst" -v b="$took" 'BEGIN { print (b > a) ? b : a }')
done
printf 'gaps after a change: %.0f ms at most of five (at most 300 ms at 10,000 listings, 3,000 ms at 200,000)\n' "$(awk -v s="$worst" 'BEGIN { print s * 1000 }')"
awk '/VmRSS/ { printf "memory: %.0f MB\n", $2 / 1024 }' "/proc/$ours/status"
du -sm "$work/data/index" "$work/data/local-offer.sqlite" | awk '{ print "on disk: " $1 " MB " $2 }' | sed "s|$work/data/||"
