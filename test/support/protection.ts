import { afterAll, beforeAll } from "vitest";
import { createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { startTable, type TestTable } from "./table.ts";

/** The member of the secretariat who reads the protected names of a test. */
export const reader = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;

/** A member of the secretariat who reads no protected name. */
export const otherSecretariat = {
  kind: "staff",
  id: "other",
  email: "other@example.org",
  groups: ["secretariat"],
} as const;

/** A table for the tests of a file, and the handlers of the functions on it. */
export function useHandlers(): { readonly started: TestTable; readonly handlers: Handlers } {
  let started: TestTable;
  let handlers: Handlers;
  beforeAll(async () => {
    started = await startTable();
    handlers = createHandlers(openTable(started.endpoint, 4));
  });
  afterAll(() => started.stop());
  return {
    get started() {
      return started;
    },
    get handlers() {
      return handlers;
    },
  };
}
