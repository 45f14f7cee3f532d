/*
 * Makes the entry desk available offline as an installable app. It caches all files of the desk in advance, but no
 * personal data: API requests do not pass through this worker. The build fills in the file names.
 */
const files = [];
const cacheName = "palais-desk-VERSION";

self.addEventListener("install", (event) => event.waitUntil(cacheFiles()));
self.addEventListener("activate", (event) => event.waitUntil(activateWorker()));

async function cacheFiles() {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((name) => new Request(name, { cache: "no-cache" })));
}

/** Runs after all pages with the previous files are closed. */
async function activateWorker() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("palais-desk-") && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("message", (event) => event.data === "activate" && self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !files.includes(pathname)) return;
  event.respondWith(event.request.mode === "navigate" ? openDesk(pathname) : readFromCache(pathname));
});

/**
 * Serves the cached desk. If a newer version is fully cached and no other window is open, the newer worker activates
 * first, and the page is requested again.
 */
async function openDesk(pathname) {
  const windows = await self.clients.matchAll({ type: "window" });
  const { waiting } = self.registration;
  if (!waiting || windows.length > 1) return readFromCache(pathname);
  waiting.postMessage("activate");
  return new Response("", { headers: { refresh: "0" } });
}

async function readFromCache(pathname) {
  const cache = await caches.open(cacheName);
  return (await cache.match(pathname, { ignoreVary: true })) ?? fetch(pathname);
}
