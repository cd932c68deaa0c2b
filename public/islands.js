// Starts the islands of a page: loads the module, then wakes each island where it stands.
import start, * as islands from "LOCAL_OFFER_JS";

await start({ module_or_path: "LOCAL_OFFER_WASM" });
islands.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  const wake = islands[island.dataset.component];
  if (wake) wake(island, "");
}
// For tests: from here on the page does what scripts add to it.
document.documentElement.dataset.islands = "awake";
