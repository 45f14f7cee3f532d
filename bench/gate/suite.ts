import type { Suite } from "../support/suite.ts";
import { measureScans } from "./scans.ts";
import { measureVerification } from "./verification.ts";

/** How fast a gate is, without the network and with it. */
export const suite: Suite = { verification: measureVerification, scans: measureScans };
