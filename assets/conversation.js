// What conversations need and React does not do. In memory only: nothing is stored.

// What is typed outlives a lost connection: the page remembers it by the draft's key, which changes once it is sent.
const typed = new Map();
const met = new WeakSet();

let writesIn = "";

document.addEventListener("focusin", (event) => {
  writesIn = event.target instanceof HTMLElement ? event.target.dataset.draft || "" : "";
});

document.addEventListener("input", (event) => {
  const key = event.target instanceof HTMLElement ? event.target.dataset.draft : "";
  if (key) typed.set(key, event.target.value);
});

function write(field, words) {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, words);
  // React hears of it, and saves it
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function bringBack() {
  for (const field of document.querySelectorAll("[data-draft]")) {
    if (met.has(field) || !field.dataset.draft) continue;
    met.add(field);
    const words = typed.get(field.dataset.draft);
    if (words !== undefined && words !== field.value) write(field, words);
    // drawn again under the writer's hands
    if (writesIn === field.dataset.draft && document.activeElement === document.body) field.focus();
  }
}

// A conversation opens at its end, and stays there for who reads there; who reads further up is not moved.
const NEAR = 160;
let shown = null;
let last = null;

function atTheEnd() {
  return window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - NEAR;
}

let wasAtTheEnd = true;
document.addEventListener("scroll", () => (wasAtTheEnd = atTheEnd()), { passive: true });

function follow() {
  const log = document.querySelector("[role=log]");
  const newest = log?.querySelector("ol > li:last-child") ?? null;
  if (log === shown && newest === last) return;
  if (newest && (log !== shown || wasAtTheEnd)) window.scrollTo(0, document.documentElement.scrollHeight);
  shown = log;
  last = newest;
}

new MutationObserver(() => {
  bringBack();
  follow();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["data-draft"],
});
