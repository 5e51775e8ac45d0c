// Everything works without this script.
"use strict";

// A one-time link: its token stands behind the #, which browsers send to no server.
const place = document.querySelector("[data-link-token]");
if (place && location.hash.length > 1) {
  place.querySelector("input").value = location.hash.slice(1);
  place.hidden = true;
  history.replaceState(null, "", location.pathname);
}

// A second click while a form is under way sends nothing; the server would do it once anyway.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What is wrong is read first.
const wrong = document.getElementById("erreurs");
if (wrong) wrong.focus();

// The slider of days says its day while it moves.
const days = document.querySelector("input[data-first-day]");
if (days) {
  const said = document.createElement("output");
  said.htmlFor = days.id;
  days.after(said);
  const say = () => {
    const day = new Date(days.dataset.firstDay + "T12:00:00Z");
    day.setUTCDate(day.getUTCDate() + Number(days.value));
    said.value = day.toLocaleDateString("fr-FR", { dateStyle: "long", timeZone: "UTC" });
    days.setAttribute("aria-valuetext", said.value);
  };
  days.addEventListener("input", say);
  say();
}

// A file whose digest is noted stays where it is.
for (const file of document.querySelectorAll("input[data-digest-to]")) {
  if (!globalThis.crypto?.subtle) continue;
  file.parentElement.hidden = false;
  file.addEventListener("change", async () => {
    const bytes = await file.files[0]?.arrayBuffer();
    if (!bytes) return;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    document.getElementById(file.dataset.digestTo).value = hex;
  });
}

// Figures that go on: parts of the page are put in the place of those before, but for where somebody is.
const live = document.querySelector("[data-live-from]");
if (live) {
  let source;
  const told = (event) => {
    const page = new DOMParser().parseFromString(event.data, "text/html");
    for (const part of page.querySelectorAll("[data-live]")) {
      const here = live.querySelector(`[data-live="${part.dataset.live}"]`);
      if (!here || here.told === part.innerHTML || here.contains(document.activeElement)) continue;
      here.told = part.innerHTML;
      const open = [...here.querySelectorAll("details")].map((one) => one.open);
      here.replaceChildren(...part.childNodes);
      here.querySelectorAll("details").forEach((one, n) => (one.open = open[n] ?? false));
    }
  };
  // A browser has few connections to a server: only what is looked at has one.
  const follow = () => {
    source?.close();
    if (document.hidden) return;
    source = new EventSource(live.dataset.liveFrom);
    source.onmessage = told;
  };
  addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", follow);
}
