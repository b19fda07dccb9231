/* Enhances what already works without it. Every task can be done with this file missing. */
import { createAll, Button, ErrorSummary, Radios, Checkboxes, CharacterCount } from "./built/govuk-frontend.min.js";

for (const component of [Button, ErrorSummary, Radios, Checkboxes, CharacterCount]) createAll(component);

/* A form that takes a while says so, aloud too, and cannot be sent twice. */
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = form.dataset.wait;
    form.setAttribute("aria-busy", "true");
  });
}
/* Coming back with the back button: the wait is over. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-wait][aria-busy]")) {
    form.removeAttribute("aria-busy");
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = "";
  }
});
/* Typing sheets: Enter goes to the next line, and only from the last one sends them. */
for (const form of document.querySelectorAll("form[data-lines]")) {
  const lines = [...form.querySelectorAll("input.govuk-input")];
  form.addEventListener("keydown", (event) => {
    const next = lines[lines.indexOf(event.target) + 1];
    if (event.key === "Enter" && next) {
      event.preventDefault();
      next.focus();
      next.select();
    }
  });
}
/* The square on a card carries its code behind the #, which no server ever sees: fill it in. */
const carried = document.querySelector("input#id_code");
if (carried && !carried.value && /^#[0-9A-Z]{12}$/.test(location.hash)) {
  carried.value = location.hash.slice(1).replace(/(.{4})(?=.)/g, "$1 ");
  history.replaceState(null, "", location.pathname);
}
