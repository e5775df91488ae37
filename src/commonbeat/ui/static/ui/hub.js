/* The Hub's pages: the live meeting, picking by typing, a note that vanishes. All work without. */
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const by_id = (id) => document.getElementById(id);

/* Asks whether anything changed: quickly while looked at, else slowly. `lost` hears for how long there was no answer. */
function watch(url, stamp, changed, lost) {
  let fails = 0, timer, asking = false, heard_at = performance.now(), made_at = heard_at;
  const pause = () => (document.hidden ? 5000 : fails ? Math.min(400 * 2 ** fails, 15000) : 400);
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, pause() * (0.8 + 0.4 * Math.random())); };
  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(url, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout?.(8000) });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.text();
      // Time alone changes things, too: a visit becomes late, a term ends.
      if (now !== stamp || performance.now() - made_at > 3e5) { await changed(now); stamp = now; made_at = performance.now(); }
      fails = 0;
      heard_at = performance.now();
    } catch { fails += 1; }
    asking = false;
    lost(fails && performance.now() - heard_at);
    later();
  }
  const at_once = () => { clearTimeout(timer); ask(); };
  document.addEventListener("visibilitychange", at_once);
  addEventListener("online", at_once);
  later();
}

/* Swaps what changed; focus and half-typed answers stay. */
const live = by_id("live");
const shown = new Map();
const plain = (html) => html.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
const regions = (root) => all("[data-region]", root);
const is_changed = (field) => field.type === "checkbox" || field.type === "radio"
  ? field.checked !== field.defaultChecked
  : field.options ? [...field.options].some((o) => o.selected !== o.defaultSelected)
  : field.type !== "hidden" && field.value !== field.defaultValue;

function remember(region, sent) {
  const typed = all("input[id], select[id], textarea[id]", region).filter((f) => f.form !== sent && is_changed(f)).map((f) => [f.id, f.value, f.checked]);
  const open = all("details[id]", region).filter((d) => d.open).map((d) => d.id);
  const at = document.activeElement;
  const is_inside = region.contains(at);
  return { typed, open, is_inside, at: is_inside ? at.id : "", from: at.selectionStart, to: at.selectionEnd };
}
function restore(region, kept) {
  for (const [id, value, checked] of kept.typed) {
    const field = by_id(id);
    if (!field) continue;
    if ("checked" in field && /checkbox|radio/.test(field.type)) field.checked = checked;
    else field.value = value;
  }
  for (const id of kept.open) { const part = by_id(id); if (part) part.open = true; }
  if (!kept.is_inside) return;
  const at = (kept.at && by_id(kept.at)) || one("[data-next]", region) || one("h2, h3", region);
  if (!at) return;
  if (/^H\d/.test(at.tagName)) at.tabIndex = -1;
  at.focus({ preventScroll: true });
  if (kept.from != null && at.setSelectionRange && at.type !== "checkbox") {
    try { at.setSelectionRange(kept.from, kept.to); } catch { /* no caret */ }
  }
}
function swap(html, sent) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("live");
  if (!fresh) { location.reload(); return; }
  const is_other = one("#now", fresh)?.textContent !== one("#now")?.textContent;
  for (const region of regions(live)) {
    // Why a press was refused stays to be read until one's next press.
    if (region.dataset.region === "trouble" && sent === undefined) continue;
    const next = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
    const source = plain(next.innerHTML);
    if (shown.get(region.dataset.region) === source) continue;
    shown.set(region.dataset.region, source);
    const kept = remember(region, sent);
    if (is_other && region.dataset.region === "now") kept.typed = kept.open = []; // ticked for another situation
    region.replaceChildren(...next.childNodes);
    restore(region, kept);
  }
  Object.assign(live.dataset, { now: fresh.dataset.now, stamp: fresh.dataset.stamp });
  skew = Date.now() - Date.parse(live.dataset.now);
  const said = by_id("live-said"), headline = fresh.dataset.said;
  if (said.textContent !== headline) said.textContent = headline;
  if (!sent && is_other) changed_at = performance.now();
  tick();
}
let skew = 0, changed_at = -1e4;
const two = (n) => String(n).padStart(2, "0");
function tick() {
  for (const clock of all("[data-since]")) {
    const spent = Math.max(0, Math.floor((Date.now() - skew - Date.parse(clock.dataset.since)) / 1000));
    const over = spent >= clock.dataset.minutes * 60;
    clock.firstElementChild.textContent = `${Math.floor(spent / 60)}:${two(spent % 60)}`;
    clock.lastElementChild.textContent = over ? clock.dataset.over : clock.dataset.of;
    clock.classList.toggle("over", over);
  }
}
let sending = Promise.resolve();
async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  const to = button?.getAttribute("formaction") || form.action;
  const answer = await fetch(to, { method: "POST", body, headers: { "HX-Request": "true" }, signal: AbortSignal.timeout?.(20000) });
  const away = answer.headers.get("HX-Redirect");
  if (away) { location.assign(away); return; }
  if (answer.status >= 500) throw new Error(answer.status);
  if (![200, 409, 422].includes(answer.status)) { location.reload(); return; }
  swap(await answer.text(), answer.ok ? form : null);
}
/* What one pressed oneself is shown by the answer to the press: nothing came under the finger. */
async function fetch_part() {
  const own = sending;
  await own;
  const answer = await fetch(live.dataset.part, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout?.(20000) });
  if (answer.status >= 500) throw new Error(answer.status); // a page of the wall comes back by itself
  if (!answer.ok || answer.headers.get("HX-Redirect")) { location.reload(); return; }
  const html = await answer.text();
  if (sending === own) swap(html);
  else await fetch_part();
}
if (live) {
  for (const region of regions(live)) shown.set(region.dataset.region, plain(region.innerHTML));
  skew = Date.now() - Date.parse(live.dataset.now);
  const gone = by_id("live-lost"), unsent = by_id("live-unsent");
  watch(live.dataset.stamps, live.dataset.stamp, fetch_part, (ms) => { gone.hidden = ms < 5000; });
  tick();
  setInterval(tick, 1000);
  live.addEventListener("submit", (event) => {
    if (event.target.dataset.whole !== undefined) return;
    event.preventDefault();
    // A button that has just come under the finger was not meant.
    if (live.dataset.busy || performance.now() - changed_at < 500) return;
    live.dataset.busy = "1";
    unsent.hidden = true;
    sending = send(event.target, event.submitter).catch(() => { unsent.hidden = false; }).finally(() => { delete live.dataset.busy; });
  });
}

