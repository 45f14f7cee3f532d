/*
 * Lets the delegate's page open without a network, once its badge was shown. It keeps the page and its own files and
 * nothing of anybody: what the API answers never passes through here.
 */
const store = "palais-pages-1";
const isPage = (path) => /^\/(?:en|fr|es|ar|zh|ru)?$/.test(path);
const kept = (path) => path.startsWith("/assets/") || path === "/icon.svg";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The page that registered this came before it was here, so it says what it is made of. */
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.filter(kept))));

async function keep(names) {
  const cache = await caches.open(store);
  // The same name twice is an error.
  await cache.addAll([...new Set(["/", "/icon.svg", ...names])]);
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (kept(pathname)) event.respondWith(fromStore(event.request));
  else if (event.request.mode === "navigate" && isPage(pathname)) event.respondWith(fromNetwork(event.request));
});

/** Named by their content, so the copy is as good as the original. */
async function fromStore(request) {
  const cache = await caches.open(store);
  const copy = await cache.match(request);
  if (copy) return copy;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function fromNetwork(request) {
  const cache = await caches.open(store);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put("/", answer.clone());
    return answer;
  } catch {
    return (await cache.match("/")) ?? Response.error();
  }
}
