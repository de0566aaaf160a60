// The form of an observation. What is sent waits in a list on this device until the
// server has it, so that nothing is lost without a connection; the key that the device
// makes up lets the server keep it once, however often it arrives.

const QUEUE = "sabaq-observations";
const WHO = "sabaq-observer";
// What is half written is kept for this tab alone, and what was written in it without a
// name is shown in it alone: devices are shared.
const DRAFT = "sabaq-observation-draft";
const OWN = "sabaq-observations-of-this-tab";
const AGAIN = 20000;

const form = document.querySelector("[data-observe]");
const words = form.dataset;
const said = document.querySelector("[data-said]");
const panel = document.querySelector("[data-queue]");
const list = panel.querySelector("[data-items]");
const row = document.querySelector("[data-row]");
const button = form.querySelector(".send button");
// What a device that refuses to store has to hold in memory.
const memory = {};
let running = false;
let timer = 0;

const store = (name) => (name === DRAFT || name === OWN ? sessionStorage : localStorage);

function read(name, otherwise) {
  try {
    return JSON.parse(store(name).getItem(name)) ?? memory[name] ?? otherwise;
  } catch {
    return memory[name] ?? otherwise;
  }
}

function write(name, value) {
  memory[name] = value;
  try {
    store(name).setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function forget(name) {
  delete memory[name];
  try {
    store(name).removeItem(name);
  } catch {
    // Nothing was stored either.
  }
}

// Who is signed in; until the server has said so, who was here last.
let present = read(WHO, "");

const queue = () => read(QUEUE, []);

function update(key, change) {
  write(
    QUEUE,
    queue().flatMap((item) => (item.key === key ? change(item) : [item])),
  );
  show();
}

// `crypto.randomUUID` is only there on secure pages.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The kept form stands in for whichever page was asked for.
function target() {
  if (!words.kept || location.pathname === words.kept) return form.getAttribute("action");
  return location.pathname;
}

function isInvited() {
  return target() !== words.scope;
}

function fieldsOf() {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  delete fields.key;
  return fields;
}

function fill(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (!field) continue;
    if (name === "place" && value && ![...field.options].some((o) => o.value === value)) {
      field.add(new Option(words.place, value));
    }
    field.value = value;
  }
}

// Says at each field what it lacks, as the server does, and leads to the first one.
function complain(faults) {
  for (const error of form.querySelectorAll(".field > .error")) {
    const described = form.querySelector(`[aria-describedby="${error.id}"]`);
    described?.removeAttribute("aria-describedby");
    error.remove();
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
  }
  for (const [name, text] of faults) {
    const controls = form.querySelectorAll(`[name=${name}]`);
    const field = controls[0].closest(".field");
    const error = document.createElement("div");
    error.className = "error";
    error.id = `id_${name}_error`;
    error.textContent = text;
    field.querySelector("legend, label").after(error);
    const isGroup = field.matches("fieldset");
    (isGroup ? field : controls[0]).setAttribute("aria-describedby", error.id);
    // A radio button cannot be invalid, only its group.
    if (!isGroup) controls[0].setAttribute("aria-invalid", "true");
  }
  if (faults.length) form.querySelector(`[name=${faults[0][0]}]`).focus();
}

function isOfAnother(item) {
  return Boolean(item.owner) && item.owner !== present;
}

// The words of somebody else are not shown on a device that both use.
function wordsOf(item) {
  const isOwn = item.owner ? !isOfAnother(item) : read(OWN, []).includes(item.key);
  return isOwn ? item.fields.text.slice(0, 140) : words.hidden;
}

function show() {
  const items = queue();
  panel.hidden = !items.length;
  list.replaceChildren(
    ...items.map((item) => {
      const element = row.content.firstElementChild.cloneNode(true);
      element.querySelector("bdi").textContent = wordsOf(item);
      element.querySelector("[data-state]").textContent = item.state || words.waiting;
      element.querySelector("[data-change]").addEventListener("click", () => {
        fill(item.fields);
        update(item.key, () => []);
        form.elements.text.focus();
      });
      element.querySelector("[data-change]").hidden = isOfAnother(item);
      element.querySelector("[data-delete]").addEventListener("click", () => {
        update(item.key, () => []);
      });
      return element;
    }),
  );
  clearTimeout(timer);
  if (items.some((item) => !item.refused)) timer = setTimeout(send, AGAIN);
}

async function session() {
  const response = await fetch(words.session, { cache: "no-store" });
  if (!response.ok) throw new Error(response.status);
  const told = await response.json();
  document.querySelector("[data-offline]")?.remove();
  present = told.who;
  if (told.who) write(WHO, told.who);
  return told;
}

// Tells in words why an observation cannot be sent now, or nothing.
function obstacle(item, told) {
  if (item.target !== words.scope) return "";
  if (!told.signed_in) return words.signIn;
  return item.owner && item.owner !== told.who ? words.other : "";
}

async function post(item, told) {
  const data = new FormData();
  for (const [name, value] of Object.entries(item.fields)) data.append(name, value);
  data.append("key", item.key);
  const response = await fetch(item.target, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json", "X-CSRFToken": told.token },
  });
  const type = response.headers.get("Content-Type") || "";
  return [response.status, type.includes("json") ? await response.json() : {}];
}

