let liveRegion: HTMLElement | undefined;

/** The time until screen readers notice a live region that was just inserted, in ms. */
const regionSettleMs = 100;

/** Announces a text to screen readers without moving the focus. */
export function announce(text: string): void {
  if (!liveRegion) {
    liveRegion = document.createElement("div");
    liveRegion.className = "hidden-visually";
    liveRegion.setAttribute("role", "status");
  }
  const region = liveRegion;
  // While a dialog is open, screen readers ignore everything outside it.
  const container = document.querySelector("dialog[open]") ?? document.body;
  const isNew = region.parentElement !== container;
  if (isNew) {
    region.textContent = "";
    container.append(region);
  }
  // A changed text is announced again, also if the sentence is the same.
  setTimeout(() => (region.textContent = region.textContent === text ? `${text} ` : text), isNew ? regionSettleMs : 0);
}
