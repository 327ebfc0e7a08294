// Passkeys: asks the browser's credential manager, and sends what it says with the form.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const complaint = form.querySelector("[role=alert]");

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const descriptors = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = (options) => {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    if (form.dataset.passkey === "get") {
      publicKey.allowCredentials = descriptors(options.allowCredentials);
      return navigator.credentials.get({ publicKey });
    }
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = descriptors(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  };

  const written = (credential) => {
    const said = credential.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    if (said.attestationObject) {
      response.attestationObject = text(said.attestationObject);
      response.transports = said.getTransports ? said.getTransports() : [];
    } else {
      response.authenticatorData = text(said.authenticatorData);
      response.signature = text(said.signature);
      if (said.userHandle) response.userHandle = text(said.userHandle);
    }
    const whole = { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
    whole.clientExtensionResults = credential.getClientExtensionResults();
    if (credential.authenticatorAttachment) whole.authenticatorAttachment = credential.authenticatorAttachment;
    return JSON.stringify(whole);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complaint.hidden = true;
    try {
      form.elements.credential.value = written(await ask(JSON.parse(form.dataset.options)));
      form.submit();
    } catch (error) {
      complaint.textContent = `The passkey did not work: ${error.message}`;
      complaint.hidden = false;
    }
  });
})();
