import { parseChannels } from "./contrast.rules.ts";
import { formatPdfNumber } from "./pdf/pdf-writer.ts";

/** The PDF operator that sets the fill colour, `#rrggbb`. */
export const toFillColourOperator = (colour: string) => `${parseChannels(colour).map(formatPdfNumber).join(" ")} rg`;
