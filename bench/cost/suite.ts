import type { Suite } from "../support/suite.ts";
import { measureCost } from "./section.ts";

/** What a conference costs. */
export const suite: Suite = { cost: measureCost };
