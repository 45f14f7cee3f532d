/** From now on the desk opens without a network, as an app of its own; see `web/desk-worker.js`. */
export async function install(): Promise<void> {
  try {
    await navigator.serviceWorker?.register("/desk-worker.js", { scope: "/desk" });
    // Else a browser that is short of room may take the list away.
    await navigator.storage?.persist?.();
  } catch {
    // A browser that allows none reads badges as long as its tab is open.
  }
}
