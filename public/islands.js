// Starts the islands of a page: loads the module, then wakes each island where it stands.
import start, * as islands from "LOCAL_OFFER_JS";

const awake = new Set();

function wake() {
  for (const island of awake) {
    if (island.isConnected) continue;
    island.$$dispose?.();
    awake.delete(island);
  }
  for (const island of document.querySelectorAll("leptos-island")) {
    if (awake.has(island)) continue;
    awake.add(island);
    islands[island.dataset.component]?.(island);
  }
}

await start({ module_or_path: "LOCAL_OFFER_WASM" });
islands.hydrate();
wake();
// An island that swaps a part of the page brings other islands with it.
document.addEventListener("islands-changed", wake);
// For tests: from here on the page does what scripts add to it.
document.documentElement.dataset.islands = "awake";
