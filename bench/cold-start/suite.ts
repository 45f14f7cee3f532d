import type { Suite } from "../support/suite.ts";
import { measureImports } from "./imports.ts";

/** What a function costs before its first request. */
export const suite: Suite = { imports: measureImports };
