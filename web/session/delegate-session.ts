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

export function keepSession(session: Session): void {
  sessionStorage.setItem(place, JSON.stringify(session));
}

/** The session of this tab, while it lasts. */
export function readSession(now = new Date().toISOString()): Session | undefined {
  const session = JSON.parse(sessionStorage.getItem(place) ?? "null") as Session | null;
  if (!session) return undefined;
  if (session.expiresAt > now) return session;
  endSession();
  return undefined;
}

export function endSession(): void {
  sessionStorage.removeItem(place);
}
