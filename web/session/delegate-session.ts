import { call } from "../api/client.ts";
import { forgetKept } from "../kit/use-kept.ts";

/**
 * What a mailed link opened. It lives in the tab alone: closing it, or signing out, leaves nothing on the machine.
 */
export interface Session {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly registrations: readonly string[];
  readonly delegations: readonly string[];
}

const place = "palais.session";

/** The one before in this tab is over: a new link takes its place. */
export function keepSession(session: Session): void {
  tellEnd(readSession());
  sessionStorage.setItem(place, JSON.stringify(session));
}

/** The session of this tab, while it lasts. */
export function readSession(now = new Date().toISOString()): Session | undefined {
  const session = JSON.parse(sessionStorage.getItem(place) ?? "null") as Session | null;
  if (!session) return undefined;
  if (session.expiresAt > now) return session;
  sessionStorage.removeItem(place);
  return undefined;
}

/** Takes the session off this machine at once, and tells the server; without a network it ends by its own time. */
export function endSession(): void {
  const session = readSession();
  sessionStorage.removeItem(place);
  forgetKept();
  tellEnd(session);
}

function tellEnd(session: Session | undefined): void {
  if (session) call("signOut", { body: { accessToken: session.accessToken } }).catch(() => undefined);
}
