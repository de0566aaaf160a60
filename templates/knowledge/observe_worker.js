// Keeps the empty form of an observation on the device, and nothing else: no page of
// anybody who is signed in, and no answer of the server but these files.
const CACHE = "{{ cache|escapejs }}";
const PREFIX = "{{ prefix|escapejs }}";
const SHELL = "{{ shell|escapejs }}";
const FILES = {{ files|safe }};

addEventListener("install", (event) => {
  // Without cookies the form is nobody's.
  const nobodys = { credentials: "omit", cache: "reload" };
  const requests = [SHELL, ...FILES].map((path) => new Request(path, nobodys));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
  skipWaiting();
});

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(PREFIX) && name !== CACHE;
  const removed = caches
    .keys()
    .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
  event.waitUntil(removed.then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept(SHELL)));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((file) => file || fetch(request)));
  }
});

function kept(path) {
  return caches.open(CACHE).then((cache) => cache.match(path));
}
