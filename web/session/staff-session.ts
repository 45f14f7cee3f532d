import { refresh, type Tokens } from "./cognito.ts";

/** A member of staff in this tab; closing it, or signing out, leaves nothing on the machine. */
export interface StaffSession {
  readonly email: string;
  readonly groups: readonly string[];
  readonly idToken: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

const place = "palais.staff";

/** So long before its end a token is renewed, in ms. */
const margin = 300_000;

interface Claims {
  readonly email?: string;
  readonly exp?: number;
  readonly "cognito:groups"?: readonly string[];
}

/** What the token says of its owner; the API checks it, the page only shows it. */
function claimsOf(token: string): Claims {
  const [, payload = ""] = token.split(".");
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}

const sessionOf = ({ idToken }: Tokens): StaffSession => {
  const { email = "", exp = 0, "cognito:groups": groups = [] } = claimsOf(idToken);
  return { email, groups, idToken, expiresAt: exp * 1_000 };
};

export function keepTokens(tokens: Tokens): StaffSession {
  sessionStorage.setItem(place, JSON.stringify(tokens));
  return sessionOf(tokens);
}

/** The member of staff of this tab, while the token lasts. */
export function readStaff(): StaffSession | undefined {
  const tokens = JSON.parse(sessionStorage.getItem(place) ?? "null") as Tokens | null;
  const session = tokens && sessionOf(tokens);
  return session && session.expiresAt > Date.now() ? session : undefined;
}

/** A token that is good for some time yet; none if the person has to sign in again. */
export async function freshToken(): Promise<string | undefined> {
  const tokens = JSON.parse(sessionStorage.getItem(place) ?? "null") as Tokens | null;
  if (!tokens) return undefined;
  const { expiresAt, idToken } = sessionOf(tokens);
  if (expiresAt - Date.now() > margin) return idToken;
  try {
    const renewed = await refresh(tokens);
    return keepTokens(renewed).idToken;
  } catch {
    return expiresAt > Date.now() ? idToken : undefined;
  }
}

export function endStaff(): void {
  sessionStorage.removeItem(place);
}
