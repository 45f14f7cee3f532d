import { useMemo } from "preact/hooks";
import { call, callForFile, Refused } from "../api/client.ts";
import { freshToken } from "../session/staff-session.ts";
import type { Ask, FetchFile } from "./office.ts";

/** Calls with a token that is good for some time yet; whoever has none any more is asked to sign in again. */
export function useAsk(language: string, signOut: () => void): { readonly ask: Ask; readonly fetchFile: FetchFile } {
  return useMemo(
    () => ({
      ask: (id, options) => withToken(signOut, (token) => call(id, { ...options, language, token })),
      fetchFile: (id, options) => withToken(signOut, (token) => callForFile(id, { ...options, language, token })),
    }),
    [language],
  );
}

async function withToken<T>(signOut: () => void, send: (token: string | undefined) => Promise<T>): Promise<T> {
  const token = await freshToken();
  if (token === undefined) signOut();
  try {
    return await send(token);
  } catch (error) {
    if (error instanceof Refused && error.problem.code === "not-signed-in") signOut();
    throw error;
  }
}
