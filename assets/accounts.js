// The pages of signing in: the secret of a link, showing a password, printing a card, copying codes.

import { alive } from "./portal.js";

/** The part of a link after the # never reaches a server by itself: it is put into the form, and out of the address. */
async function carry() {
  const find = () => document.querySelector("input[data-from-link]");
  const field = find();
  if (!field || location.hash.length < 2) return;
  const secret = decodeURIComponent(location.hash.slice(1));
  history.replaceState(history.state, "", location.pathname + location.search);
  field.value = secret;
  await alive();
  // the page may have drawn it anew
  const standing = find();
  if (!standing) return;
  if (!standing.value) standing.value = secret;
  if (standing.form.hasAttribute("data-at-once")) standing.form.requestSubmit();
}

document.addEventListener("change", (event) => {
  const shown = event.target instanceof HTMLInputElement && event.target.dataset.shows;
  const field = shown && document.getElementById(shown);
  if (field) field.type = event.target.checked ? "text" : "password";
});

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  if (pressed?.closest("[data-prints]")) window.print();
  const copies = pressed?.closest("[data-copies]");
  const source = copies && document.getElementById(copies.dataset.copies);
  if (source) {
    const said = copies.parentElement.querySelector("[data-copied]");
    navigator.clipboard.writeText(source.innerText).then(() => { if (said) said.hidden = false; });
  }
});

// The page may be drawn after this runs.
new MutationObserver(carry).observe(document.documentElement, { subtree: true, childList: true });
carry();
