import { truncateText } from "./text-rules.ts";

/** A text as the name of a sheet, which has at most 31 characters, and must not contain some of them. */
export const toSheetName = (text: string): string => truncateText(text.replace(/[\\/?*[\]:']/g, " "), 31);
