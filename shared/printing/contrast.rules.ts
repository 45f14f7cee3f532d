/** Red, green and blue of `#rrggbb`, each from 0 to 1. */
export function parseChannels(colour: string): [red: number, green: number, blue: number] {
  const parseAt = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return [parseAt(1), parseAt(3), parseAt(5)];
}

/** The luminance of `#rrggbb` (WCAG 2.2), from 0 to 1. */
function measureLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parseChannels(colour).map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours (WCAG 2.2), from 1 to 21. */
export function measureContrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(measureLuminance).toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever has the higher contrast with the colour: at least 4.5 to 1. */
export const chooseLegibleColour = (colour: string): "#000000" | "#ffffff" =>
  measureContrast("#ffffff", colour) >= measureContrast("#000000", colour) ? "#ffffff" : "#000000";
