import type { Suite } from "../support/suite.ts";
import { measureOffline } from "./offline.ts";
import { measureSizes } from "./sizes.ts";
import { measureUsable } from "./usable.ts";

/** What the pages weigh, and how soon one can use them, and the desk without a network. */
export const suite: Suite = { sizes: measureSizes, usable: measureUsable, offline: measureOffline };
