#!/usr/bin/env bash
# All tests: format, lints, Rust tests on SQLite and PostgreSQL, the release binary by itself, browser journeys, every page
# in every state, and what a screen reader says. `test.sh all` goes through every page in all colours with and without
# scripts, and listens in Firefox too. What a test lacks is said at the end with a count; with CI set, lacking anything but
# the shared data is a failure.
set -uo pipefail
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
export CARGO_TARGET_DIR=$target
export LOCAL_OFFER_TEST_DATA=${LOCAL_OFFER_TEST_DATA:-$(cd .. && pwd)/shared/data}
log=$target/test-log
rm -rf "$log" && mkdir -p "$log"
failed=()
took=()
[ "${1:-}" = all ] && export LOCAL_OFFER_DEPTH=all
began=$SECONDS

# Minutes with one digit after the point, of seconds.
minutes() {
  printf '%d.%d' $(($1 / 60)) $(($1 % 60 / 6))
}

# What passed is a line each on a terminal, and a dot where nobody watches: there the end must be found.
shown() {
  if [ -t 1 ]; then
    cat
  else
    awk '/^successes:/ { skip = 1 } /^(failures:|test result:)/ { skip = 0 } skip { next }
      /^ +✓ |^test .* \.\.\. ok$|^ +Compiling / { printf "."; dots = 1; fflush(); next }
      { if (dots) print ""; dots = 0; print; fflush() }'
  fi
}

# Runs one part, keeps what it printed, and goes on to the next.
part() {
  local name=$1 since=$SECONDS
  shift
  echo "== $name"
  if "$@" 2>&1 | tee "$log/$name.txt" | shown; then
    echo "-- $name: passed in $((SECONDS - since)) s"
  else
    echo "-- $name: FAILED after $((SECONDS - since)) s"
    failed+=("$name")
  fi
  took+=("$(minutes $((SECONDS - since))) $name")
}

end2end/setup/needs.sh chromium node postgres sqlite java || exit 1

part format cargo fmt --check
part islands make --no-print-directory islands
part lints make --no-print-directory lint
if cargo deny --version >/dev/null 2>&1; then
  part deny make --no-print-directory deny
else
  # No part of the promise of `make test`: said, and not counted as lacking.
  echo "cargo-deny is not installed: licences and sources were not checked (cargo install cargo-deny --locked)"
fi
part release make --no-print-directory build

if address=$(end2end/setup/postgres.sh start); then
  export LOCAL_OFFER_TEST_POSTGRES=$address
  trap 'end2end/setup/postgres.sh stop' EXIT
else
  echo "LACKING PostgreSQL: the store was tested on SQLite alone" | tee "$log/lacking.txt"
fi
export LOCAL_OFFER_TEST_RELEASE=$target/release/local-offer
part rust cargo test --no-fail-fast -- --show-output
export LOCAL_OFFER_BIN=$target/release/local-offer
part packages npm --prefix end2end ci --ignore-scripts --no-audit --no-fund
part browser npm --prefix end2end test
listens=(screen-reader)
[ -z "${LOCAL_OFFER_DEPTH:-}" ] || listens+=(firefox)
if end2end/setup/needs.sh "${listens[@]}"; then
  part screen-reader npm --prefix end2end run screen-reader
else
  echo "LACKING a screen reader (Orca and what it needs): nobody heard the pages" | tee -a "$log/lacking.txt"
fi

echo
echo "== Closing lines"
grep -h -E '^test result:' "$log/rust.txt" 2>/dev/null
for runner in browser screen-reader; do
  grep -h -E '^ +[0-9]+ (passed|failed|flaky|skipped|did not run)' "$log/$runner.txt" 2>/dev/null | sed "s/^ */$runner: /"
done
lacking=$(cat "$log"/*.txt 2>/dev/null | grep -E '^ *LACKING ' | sed 's/^ *//' | sort -u)
n=$(printf '%s' "$lacking" | grep -c . || true)
echo "$n lacking"
[ "$n" = 0 ] || printf '%s\n' "$lacking"
if [ -n "${CI:-}" ] && printf '%s\n' "$lacking" | grep -v '^LACKING shared' | grep -q .; then
  failed+=("lacking")
fi
grep -h -E '^(Minutes|Looking at pages)' "$log/browser.txt" 2>/dev/null
printf 'Minutes: '
printf '%s, ' "${took[@]}"
echo "in all $(minutes $((SECONDS - began)))"
if [ ${#failed[@]} -gt 0 ]; then
  for name in "${failed[@]}"; do
    echo
    echo "== What failed in $name"
    case $name in
      lacking) ;;
      rust) grep -E -A 6 '^test .* FAILED$|^error|panicked at .*src/' "$log/rust.txt" | grep -vE ' \.\.\. ok$' | tail -n 80 ;;
      *) tail -n 80 "$log/$name.txt" | cut -c 1-400 ;;
    esac
  done
  echo "FAILED: ${failed[*]}"
  exit 1
fi
echo "Everything passed."
