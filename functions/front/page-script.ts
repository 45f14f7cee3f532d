/**
 * What the mails lead to: a form that asks for a sign-in link, and the status that the link opens. The link's token
 * stands in the fragment, which no server sees, and is redeemed by a press of the button, so that a scanner that
 * follows links in mails uses nothing up.
 */
export const script = `
"use strict";
const mine = document.getElementById("mine");
const fragment = new URLSearchParams(location.hash.slice(1));
const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);
const show = (...parts) => { mine.replaceChildren(...parts); mine.hidden = false; };
const call = async (path, options = {}) => {
  const answer = await fetch(path, { ...options, headers: { "content-type": "application/json", ...options.headers } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail || body.title);
  return body;
};
const post = (path, body) => call(path, { method: "POST", body: JSON.stringify(body) });
const guarded = (work) => async (event) => {
  event.preventDefault();
  try { await work(); } catch (error) { show(element("p", error.message)); }
};
function askForLink(conferenceId) {
  const form = element("form", "");
  const input = element("input", "", { type: "email", id: "email", required: true, autocomplete: "email" });
  form.append(element("label", "Your e-mail address", { htmlFor: "email" }), input, element("button", "Send me a sign-in link"));
  form.onsubmit = guarded(async () => {
    await post("/v1/sign-in-links", { email: input.value, conferenceId });
    show(element("p", "If this address is registered, a link is on its way to it. It is valid for ten minutes."));
  });
  show(element("h2", "See your registration"), form);
}
function openLink(token) {
  const button = element("button", "Open my registration");
  button.onclick = guarded(async () => {
    const session = await post("/v1/sign-ins", { token });
    history.replaceState(null, "", location.pathname);
    const headers = { authorization: "Bearer " + session.accessToken };
    const all = await Promise.all(session.registrations.map((id) => call("/v1/registrations/" + id, { headers })));
    show(element("h2", "Your registration"), ...all.flatMap((each) => [status(each), ...offer(each, headers)]));
  });
  show(element("h2", "Sign in"), button);
}
function status(registration) {
  const list = element("dl", "");
  const rows = { Conference: registration.conferenceId, Accreditation: registration.accreditation, Seat: registration.seat,
    "Waiting for": (registration.waitingFor || []).join(", "), Badge: registration.badge ? "serial " + registration.badge.serial : "" };
  for (const [name, value] of Object.entries(rows)) if (value) list.append(element("dt", name), element("dd", value));
  return list;
}
function offer(registration, headers) {
  if (!registration.offer) return [];
  const decide = (label, step) => Object.assign(element("button", label), { onclick: guarded(async () => {
    const url = "/v1/registrations/" + registration.registrationId + "/" + step;
    show(element("h2", "Your registration"), status(await call(url, { method: "POST", body: "{}", headers })));
  }) });
  const until = new Date(registration.offer.until).toLocaleString();
  return [element("p", "A place is offered to you until " + until + "."), decide("Accept the place", "offer-acceptance"),
    decide("Leave it to somebody else", "offer-refusal")];
}
const begin = () => {
  if (fragment.has("sign-in")) openLink(fragment.get("sign-in"));
  else if (fragment.has("conference")) askForLink(fragment.get("conference"));
};
addEventListener("hashchange", () => location.reload());
begin();
`;
