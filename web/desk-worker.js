/*
 * Lets the entry desk open without a network, as an app of its own. It keeps the desk's own files, all of them before
 * they are needed, and nothing of anybody: what the API answers never passes through here. The build fills in the names.
 */
const files = [];
const store = "palais-desk-VERSION";

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function keepAll() {
  const cache = await caches.open(store);
  await cache.addAll(files.map((name) => new Request(name, { cache: "no-cache" })));
}

/** Not before the pages that were opened with the files of before are gone. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("palais-desk-") && name !== store);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !files.includes(pathname)) return;
  event.respondWith(event.request.mode === "navigate" ? openDesk(pathname) : fromStore(pathname));
});

/**
 * The desk opens as it is kept, at once. If a newer one has come meanwhile, whole, and no other window has the older one
 * open, that one takes over first, and the page is asked for again.
 */
async function openDesk(pathname) {
  const windows = await self.clients.matchAll({ type: "window" });
  const { waiting } = self.registration;
  if (!waiting || windows.length > 1) return fromStore(pathname);
  waiting.postMessage("take over");
  return new Response("", { headers: { refresh: "0" } });
}

async function fromStore(pathname) {
  const cache = await caches.open(store);
  return (await cache.match(pathname, { ignoreVary: true })) ?? fetch(pathname);
}
