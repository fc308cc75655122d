// Passkeys: a native form with data-passkey="create" or "get" and data-options-url. The options come from the
// server as JSON, the browser asks the person, and the answer goes to the form's action with what was typed.

import { busy, post } from "./portal.js";

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

function opened(options) {
  const listed = (list) => (list || []).map((known) => ({ ...known, id: decode(known.id) }));
  const ready = { ...options, challenge: decode(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: decode(options.user.id) };
  if (options.excludeCredentials) ready.excludeCredentials = listed(options.excludeCredentials);
  if (options.allowCredentials) ready.allowCredentials = listed(options.allowCredentials);
  return ready;
}

function sealed(credential) {
  const said = credential.response;
  const response = { clientDataJSON: encode(said.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[part]) response[part] = encode(said[part]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function ask(form) {
  const typed = new URLSearchParams(new FormData(form));
  const options = await post(form.dataset.optionsUrl, typed);
  if (options.error || options.to) return options;
  const publicKey = opened(options.publicKey || options);
  let credential;
  try {
    credential = await navigator.credentials[form.dataset.passkey === "create" ? "create" : "get"]({ publicKey });
  } catch {
    return { error: form.dataset.declined || "" };
  }
  typed.set("credential", JSON.stringify(sealed(credential)));
  return post(form.action, typed);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.passkey) return;
  event.preventDefault();
  busy(form, () => ask(form));
}, true);

// Without the means, the way is not offered.
if (!window.PublicKeyCredential) document.documentElement.classList.add("no-passkeys");
