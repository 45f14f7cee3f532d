import { callApi } from "../api/client.ts";
import { clearStoredState } from "../hooks/use-stored-state.ts";

/**
 * The session of a sign-in link. It is stored in the tab only: closing the tab or signing out deletes it.
 */
export interface LinkSession {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly registrations: readonly string[];
  readonly delegations: readonly string[];
}

const sessionStorageKey = "palais.session";

/** Replaces the previous session of this tab, which is signed out. */
export function saveSession(session: LinkSession): void {
  reportSignOut(findSession());
  sessionStorage.setItem(sessionStorageKey, JSON.stringify(session));
}

/** The session of this tab, if it has not expired. */
export function findSession(now = new Date().toISOString()): LinkSession | undefined {
  const session = JSON.parse(sessionStorage.getItem(sessionStorageKey) ?? "null") as LinkSession | null;
  if (!session) return undefined;
  if (session.expiresAt > now) return session;
  sessionStorage.removeItem(sessionStorageKey);
  return undefined;
}

/** Deletes the session on this device at once and revokes it on the server. Without a network it expires. */
export function endSession(): void {
  const session = findSession();
  sessionStorage.removeItem(sessionStorageKey);
  clearStoredState();
  reportSignOut(session);
}

function reportSignOut(session: LinkSession | undefined): void {
  if (session) callApi("signOut", { body: { accessToken: session.accessToken } }).catch(() => undefined);
}
