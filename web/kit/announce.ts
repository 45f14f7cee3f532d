let region: HTMLElement | undefined;

/** Says something to whoever listens rather than looks, without moving the focus. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement("div");
    region.className = "hidden-visually";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  // The same sentence twice is said twice.
  region.textContent = region.textContent === text ? `${text} ` : text;
}
