# Local Offer. `make run` tries it, `make test` proves it; `make help` names the rest.
# Everything that is built goes under CARGO_TARGET_DIR, wherever that is.

SHELL := bash
.DEFAULT_GOAL := help
CARGO_TARGET_DIR ?= target
export CARGO_TARGET_DIR
target := $(abspath $(CARGO_TARGET_DIR))
tools := $(target)/tools
islands := $(target)/islands
# The build script puts what lies here into the binary.
export LOCAL_OFFER_ISLANDS := $(islands)

# The same as in Cargo.toml: the library and the tool must match.
wasm_bindgen := 0.2.130
binaryen := 132.0.0
wasm := $(target)/wasm32-unknown-unknown/wasm-release/local_offer.wasm
browser_sources := $(shell find src/islands src/domain -name '*.rs') src/lib.rs Cargo.toml Cargo.lock

data ?= data
addr ?= 127.0.0.1:3000

.PHONY: help run build check test test-all faults transcripts islands fmt lint deny bench screenshots relevance clean-tools

help:
	@echo "make run          build, load the sample offer on the first start, and serve on http://$(addr)"
	@echo "make test         everything: format, lints, Rust tests on both databases, browser journeys, every page, a screen reader"
	@echo "make test-all     the same, and every page in all colours with and without scripts, and Firefox"
	@echo "make faults       breaks things under the release binary and measures: full disk, database away, slow and too many, kill -9"
	@echo "make transcripts  writes down anew what the screen reader says; review it like code"
	@echo "make check        the quick loop: format, lints, unit tests"
	@echo "make deny         licences, sources and known faults of other people's code (needs cargo-deny)"
	@echo "make build        one release binary with everything inside: $(CARGO_TARGET_DIR)/release/local-offer"
	@echo "make relevance    judged queries through the real search: nDCG@10, success@3, recall@20, MRR by kind"
	@echo "make bench        how fast, as ratios to a bare server in the same run"
	@echo "make screenshots  the pictures in docs/screenshots"

run: islands
	cargo build
	@test -e $(data)/local-offer.sqlite || $(target)/debug/local-offer seed --data $(data)
	$(target)/debug/local-offer serve --data $(data) --addr $(addr)

build: islands
	cargo build --release

check: fmt lint
	cargo test --lib

fmt:
	cargo fmt --check

lint:
	cargo clippy --all-targets -- -D warnings

# Known faults are looked up where their list can be fetched: a machine without a network checks the rest.
deny:
	cargo deny check bans licenses sources
	@if cargo deny fetch db; then cargo deny check --disable-fetch advisories; \
	  else echo "The list of known faults could not be fetched: it was not looked at."; fi

test:
	end2end/setup/test.sh

test-all:
	end2end/setup/test.sh all

# KILLS says how often the server is killed on each database.
faults: build
	end2end/setup/faults.sh

# LISTEN="Find a club" listens to one journey.
transcripts: build
	end2end/setup/needs.sh chromium node screen-reader firefox
	cd end2end && npm ci --ignore-scripts --no-audit --no-fund && LOCAL_OFFER_DEPTH=all LOCAL_OFFER_TRANSCRIPTS=write LOCAL_OFFER_BIN=$(target)/release/local-offer npm run screen-reader -- journeys $(if $(LISTEN),-g "$(LISTEN)")
	git --no-pager diff --stat -- end2end/screen-reader/transcripts

screenshots: build
	end2end/setup/needs.sh chromium node
	cd end2end && npm ci --ignore-scripts --no-audit --no-fund && LOCAL_OFFER_BIN=$(target)/release/local-offer npm run screenshots

relevance:
	cargo test --test relevance -- --nocapture --test-threads 1

bench: build
	benches/run.sh

# ---- the islands: Rust to WASM to a module the browser loads

islands: $(islands)/local-offer_bg.wasm

$(islands)/local-offer_bg.wasm: $(browser_sources) | $(tools)/bin/wasm-bindgen $(tools)/wasm-opt-or-not
	rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	cargo rustc --profile wasm-release --lib --crate-type cdylib --target wasm32-unknown-unknown --no-default-features --features hydrate
	rm -rf $(islands).new && $(tools)/bin/wasm-bindgen --target web --no-typescript --out-name local-offer --out-dir $(islands).new $(wasm)
	if [ -x $(tools)/node_modules/.bin/wasm-opt ]; then \
	  $(tools)/node_modules/.bin/wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types --enable-multivalue --enable-sign-ext --enable-mutable-globals \
	    $(islands).new/local-offer_bg.wasm -o $(islands).new/small.wasm && mv $(islands).new/small.wasm $(islands).new/local-offer_bg.wasm; \
	fi
	rm -rf $(islands) && mv $(islands).new $(islands)

$(tools)/bin/wasm-bindgen:
	cargo install wasm-bindgen-cli --version $(wasm_bindgen) --root $(tools) --target-dir $(target)/tools-build --quiet
	rm -rf $(target)/tools-build

# Where there is no Node the islands are larger and work the same.
$(tools)/wasm-opt-or-not:
	mkdir -p $(tools)
	if command -v npm >/dev/null; then npm install --prefix $(tools) --ignore-scripts --no-audit --no-fund --no-save --silent binaryen@$(binaryen); fi
	touch $@
