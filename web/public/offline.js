/*
 * Makes the delegate page available offline after the badge code was shown. It caches the page and its files, but no
 * personal data: API requests do not pass through this worker.
 */
const cacheName = "palais-pages-1";
const isPage = (path) => /^\/(?:en|fr|es|ar|zh|ru)?$/.test(path);
const isCacheable = (path) => path.startsWith("/assets/") || path === "/icon.svg";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The page was loaded before this worker was registered, so it sends the list of its files. */
self.addEventListener("message", (event) => event.waitUntil(cachePageFiles(event.data.filter(isCacheable))));

async function cachePageFiles(names) {
  const cache = await caches.open(cacheName);
  // `addAll` rejects duplicate names.
  await cache.addAll([...new Set(["/", "/icon.svg", ...names])]);
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (isCacheable(pathname)) event.respondWith(readFromCache(event.request));
  else if (event.request.mode === "navigate" && isPage(pathname)) event.respondWith(readFromNetwork(event.request));
});

/** File names contain a digest of the content, so a cached copy never expires. */
async function readFromCache(request) {
  const cache = await caches.open(cacheName);
  const copy = await cache.match(request);
  if (copy) return copy;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function readFromNetwork(request) {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put("/", answer.clone());
    return answer;
  } catch {
    return (await cache.match("/")) ?? Response.error();
  }
}
