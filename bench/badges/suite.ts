import type { Suite } from "../support/suite.ts";
import { measurePrinting } from "./print.ts";

/** What it costs to print a conference's badges. */
export const suite: Suite = { print: measurePrinting };
