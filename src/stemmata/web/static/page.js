// Keys, colours that stay chosen, and numbers that are still being worked out. Every page works without this file.
const typing = (node) => node.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
const all = document.querySelector("#all-clear");
const places = { a: "/", r: "/review", f: "/footage", s: "/stories", i: "/items", x: "/failures", h: "/history" };
const judging = document.querySelector("form.judge");
let waiting = false;

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    document.querySelectorAll(".clip input").forEach((box) => { box.checked = false; });
    if (all) all.checked = false;
    return;
  }
  if (typing(event.target)) return;
  const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  if (waiting) {
    waiting = false;
    if (places[key]) location.assign(places[key]);
    return;
  }
  if (key === "g") waiting = true;
  else if (event.key === "/") { document.querySelector("#q")?.focus(); event.preventDefault(); }
  else if (key === "v" && all) all.checked = !all.checked;
  else if (key === "z") document.querySelector("#undo-last")?.click();
  else if (judging && judge(key, event)) event.preventDefault();
  else if (event.key === "?") document.querySelector("#keys")?.showModal();
  else if (key === "j" || key === "k") {
    const links = [...document.querySelectorAll("main a[data-row]")];
    const at = links.indexOf(document.activeElement) + (key === "j" ? 1 : -1);
    links[Math.max(0, Math.min(at, links.length - 1))]?.focus();
  }
});

// Keys of the judging bar: whether this was one. A key only chooses; signing is an act of its own.
function judge(key, event) {
  const other = judging.querySelector("details.other");
  const choice = judging.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (choice && (!other.contains(choice) || other.open)) choice.click();
  else if (key === "o") other.open = !other.open;
  else if (key === "w") judging.querySelector("#why").focus();
  else if (event.key === "Enter" && !event.target.closest("a, button, summary, label")) judging.requestSubmit();
  else return false;
  return true;
}

for (const radio of document.querySelectorAll("input[name=theme]")) {
  if (localStorage.getItem("theme") === radio.id) radio.checked = true;
  radio.addEventListener("change", () => localStorage.setItem("theme", radio.id));
}

const band = document.querySelector("[data-sofar]");
if (band) {
  const before = band.dataset.sofar;
  const look = async () => {
    const state = await (await fetch("/progress.json")).json();
    if (JSON.stringify([state.complete, state.answer.groups, state.answer.files]) !== before) location.reload();
    else setTimeout(look, 4000);
  };
  setTimeout(look, 3000);
}

// A link to something that is folded away unfolds it.
const unfold = () => {
  const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = found?.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  if (found) found.scrollIntoView({ block: "nearest" });
};
addEventListener("hashchange", unfold);
unfold();
