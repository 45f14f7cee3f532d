import type { Suite } from "../support/suite.ts";
import { measureSizes } from "./sizes.ts";
import { measureUsable } from "./usable.ts";

/** What the pages weigh, and how soon one can use them. */
export const suite: Suite = { sizes: measureSizes, usable: measureUsable };