async function send() {
  if (running) return;
  running = true;
  try {
    for (const { key } of queue().filter((item) => !item.refused)) {
      const told = await session();
      const item = queue().find((other) => other.key === key);
      if (item) await sendOne(item, told);
    }
  } catch {
    // No connection: everything stays in the list and is tried again.
    for (const item of queue()) delete item.state;
  } finally {
    running = false;
    show();
  }
}

async function sendOne(item, told) {
  const hindrance = obstacle(item, told);
  if (hindrance) {
    update(item.key, (same) => [{ ...same, state: hindrance }]);
    return;
  }
  update(item.key, (same) => [{ ...same, state: words.sending }]);
  let status, answer;
  try {
    [status, answer] = await post(item, told);
  } catch (error) {
    update(item.key, (same) => [{ ...same, state: "" }]);
    throw error;
  }
  if (status === 200) {
    update(item.key, () => []);
    said.innerHTML = answer.html;
    said.scrollIntoView({ block: "nearest" });
  } else if ([400, 404, 410].includes(status)) {
    // It will not be taken as it is: a person has to change or delete it.
    const state = answer.message || words.failed;
    update(item.key, (same) => [{ ...same, state, refused: true }]);
  } else {
    update(item.key, (same) => [{ ...same, state: answer.message || words.failed }]);
  }
}

function missing(fields) {
  const needsSignature =
    fields.naming === "role" || (fields.naming === "name" && isInvited());
  const faults = [];
  if (!fields.text?.trim()) faults.push(["text", words.noText]);
  if (!fields.tone) faults.push(["tone", words.noTone]);
  if (!fields.naming) faults.push(["naming", words.noNaming]);
  if (needsSignature && !fields.shown_as?.trim()) {
    const text = fields.naming === "role" ? words.noRole : words.noName;
    faults.push(["shown_as", text]);
  }
  return faults;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = fieldsOf();
  const faults = missing(fields);
  complain(faults);
  if (faults.length) return;
  // Whose it is matters on a shared device, but never for what has no name.
  const owner = fields.naming === "none" || isInvited() ? "" : read(WHO, "");
  const item = { key: newKey(), target: target(), fields, owner };
  write(OWN, [...read(OWN, []), item.key]);
  const isKept = write(QUEUE, [...queue(), item]);
  said.textContent = isKept ? words.keptHere : words.full;
  forget(DRAFT);
  form.elements.text.value = "";
  form.elements.shown_as.value = "";
  for (const radio of form.querySelectorAll("[type=radio]")) radio.checked = false;
  show();
  send();
});

form.addEventListener("input", () => {
  write(DRAFT, { target: target(), owner: present, fields: fieldsOf() });
});
panel.querySelector("[data-send-now]").addEventListener("click", send);
window.addEventListener("online", () => {
  session()
    .catch(() => {})
    .finally(send);
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && queue().length) send();
});

function resume() {
  const draft = read(DRAFT);
  if (draft?.target !== target() || draft.owner !== present) return;
  if (form.elements.text.value) return;
  // The link says where it was; the draft says the rest.
  const named = new URLSearchParams(location.search).get("place");
  fill(named ? { ...draft.fields, place: named } : draft.fields);
}

if (words.kept) fill(Object.fromEntries(new URLSearchParams(location.search)));
if (words.kept && isInvited()) {
  document.querySelector("[data-place-field]").hidden = true;
  form.classList.add("observe--invited");
}
button.disabled = false;
show();
// Who is signed in is asked first; without a connection it is who was here last.
session()
  .catch(() => {})
  .finally(() => {
    resume();
    show();
    send();
  });
// A receipt is not left for whoever goes back to this page.
window.addEventListener("pagehide", () => said.replaceChildren());
navigator.serviceWorker
  ?.register(words.worker, { scope: words.scope })
  .catch((error) => console.warn(error.message));
