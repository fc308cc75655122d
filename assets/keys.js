// The desk by keyboard: a key presses the element that carries it (`data-key`), nothing else. Single keys rest while
// somebody types and can be switched off (WCAG 2.1.4). New rows never move what is being read.

const SWITCH = "portal-keys";
const typing = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]";
let prefix = "";
let prefixUntil = 0;

const on = () => localStorage.getItem(SWITCH) !== "off";
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && seen(one));
  if (!target) return false;
  if (target.matches(typing)) target.focus();
  else target.click();
  return true;
}

let last = "";

function move(step) {
  const all = rows();
  const places = [
    all.indexOf(document.activeElement),
    all.findIndex((row) => row.getAttribute("aria-current") === "true"),
    all.findIndex((row) => row.href === last),
  ];
  const from = places.find((place) => place >= 0) ?? -1;
  const next = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  next?.focus();
  return Boolean(next);
}

function openBeside(step) {
  const all = rows().length ? rows() : [...document.querySelectorAll("[data-row]")];
  const next = all[all.findIndex((row) => row.getAttribute("aria-current") === "true") + step];
  next?.click();
  return Boolean(next);
}

// A form that is reviewed: 1, 2 and 3 decide about the line that has the focus, else about the first that is open.
function decide(key) {
  const lines = [...document.querySelectorAll("[data-line]")].filter((line) => seen(line) && line.querySelector("[data-way]"));
  const open = (line) => !line.dataset.line;
  const here = lines.find((line) => line.contains(document.activeElement)) ?? lines.find(open);
  const way = here?.querySelector(`[data-way="${key}"]`);
  if (!way) return false;
  way.click();
  const next = lines.slice(lines.indexOf(here) + 1).find(open);
  if (way.dataset.thenFocus) return true;
  (next ?? here).querySelector("[data-way]:checked, [data-way]").focus();
  return true;
}

const moves = { j: () => move(1), k: () => move(-1), "]": () => openBeside(1), "[": () => openBeside(-1) };

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) {
    event.preventDefault();
    if (target.form) target.form.requestSubmit();
    else {
      target.blur(); // what was written is kept first
      press("Ctrl+Enter");
    }
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !document.querySelector("dialog[open]")) {
    if (press("Ctrl+Enter")) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (target.matches(typing)) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (event.key.length > 1 ? event.key !== "Escape" : !on()) return;
  if (event.key === "Escape" && document.querySelector("details[data-closes-itself][open]")) return;
  const two = Date.now() < prefixUntil ? `${prefix} ${event.key}` : "";
  prefix = "";
  prefixUntil = 0;
  if (two && press(two)) return event.preventDefault();
  if (event.key === "g") {
    prefix = "g";
    prefixUntil = Date.now() + 1500;
    return;
  }
  if (moves[event.key]?.() || decide(event.key) || press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  const then = pressed?.closest("[data-then-focus]")?.dataset.thenFocus;
  if (then) focusSoon(then, 20);
  const row = pressed?.closest("[data-row]");
  if (row) {
    last = row.href;
    followSoon(row, 40);
  }
  if (pressed?.closest("[data-new]")) {
    const fresh = document.querySelector("[data-fresh=yes]");
    fresh?.focus();
    fresh?.scrollIntoView({ block: "nearest" });
  }
});

function focusSoon(selector, tries) {
  const field = document.querySelector(selector);
  if (field?.checkVisibility()) field.focus();
  else if (tries) setTimeout(focusSoon, 25, selector, tries - 1);
}

// Where the list gives its room to what was opened, the focus goes there too.
function followSoon(row, tries) {
  if (!row.checkVisibility()) document.querySelector("[data-work]")?.focus({ preventScroll: true });
  else if (tries) setTimeout(followSoon, 25, row, tries - 1);
}

// What has the focus may go from the page: a button that has done its work, a line that is drawn anew. The focus then goes
// to what stands in its place, to the nearest word of what was done (`data-lands`), or to the page's heading.
let held = null;

const stands = (element) => element.isConnected && seen(element) && !element.matches(":disabled");

document.addEventListener("focusin", ({ target }) => {
  const around = [];
  for (let one = target.parentElement; one; one = one.parentElement) around.push(one);
  held = { element: target, around };
});

document.addEventListener("focusout", ({ target }) => {
  // somebody pressed elsewhere: nothing is lost
  setTimeout(() => {
    if (held?.element !== target || document.activeElement !== document.body) return;
    if (stands(target)) held = null;
    else catchFocus();
  });
});

function catchFocus() {
  if (!held || document.activeElement !== document.body || stands(held.element)) return;
  if (!document.querySelector(".desk") || document.querySelector("dialog[open]")) return;
  const { element, around } = held;
  const same = element.id && document.getElementById(element.id);
  const said = around.filter((one) => one.isConnected).flatMap((one) => [...one.querySelectorAll("[data-lands]")]);
  const heading = document.querySelector("main h1");
  const next = [same, ...said].find((one) => one && stands(one)) ?? heading;
  next?.focus({ preventScroll: next === heading });
}

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.matches("[data-keys-switch]")) {
    localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
  }
});

// What is read stays where it is: the first row in sight keeps its place when others come above it.
let anchor = null;

const scroller = (list) => (list.scrollHeight > list.clientHeight + 1 ? list : document.scrollingElement);

function remember() {
  const list = document.querySelector("[data-list]");
  if (!list) return void (anchor = null);
  const edge = Math.max(list.getBoundingClientRect().top, 0);
  const row = [...list.querySelectorAll("[data-row]")].find((one) => one.getBoundingClientRect().bottom > edge);
  anchor = row ? { row, list, top: row.getBoundingClientRect().top } : null;
}

new MutationObserver((changes) => {
  for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = on();
  const inList = changes.some((change) => change.target instanceof Element && change.target.matches("[data-list]"));
  if (inList && anchor?.row.isConnected && anchor.list.isConnected) {
    const moved = anchor.row.getBoundingClientRect().top - anchor.top;
    if (moved) scroller(anchor.list).scrollTop += moved;
  }
  remember();
  requestAnimationFrame(catchFocus);
}).observe(document.documentElement, { subtree: true, childList: true });
document.addEventListener("scroll", remember, { capture: true, passive: true });
