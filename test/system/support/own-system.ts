import { afterAll, beforeAll } from "vitest";
import type { LocalSystem } from "../../../local/system.ts";
import { describeSystem, endTestSystem, startTestSystem } from "./setup.ts";
import { useSystem } from "./system.ts";

/** Gives the tests of a file a system of their own, because they would delay those of all others. */
export function startOwnSystem(): void {
  let system: LocalSystem | undefined;
  beforeAll(async () => {
    system = await startTestSystem();
    useSystem(describeSystem(system));
  });
  afterAll(async () => {
    useSystem(undefined);
    if (system) await endTestSystem(system);
  });
}
