import type { Suite } from "../support/suite.ts";
import { measureFunctions } from "./functions.ts";
import { measureHttp } from "./http.ts";

/** Whether the answer to an address, or the time it takes, tells who is registered. */
export const suite: Suite = { functions: measureFunctions, http: measureHttp };
