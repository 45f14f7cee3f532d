import { useMemo } from "preact/hooks";
import { call, Refused } from "../api/client.ts";
import { freshToken } from "../session/staff-session.ts";
import type { Ask } from "./office.ts";

/** Calls with a token that is good for some time yet; whoever has none any more is asked to sign in again. */
export function useAsk(language: string, signOut: () => void): Ask {
  return useMemo<Ask>(
    () => async (id, options) => {
      const token = await freshToken();
      if (token === undefined) signOut();
      try {
        return await call(id, { ...options, language, token });
      } catch (error) {
        if (error instanceof Refused && error.problem.code === "not-signed-in") signOut();
        throw error;
      }
    },
    [language],
  );
}
