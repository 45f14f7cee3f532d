import { call } from "../api/client.ts";
import { forgetKept } from "../kit/use-kept.ts";
import { refresh, revoke, revokeAll, SignInRefused, type Tokens } from "./cognito.ts";

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

const keptTokens = () => JSON.parse(sessionStorage.getItem(place) ?? "null") as Tokens | null;

/** Whoever signs in after somebody else's session ran out finds nothing that the other typed. */
export function keepTokens(tokens: Tokens): StaffSession {
  const [before, session] = [keptTokens(), sessionOf(tokens)];
  if (before && sessionOf(before).email !== session.email) forgetKept();
  sessionStorage.setItem(place, JSON.stringify(tokens));
  return session;
}

/** The member of staff of this tab, while their token lasts or may be renewed: a desk without a network can't ask. */
export function readStaff(): StaffSession | undefined {
  const tokens = keptTokens();
  const session = tokens && sessionOf(tokens);
  return session && (session.expiresAt > Date.now() || tokens.refreshToken !== "") ? session : undefined;
}

/**
 * A token that is good for some time yet; none if the person has to sign in again.
 * @throws Unreachable when the one that there is has ended, and nobody can be asked for another
 */
export async function freshToken(): Promise<string | undefined> {
  const tokens = await freshTokens();
  return tokens?.idToken;
}

/** As `freshToken`, with what Cognito's own calls want. */
export async function freshTokens(): Promise<Tokens | undefined> {
  const tokens = keptTokens();
  if (!tokens) return undefined;
  const { expiresAt } = sessionOf(tokens);
  if (expiresAt - Date.now() > margin) return tokens;
  try {
    const renewed = await refresh(tokens);
    keepTokens(renewed);
    return renewed;
  } catch (error) {
    if (expiresAt > Date.now()) return tokens;
    if (error instanceof SignInRefused) return undefined;
    throw error;
  }
}

/**
 * Whoever has a copy of the tokens can do nothing with them, nor get others. Without a network they end by their own time.
 * @param everywhere whether that ends what the person has open elsewhere, too
 */
export function endStaff(everywhere = false): void {
  const tokens = keptTokens();
  sessionStorage.removeItem(place);
  forgetKept();
  if (tokens) end(tokens, everywhere).catch(() => {});
}

/** Everywhere is ended by a token that still says who one is; in a page that lay idle it has to be renewed for that. */
async function end(tokens: Tokens, everywhere: boolean): Promise<void> {
  const isOver = sessionOf(tokens).expiresAt <= Date.now();
  const last = everywhere && isOver ? await refresh(tokens) : tokens;
  const body = { accessToken: last.idToken, everywhere };
  const revokes = everywhere ? revokeAll(last) : last.refreshToken ? revoke(last) : undefined;
  await Promise.allSettled([call("signOut", { body }), revokes]);
}
