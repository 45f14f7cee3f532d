import { callApi } from "../api/client.ts";
import { cancelEndOfSession, clearPersonalData, startEndOfSession } from "../storage/stored-data.ts";

/**
 * The session of a sign-in link. It is stored in the tab only: closing the tab or signing out deletes it.
 */
export interface LinkSession {
  readonly conferenceId: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly registrations: readonly string[];
  readonly delegations: readonly string[];
}

const sessionStorageKey = "palais.session";
/** The conference of a session of this tab that is over. */
const endedStorageKey = "palais.ended-session";
/** The page that requested the link, on this device, because the link opens in another tab. */
const returnStorageKey = "palais.return";

/** Replaces the previous session of this tab, which is signed out. */
export function saveSession(session: LinkSession): void {
  reportSignOut(findSession());
  sessionStorage.removeItem(endedStorageKey);
  cancelEndOfSession();
  sessionStorage.setItem(sessionStorageKey, JSON.stringify(session));
}

/** The session of this tab, if it has not expired. */
export function findSession(now = new Date().toISOString()): LinkSession | undefined {
  const session = JSON.parse(sessionStorage.getItem(sessionStorageKey) ?? "null") as LinkSession | null;
  if (!session) return undefined;
  if (session.expiresAt > now) return session;
  expireSession(session);
  return undefined;
}

/** Deletes a session that the server does not accept any more, and its badges. Form input stays for an hour. */
export function expireSession({ conferenceId }: LinkSession): void {
  sessionStorage.removeItem(sessionStorageKey);
  sessionStorage.setItem(endedStorageKey, conferenceId);
  startEndOfSession();
}

/** The conference of the session of this tab that is over, if there was one since the last sign-in. */
export const findEndedConference = (): string | undefined => sessionStorage.getItem(endedStorageKey) ?? undefined;

/** Stores the path of the page that a sign-in by the requested link leads to. It contains no personal data. */
export const saveReturnPath = (path: string): void => localStorage.setItem(returnStorageKey, path);

/** The stored path, which is removed. */
export function takeReturnPath(): string | undefined {
  const path = localStorage.getItem(returnStorageKey) ?? undefined;
  localStorage.removeItem(returnStorageKey);
  return path;
}

/** Deletes the session on this device at once and revokes it on the server. Without a network it expires. */
export function endSession(): void {
  const session = findSession();
  for (const name of [sessionStorageKey, endedStorageKey]) sessionStorage.removeItem(name);
  localStorage.removeItem(returnStorageKey);
  clearPersonalData();
  reportSignOut(session);
}

function reportSignOut(session: LinkSession | undefined): void {
  if (session) callApi("signOut", { body: { accessToken: session.accessToken } }).catch(() => undefined);
}
