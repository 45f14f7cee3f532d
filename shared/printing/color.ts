import { formatPdfNumber } from "./pdf/pdf-writer.ts";

/** Red, green and blue of `#rrggbb`, each from 0 to 1. */
function parseChannels(colour: string): [red: number, green: number, blue: number] {
  const parseAt = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return [parseAt(1), parseAt(3), parseAt(5)];
}

/** The PDF operator that sets the fill colour, `#rrggbb`. */
export const toFillColourOperator = (colour: string) => `${parseChannels(colour).map(formatPdfNumber).join(" ")} rg`;

/** Black or white, whichever has the higher contrast with the colour (WCAG 2.2): at least 4.5 to 1. */
export function chooseLegibleColour(colour: string): "#000000" | "#ffffff" {
  const [red = 0, green = 0, blue = 0] = parseChannels(colour).map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
}
