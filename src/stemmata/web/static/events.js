// Plays all clips of an event on its one clock: each is kept to its own start. The page shows everything without it.
const part = document.querySelector(".together");

// Copies are being made: the page is loaded again when all are, since nothing of it plays before.
if (part.dataset.waiting) {
  const look = async () => {
    const answer = await fetch(part.dataset.waiting).catch(() => null);
    const state = answer?.ok ? await answer.json() : { waiting: 1 };
    if (state.waiting) setTimeout(look, 1000);
    else location.reload();
  };
  setTimeout(look, 500);
}
if (part.querySelector("video, audio")) together();

function together() {
  const clips = [...part.querySelectorAll("video, audio")].map((media) => ({
    media,
    start: Number(media.dataset.start) / 1000,
    state: media.closest("figure").querySelector("[data-state]"),
  }));
  const from = Number(part.dataset.from) / 1000;
  const to = Number(part.dataset.to) / 1000;
  const toggle = part.querySelector("[data-toggle]");
  const seek = part.querySelector("[data-seek]");
  const shown = part.querySelector("[data-now]");
  const heads = [...document.querySelectorAll(".clock .head")];
  const first = Number(document.querySelector(".clock").dataset.first) / 1000;
  const span = Number(document.querySelector(".clock").dataset.span) / 1000;
  const APART = 0.06; // seconds that a clip may be off its place before it is moved there
  let now = from;
  let playing = false;
  let before = 0;
  let lastHeard = "";

  for (const { media } of clips) {
    media.controls = false;
    media.muted = true;
  }
  for (const hidden of part.querySelectorAll("[hidden]")) hidden.hidden = false;
  document.querySelector(".clock").classList.add("playing");

  // Where a clip stands when the event's clock says `now`: null before it begins and after it ends.
  const placeOf = ({ media, start }) => {
    const at = now - start;
    return at < 0 || at > (media.duration || Infinity) ? null : at;
  };

  function put(clip, exactly) {
    const { media, state } = clip;
    const at = placeOf(clip);
    state.textContent = at === null ? "–" : clock(at);
    if (at === null) {
      if (!media.paused) media.pause();
      return;
    }
    if (exactly || Math.abs(media.currentTime - at) > APART) media.currentTime = at;
    if (playing && media.paused) media.play().catch(() => {});
  }

  function clock(seconds) {
    const whole = Math.max(0, seconds);
    return `${Math.floor(whole / 60)}:${(whole % 60).toFixed(2).padStart(5, "0")}`;
  }

  function draw() {
    seek.value = now * 1000;
    seek.setAttribute("aria-valuetext", clock(now));
    shown.textContent = clock(now);
    const x = (1000 * (now - first)) / span;
    for (const head of heads) head.setAttribute("d", `M${x} 0V44`);
  }

  function frame(time) {
    if (!playing) return;
    now += (time - before) / 1000;
    before = time;
    if (now >= to) { now = to; set(false); }
    for (const clip of clips) put(clip, false);
    draw();
    if (playing) requestAnimationFrame(frame);
  }

  function set(on) {
    playing = on;
    toggle.firstChild.textContent = `${on ? part.dataset.pause : part.dataset.play} `;
    if (!on) { for (const { media } of clips) media.pause(); return; }
    if (now >= to) now = from;
    before = performance.now();
    requestAnimationFrame(frame);
  }

  function move(seconds) {
    now = Math.min(to, Math.max(from, seconds));
    for (const clip of clips) put(clip, true);
    draw();
  }

  toggle.addEventListener("click", () => set(!playing));
  seek.addEventListener("input", () => move(Number(seek.value) / 1000));
  for (const clip of clips) clip.media.addEventListener("loadedmetadata", () => put(clip, true));

  // One sound at a time, or none.
  const voices = [...part.querySelectorAll("input[name=hear]")];
  const hear = () => {
    const chosen = voices.find((voice) => voice.checked).value;
    if (chosen) lastHeard = chosen;
    for (const { media } of clips) media.muted = media.dataset.letter !== chosen;
  };
  for (const voice of voices) {
    voice.checked = voice.value === "";
    voice.addEventListener("change", hear);
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      set(false);
      voices[0].checked = true;
      hear();
      return;
    }
    if (event.target.matches("input[type=text], input[type=search], textarea, select, button, a, summary")) return;
    if (event.code === "Space" && !event.target.matches("input[type=checkbox], input[type=radio]")) {
      set(!playing);
      event.preventDefault();
    } else if (event.code === "Comma" || event.code === "Period") {
      set(false);
      move(now + (event.code === "Comma" ? -0.04 : 0.04));
    } else if (event.code === "KeyM") {
      const silent = voices[0].checked;
      const wanted = silent ? voices.find((one) => one.value === lastHeard && one.value) ?? voices[1] : voices[0];
      if (wanted) wanted.checked = true;
      hear();
    }
  });
  move(from);
}
