// The archive's screen: sends each dropped file by a request of its own, shows how far
// it has come, and brings the details of the new documents in.

const AT_ONCE = 2;
const POLL = 2500;

const form = document.querySelector("[data-upload]");
const input = form.querySelector("input[type=file]");
const list = document.querySelector("#uploads");
const announcer = document.querySelector("#upload-status");
const row = document.querySelector("#upload-row");
const words = form.dataset;
const queue = [];
const reading = new Map();
let running = 0;
let sent = 0;
let total = 0;
let edited = false;

function say(text) {
  announcer.textContent = text;
}

function add(file, fault = "") {
  const item = row.content.firstElementChild.cloneNode(true);
  const upload = {
    file,
    item,
    bar: item.querySelector("progress"),
    state: item.querySelector("[data-state]"),
    again: item.querySelector("button"),
  };
  item.querySelector("bdi").textContent = file.name;
  upload.bar.setAttribute("aria-label", file.name);
  upload.again.addEventListener("click", () => {
    upload.again.hidden = true;
    enqueue(upload);
  });
  list.append(item);
  total += 1;
  const tooLarge = file.size > Number(words.maxSize) ? words.tooLarge : "";
  if (fault || tooLarge) fail(upload, fault || tooLarge);
  else enqueue(upload);
}

function enqueue(upload) {
  upload.state.textContent = words.waiting;
  upload.bar.hidden = false;
  upload.bar.value = 0;
  queue.push(upload);
  next();
}

function next() {
  while (running < AT_ONCE && queue.length) {
    running += 1;
    send(queue.shift());
  }
}

function send(upload) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("files", upload.file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) upload.bar.value = (100 * event.loaded) / event.total;
    upload.state.textContent = words.sending;
  });
  request.addEventListener("load", () => {
    const result = request.response?.files?.[0];
    if (!result) fail(upload, request.response?.message || words.broken, true);
    else if (result.status === "failed") fail(upload, result.message);
    else done(upload, result);
  });
  request.addEventListener("error", () => fail(upload, words.broken, true));
  request.addEventListener("loadend", () => {
    running -= 1;
    next();
    if (!running && !queue.length) finish();
  });
  request.send(data);
}

function fail(upload, message, mayTryAgain = false) {
  upload.bar.hidden = true;
  upload.item.classList.add("error");
  upload.state.textContent = message;
  upload.again.hidden = !mayTryAgain;
  say(`${upload.file.name}: ${message}`);
}

function done(upload, result) {
  sent += 1;
  upload.item.classList.remove("error");
  upload.bar.hidden = true;
  upload.state.textContent = result.message;
  const link = document.createElement("a");
  link.href = result.url;
  link.textContent = result.title;
  link.dir = "auto";
  upload.item.querySelector("bdi").replaceChildren(link);
  say(words.progress.replace("%(sent)s", sent).replace("%(total)s", total));
  if (result.waiting) follow(upload, result);
}

function follow(upload, result) {
  const badge = upload.item.querySelector(".badge");
  badge.hidden = false;
  badge.textContent = result.reading;
  reading.set(result.status_url, badge);
  if (reading.size === 1) setTimeout(poll, POLL);
}

async function poll() {
  for (const [address, badge] of [...reading]) {
    try {
      const response = await fetch(address);
      const state = await response.json();
      badge.textContent = state.message || state.label;
      if (state.waiting) continue;
    } catch {
      // Not reached, or signed out: the page tells when it is loaded again.
    }
    reading.delete(address);
    if (!reading.size) refresh();
  }
  if (reading.size) setTimeout(poll, POLL);
}

function finish() {
  say(words.finished.replace("%(sent)s", sent).replace("%(total)s", total));
  if (sent) refresh();
}

// What was typed and not saved must not be lost.
async function refresh() {
  const review = document.querySelector("#review");
  if (edited) {
    document.querySelector("#review-stale").hidden = false;
    return;
  }
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("#review");
  if (fresh && !edited) review.replaceWith(fresh);
  offerSuggestions();
}

function offerSuggestions() {
  for (const button of document.querySelectorAll("[data-fill]")) button.hidden = false;
}

function isFolder(item) {
  return item.webkitGetAsEntry?.()?.isDirectory ?? false;
}

function addChosen() {
  for (const file of input.files) add(file);
  input.value = "";
}

form.querySelector("button[type=submit]").hidden = true;
offerSuggestions();

input.addEventListener("change", addChosen);
// Files may have been chosen before this script arrived.
addChosen();

for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("drop--over");
  });
}
form.addEventListener("dragleave", () => form.classList.remove("drop--over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("drop--over");
  for (const item of event.dataTransfer.items) {
    if (item.kind !== "file") continue;
    const fault = isFolder(item) ? words.folder : "";
    add(item.getAsFile(), fault);
  }
});

document.addEventListener("input", (event) => {
  if (event.target.closest("#review")) edited = true;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fill);
  field.value = button.dataset.value;
  field.focus();
  edited = true;
  button.closest("p").hidden = true;
});
document.addEventListener("submit", (event) => {
  if (event.target.closest("#review")) edited = false;
});
window.addEventListener("beforeunload", (event) => {
  if (running || edited) event.preventDefault();
});
