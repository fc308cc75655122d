// What pages need and React does not do: native forms sent in place, focus after a change of page,
// dialogs, the document's language. No eval, no inline code; stored is only the language.

const inPlace = "form[data-in-place]";
const PATIENCE = 3000;

/** The page has its state: what is put into it from now on is not drawn over. Does not wait for ever for a dead server. */
export async function alive() {
  const until = performance.now() + PATIENCE;
  while (performance.now() < until) {
    if (document.querySelector("[data-language]")?.dataset.alive === "true") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The form as it stands now: while an answer was under way the page may have drawn it anew. */
const standing = (form) =>
  form.isConnected ? form : (document.querySelector(`form[action="${form.getAttribute("action")}"]`) ?? form);

/** Follow what the server answered: a page to go to, or a sentence and the field it is about. */
export function follow(form, answer) {
  if (answer.to) {
    location.assign(answer.to);
    return;
  }
  const done = form.querySelector("[data-kept]");
  if (done) done.hidden = !answer.kept;
  if (answer.kept) done?.focus();
  const sentence = answer.error || "";
  const place = form.querySelector("[data-refusal]");
  if (place) place.textContent = sentence;
  for (const wrong of form.querySelectorAll("[aria-invalid=true]")) wrong.removeAttribute("aria-invalid");
  const field = answer.field ? form.elements.namedItem(answer.field) : null;
  if (field instanceof HTMLElement) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    if (field.select) field.select();
  } else if (place && sentence) {
    place.tabIndex = -1;
    place.focus();
  }
}

/** While it is under way a form can not be sent again. */
export async function busy(form, work) {
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await work();
    if (!answer.to) await alive();
    follow(standing(form), answer);
  } catch {
    follow(standing(form), { error: form.dataset.unreachable });
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** A file that came as the answer goes where the browser keeps files; nothing of it stays in the page. */
async function keep(answer) {
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ? name[1] : "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
  return { kept: true };
}

export async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "follow",
  });
  if ((answer.headers.get("content-disposition") || "").startsWith("attachment")) return keep(answer);
  const kind = answer.headers.get("content-type") || "";
  if (kind.includes("json")) return answer.json();
  if (answer.redirected) return { to: answer.url };
  if (!answer.ok && kind.startsWith("text/plain")) return { error: await answer.text() };
  if (!answer.ok) throw new Error(String(answer.status));
  return { to: location.href };
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.matches(inPlace)) return;
  event.preventDefault();
  const typed = new URLSearchParams(new FormData(form, event.submitter));
  busy(form, () => post(form.action, typed));
});

// Dialogs: `data-shown` follows the page's state, `data-opens` a button, `data-closes` and
// `data-dismisses` close; Escape presses the latter only.
function show(dialog) {
  dialog?.showModal();
  // the answer that changes nothing, where Enter must not be enough
  dialog?.querySelector("[data-safe]")?.focus();
}

function showOrClose(dialog) {
  const wanted = dialog.dataset.shown === "yes";
  if (wanted && !dialog.open) show(dialog);
  if (!wanted && dialog.open) dialog.close();
}

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  const opener = pressed?.closest("[data-opens]");
  if (opener) show(document.getElementById(opener.dataset.opens));
  if (pressed?.closest("[data-prints]")) print();
  const dismisser = pressed?.closest("[data-dismisses], [data-closes]");
  if (dismisser) dismisser.closest("dialog")?.close();
  for (const menu of document.querySelectorAll("details[data-closes-itself][open]")) {
    if (!menu.contains(pressed) || pressed?.closest("a")) menu.open = false;
  }
});

// Before React hears of it: the router would go to the address that the link is for who came by none of our pages.
document.addEventListener("click", (event) => {
  const way = event.target instanceof Element ? event.target.closest("[data-goes-back]") : null;
  if (!way || !(history.state?.idx > 0) || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  history.back();
}, true);

document.addEventListener("cancel", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement)) return;
  const way = dialog.querySelector("[data-dismisses]");
  if (way) {
    event.preventDefault();
    way.click();
  }
}, true);

// Escape closes an open menu and gives the focus back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-closes-itself][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// The document speaks the person's language, and a new page is announced by the focus on its heading.
let place = location.pathname;
let heading = null;
let begun = false;
let wrong = null;

/** A form of the portal led here (a language was chosen, a step was done): the page is as new as one that was turned. */
const sentHere =
  document.referrer.startsWith(`${location.origin}/`) &&
  performance.getEntriesByType("navigation")[0]?.type === "navigate";

function speak(language) {
  const root = document.documentElement;
  root.classList.remove("awaits-words");
  if (root.lang !== language) root.lang = language;
  const known = `language=${language}`;
  if (!document.cookie.split("; ").includes(known)) {
    document.cookie = `${known}; path=/; max-age=31536000; samesite=lax; secure`;
  }
}

function settle() {
  const mark = document.querySelector("[data-language]");
  if (mark?.dataset.alive === "true") speak(mark.dataset.language);
  for (const dialog of document.querySelectorAll("dialog[data-shown]")) showOrClose(dialog);
  const refused = document.querySelector("[data-wrong]");
  if (refused && refused !== wrong) {
    const name = refused.dataset.wrong;
    (document.getElementById(name) ?? document.querySelector(`[name="${name}"]`))?.focus();
  }
  wrong = refused;
  const now = document.querySelector("main h1");
  if (!begun && mark?.dataset.alive === "true") {
    begun = true;
    // where somebody begins on this page, unless they have begun already
    const first = document.querySelector("main [data-first]") ?? (sentHere ? now : null);
    if (document.activeElement === document.body) first?.focus({ preventScroll: first === now });
  }
  if (location.pathname !== place && now && now !== heading) {
    place = location.pathname;
    if (!location.hash) (document.querySelector("main [data-first]") ?? now).focus({ preventScroll: true });
  }
  heading = now;
}

// A tick stands at once; where the server decides otherwise ("None of these" takes the others away), it follows.
new MutationObserver((changes) => {
  for (const { target } of changes) target.checked = target.dataset.picked === "true";
}).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-picked"] });

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    settle();
  });
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["data-language", "data-alive", "data-shown"],
});
settle();
