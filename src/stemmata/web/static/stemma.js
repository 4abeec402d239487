// Keys in the drawing of a family tree, and one card of evidence at a time. Without this file its links do the same.
const drawing = document.querySelector("svg.stemma");
const cards = document.querySelector(".evs");
const rightToLeft = document.documentElement.dir === "rtl" && !drawing.closest("[dir=ltr]");
const nodes = [...drawing.querySelectorAll("a.node")];
const byToken = (token) => drawing.querySelector(`[data-node="${CSS.escape(token)}"]`);
const cardOf = (token) => document.getElementById(`ev-${token}`);

function select(token) {
  if (!cardOf(token)) return;
  cards.classList.add("scripted");
  for (const card of cards.children) card.classList.toggle("on", card.id === `ev-${token}`);
  for (const node of nodes) node.classList.toggle("sel", node.dataset.node === token);
  for (const edge of drawing.querySelectorAll("a.edge")) edge.classList.toggle("sel", edge.dataset.child === token);
  for (const row of document.querySelectorAll("[data-list]")) row.classList.toggle("on", row.dataset.list === token);
  for (const node of nodes) node.tabIndex = node.dataset.node === token || node.classList.contains("fold") ? 0 : -1;
  history.replaceState(null, "", `#ev-${token}`);
}

function focus(node) {
  if (!node) return;
  for (const one of nodes) if (!one.classList.contains("fold")) one.tabIndex = one === node ? 0 : -1;
  node.focus();
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function inColumn(node, step) {
  const box = node.getBoundingClientRect();
  const middle = (rectangle) => rectangle.top + rectangle.height / 2;
  const others = nodes
    .map((one) => ({ one, at: one.getBoundingClientRect() }))
    .filter(({ one, at }) => one !== node && at.left < box.right && at.right > box.left)
    .filter(({ at }) => (middle(at) - middle(box)) * step > 0)
    .sort((one, other) => Math.abs(middle(one.at) - middle(box)) - Math.abs(middle(other.at) - middle(box)));
  return others[0]?.one;
}

drawing.addEventListener("keydown", (event) => {
  const node = event.target.closest("a.node");
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
  const towardsStart = rightToLeft ? "ArrowRight" : "ArrowLeft";
  const towardsEnd = rightToLeft ? "ArrowLeft" : "ArrowRight";
  if (event.key === towardsStart) focus(node.dataset.up && byToken(node.dataset.up));
  else if (event.key === towardsEnd) focus(node.dataset.down && byToken(node.dataset.down));
  else if (event.key === "ArrowUp") focus(inColumn(node, -1));
  else if (event.key === "ArrowDown") focus(inColumn(node, 1));
  else if (event.key === " " && node.dataset.node) {
    select(node.dataset.node);
    const pile = cardOf(node.dataset.node).querySelector("details.pile");
    if (pile) {
      pile.open = true;
      pile.querySelector("summary").focus();
    }
  } else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#ev-'], a[href^='#n-']");
  if (!link) return;
  const [, kind, token] = /^#(ev|n)-(.+)$/.exec(decodeURIComponent(link.getAttribute("href")));
  if (!cardOf(token)) return;
  event.preventDefault();
  if (kind === "n") return void focus(byToken(token));
  select(token);
  // a key, or a row of the list, leads to the evidence; a pointer in the drawing stays there
  if (event.detail === 0 || !link.closest("svg")) cardOf(token).focus();
});

const asked = /^#ev-(.+)$/.exec(decodeURIComponent(location.hash))?.[1];
const first = cards.querySelector(".first")?.id.slice(3);
const before = location.hash;
select(asked && cardOf(asked) ? asked : first);
if (!before.startsWith("#ev-")) history.replaceState(null, "", location.pathname + location.search + before);
if (before || new URLSearchParams(location.search).has("at")) drawing.querySelector(".node.sel")?.scrollIntoView({ block: "nearest", inline: "nearest" });
