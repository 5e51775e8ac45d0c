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
