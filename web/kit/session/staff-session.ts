import { callApi } from "../api/client.ts";
import { cancelEndOfSession, clearFormInput, clearPersonalData, startEndOfSession } from "../storage/stored-data.ts";
import { refreshTokens, revokeAllTokens, revokeTokens, SignInError, type StaffTokens } from "./cognito.ts";

/** The signed-in staff member of this tab. Closing the tab or signing out deletes it. */
export interface SignedInStaff {
  readonly email: string;
  readonly groups: readonly string[];
  readonly idToken: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

const tokensStorageKey = "palais.staff";

/** The time before its expiry at which a token is refreshed, in ms. */
const renewBeforeMs = 300_000;

interface IdTokenClaims {
  readonly email?: string;
  readonly exp?: number;
  readonly "cognito:groups"?: readonly string[];
}

/** The claims of a token. The page only shows them; the API verifies the token. */
function parseIdToken(token: string): IdTokenClaims {
  const [, payload = ""] = token.split(".");
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as IdTokenClaims;
}

const toSignedInStaff = ({ idToken }: StaffTokens): SignedInStaff => {
  const { email = "", exp = 0, "cognito:groups": groups = [] } = parseIdToken(idToken);
  return { email, groups, idToken, expiresAt: exp * 1_000 };
};

interface StoredTokens extends StaffTokens {
  /** Whether the server ended the session before the tokens expire. */
  readonly isEnded?: boolean;
}

const findStoredTokens = () => JSON.parse(sessionStorage.getItem(tokensStorageKey) ?? "null") as StoredTokens | null;

/** Stores the tokens. If another account signs in after an expired session, the stored form values are deleted. */
export function saveTokens(tokens: StaffTokens): SignedInStaff {
  const [before, session] = [findStoredTokens(), toSignedInStaff(tokens)];
  if (before && toSignedInStaff(before).email !== session.email) clearFormInput();
  cancelEndOfSession();
  sessionStorage.setItem(tokensStorageKey, JSON.stringify(tokens));
  return session;
}

/** The staff member of this tab, if the token is valid or can be refreshed. An offline desk cannot ask the server. */
export function findSignedInStaff(): SignedInStaff | undefined {
  const tokens = findStoredTokens();
  const session = tokens && !tokens.isEnded && toSignedInStaff(tokens);
  return session && (session.expiresAt > Date.now() || tokens?.refreshToken !== "") ? session : undefined;
}

/** Whether the session of this tab is over. Signing out or in again forgets it. */
export const hasEndedStaffSession = (): boolean => findStoredTokens() !== null && findSignedInStaff() === undefined;

/** Records that the server does not accept the session any more. Form input stays for an hour, for the same account. */
export function endStaffSessionHere(): void {
  const tokens = findStoredTokens();
  if (!tokens) return;
  sessionStorage.setItem(tokensStorageKey, JSON.stringify({ ...tokens, isEnded: true }));
  startEndOfSession();
}

/**
 * A token that is valid for some minutes; undefined if the person must sign in again.
 * @param renewBefore how long the token must still be valid, in ms
 * @throws NetworkError if the token has expired and cannot be refreshed offline
 */
export async function getFreshIdToken(renewBefore = renewBeforeMs): Promise<string | undefined> {
  const tokens = await getFreshTokens(renewBefore);
  return tokens?.idToken;
}

/** As `getFreshIdToken`, with the other tokens. */
export async function getFreshTokens(renewBefore = renewBeforeMs): Promise<StaffTokens | undefined> {
  const tokens = findStoredTokens();
  if (!tokens || tokens.isEnded) return undefined;
  const { expiresAt } = toSignedInStaff(tokens);
  if (expiresAt - Date.now() > renewBefore) return tokens;
  try {
    const renewed = await refreshTokens(tokens);
    saveTokens(renewed);
    return renewed;
  } catch (error) {
    if (expiresAt > Date.now()) return tokens;
    if (error instanceof SignInError) return undefined;
    throw error;
  }
}

/**
 * Deletes the tokens on this device and revokes them on the server. Without a network they expire.
 * @param everywhere also ends the other sessions of the account
 */
export function signOutStaff(everywhere = false): void {
  const tokens = findStoredTokens();
  sessionStorage.removeItem(tokensStorageKey);
  clearPersonalData();
  if (tokens) endOnServer(tokens, everywhere).catch(() => {});
}

/** Signing out everywhere needs a valid token, so an expired one is refreshed first. */
async function endOnServer(tokens: StaffTokens, everywhere: boolean): Promise<void> {
  const isOver = toSignedInStaff(tokens).expiresAt <= Date.now();
  const last = everywhere && isOver ? await refreshTokens(tokens) : tokens;
  const body = { accessToken: last.idToken, everywhere };
  const revokes = everywhere ? revokeAllTokens(last) : last.refreshToken ? revokeTokens(last) : undefined;
  await Promise.allSettled([callApi("signOut", { body }), revokes]);
}
