import { formatPdfNumber } from "./pdf/pdf-writer.ts";

/** Red, green and blue of `#rrggbb`, each from 0 to 1. */
function parseColourShares(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

/** The PDF operator that sets the fill colour, `#rrggbb`. */
export const toFillColourOperator = (colour: string) =>
  `${parseColourShares(colour).map(formatPdfNumber).join(" ")} rg`;
