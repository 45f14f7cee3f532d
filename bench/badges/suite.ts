import type { Suite } from "../support/suite.ts";
import { measureHidden } from "./hidden.ts";
import { measureLists } from "./list.ts";
import { measurePrinting } from "./print.ts";

/** What it costs to print a conference's badges and lists, and how much of a badge's code may be hidden. */
export const suite: Suite = { print: measurePrinting, hidden: measureHidden, list: measureLists };
