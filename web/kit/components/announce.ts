let liveRegion: HTMLElement | undefined;

/** The time until screen readers notice a live region that was just inserted, in ms. */
const regionSettleMs = 100;

function createLiveRegion(): HTMLElement {
  const region = document.createElement("div");
  region.className = "hidden-visually";
  region.setAttribute("role", "status");
  return region;
}

/** When the region is noticed (`performance.now()`), and the text that it gets then at the latest. */
let settledAt = 0;
let latest = "";

/** Announces a text to screen readers without moving the focus. Of texts before the region is noticed, the last counts. */
export function announce(text: string): void {
  // After the next rendering: a dialog that closes with the announced action would take the region with it.
  setTimeout(() => {
    liveRegion ??= createLiveRegion();
    const region = liveRegion;
    // While a dialog is open, screen readers ignore everything outside it.
    const container = document.querySelector("dialog[open]") ?? document.body;
    if (region.parentElement !== container) {
      region.textContent = "";
      container.append(region);
      settledAt = performance.now() + regionSettleMs;
    }
    latest = text;
    const fill = () => {
      // A changed text is announced again, also if the sentence is the same.
      if (latest === text) region.textContent = region.textContent === text ? `${text} ` : text;
    };
    const wait = settledAt - performance.now();
    if (wait > 0) setTimeout(fill, wait);
    else fill();
  });
}