/* Pressed twice is sent once: the second answer would only say that it is done already. */
const sent_at = new WeakMap();
addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (performance.now() - sent_at.get(event.target) < 3000) event.preventDefault();
  else sent_at.set(event.target, performance.now());
});

/* A note goes the moment one may not read it any more. */
const note = by_id("note");
if (note) {
  const blank = () => { if (note.isConnected) note.remove(); by_id("note-gone").hidden = false; by_id("note-gone").focus(); };
  const still = async () => {
    const answer = await fetch(note.dataset.standing, { cache: "no-store", signal: AbortSignal.timeout?.(8000) });
    if (answer.status !== 204) blank();
  };
  watch(note.dataset.stamps, note.dataset.stamp, () => still().catch(blank), (ms) => { if (ms > 12000) blank(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { blank(); location.reload(); } });
}

/* Picking factors: type a few letters, Enter takes the marked one. */
const text_of = (box) => box.parentElement.textContent.trim();
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const pick of all("[data-none]")) {
  const find = one("input[type=search]", pick), said = one(".pick-said", pick);
  const chosen = one(".pick-chosen", pick), say = pick.dataset;
  const groups = all(".pick-groups details", pick), whole = one(".pick-all", pick), boxes = all("[type=checkbox]", pick);
  const opened = groups.map((group) => group.open);
  const words = boxes.map((box) => bare(`${one("summary", box.closest("details")).textContent} ${text_of(box)}`));
  let first = 0, found = [];
  one(".pick-find button", pick).hidden = true;
  if (!opened.includes(true)) whole.open = false;
  let unfolded = whole.open;
  const named = (on, off) => (found[first].checked ? on : off).replace("{}", text_of(found[first]));
  function mark() {
    for (const box of boxes) box.parentElement.classList.remove("first");
    if (!find.value.trim()) { said.textContent = ""; return; }
    if (!found.length) { said.textContent = say.none; return; }
    const label = found[first].parentElement;
    label.classList.add("first");
    label.scrollIntoView({ block: "nearest" });
    said.textContent = named(say.drop, say.take);
  }
  function narrow() {
    const wanted = bare(find.value).split(/\s+/).filter(Boolean);
    if (!one(".finding", pick)) unfolded = whole.open;
    whole.open = unfolded || wanted.length > 0;
    found = boxes.filter((_box, n) => wanted.every((word) => words[n].includes(word)));
    first = 0;
    for (const box of boxes) box.parentElement.hidden = !found.includes(box);
    groups.forEach((group, n) => {
      const any = found.some((box) => group.contains(box));
      group.hidden = !any;
      group.open = wanted.length ? any : opened[n];
    });
    one(".pick-groups", pick).classList.toggle("finding", wanted.length > 0);
    mark();
  }
  function count() {
    for (const group of groups) one(".pick-n", group).textContent = all(":checked", group).length || "";
    chosen.replaceChildren(...boxes.filter((box) => box.checked).map((box) => {
      const item = document.createElement("li"), button = document.createElement("button");
      Object.assign(button, { type: "button", className: "chip", title: say.out, textContent: `${text_of(box)} ×` });
      button.addEventListener("click", () => { box.checked = false; count(); find.focus(); });
      item.append(button);
      return item;
    }));
  }
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length && find.value.trim()) { first = (first + step + found.length) % found.length; mark(); event.preventDefault(); }
    if (event.key === "Escape") { find.value = ""; narrow(); }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!find.value.trim() || !found.length) return;
    found[first].checked = !found[first].checked;
    const done = named(say.taken, say.dropped);
    find.value = "";
    narrow();
    count();
    said.textContent = done;
  });
  pick.addEventListener("change", count);
  addEventListener("pageshow", count); // boxes that the browser ticked again
  count();
}
