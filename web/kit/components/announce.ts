let liveRegion: HTMLElement | undefined;

/** The time until screen readers notice a live region that was just inserted, in ms. */
const regionSettleMs = 100;

function createLiveRegion(): HTMLElement {
  const region = document.createElement("div");
  region.className = "hidden-visually";
  region.setAttribute("role", "status");
  return region;
}

/** Announces a text to screen readers without moving the focus. */
export function announce(text: string): void {
  // After the next rendering: a dialog that closes with the announced action would take the region with it.
  setTimeout(() => {
    liveRegion ??= createLiveRegion();
    const region = liveRegion;
    // While a dialog is open, screen readers ignore everything outside it.
    const container = document.querySelector("dialog[open]") ?? document.body;
    const isNew = region.parentElement !== container;
    if (isNew) {
      region.textContent = "";
      container.append(region);
    }
    // A changed text is announced again, also if the sentence is the same.
    const fill = () => (region.textContent = region.textContent === text ? `${text} ` : text);
    if (isNew) setTimeout(fill, regionSettleMs);
    else fill();
  });
}
