let region: HTMLElement | undefined;

/** So long a region that has just been put somewhere needs to be noticed, in ms. */
const noticed = 100;

/** Says something to whoever listens rather than looks, without moving the focus. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement("div");
    region.className = "hidden-visually";
    region.setAttribute("role", "status");
  }
  const said = region;
  // While a dialog is open, nothing outside it is heard.
  const place = document.querySelector("dialog[open]") ?? document.body;
  const isNew = said.parentElement !== place;
  if (isNew) {
    said.textContent = "";
    place.append(said);
  }
  // The same sentence twice is said twice.
  setTimeout(() => (said.textContent = said.textContent === text ? `${text} ` : text), isNew ? noticed : 0);
}
