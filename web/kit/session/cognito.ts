import { NetworkError } from "../api/client.ts";

/** Staff accounts through the HTTP API of Cognito, because its SDK is larger than the page. */

export interface StaffTokens {
  readonly idToken: string;
  readonly refreshToken: string;
  /** For Cognito's own operations on an account. */
  readonly accessToken: string;
}

/** An error of Cognito. The message is its name, such as `NotAuthorizedException`. */
export class SignInError extends Error {
  override name = "SignInError";
}

/** The fields of Cognito's responses; each operation has some of them. */
export interface CognitoResult {
  readonly AuthenticationResult?: {
    readonly IdToken?: string;
    readonly RefreshToken?: string;
    readonly AccessToken?: string;
  };
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: { readonly USER_ID_FOR_SRP?: string };
  readonly Session?: string;
  readonly SecretCode?: string;
}

interface CognitoConfig {
  readonly issuer: string;
  readonly clientId: string;
}

let cachedConfig: Promise<CognitoConfig> | undefined;

/** Loads the user pool configuration that the deployment writes. */
function loadConfig(): Promise<CognitoConfig> {
  cachedConfig ??= fetch("/config.json").then((answer) => answer.json() as Promise<CognitoConfig>);
  cachedConfig.catch(() => {
    cachedConfig = undefined;
  });
  return cachedConfig;
}

/** Calls an operation of Cognito. @throws SignInError, NetworkError */
async function callCognito(target: string, body: object, asClient = false): Promise<CognitoResult> {
  try {
    return await sendToCognito(target, body, asClient);
  } catch (error) {
    throw error instanceof SignInError ? error : new NetworkError("no response of Cognito", { cause: error });
  }
}

async function sendToCognito(target: string, body: object, asClient: boolean): Promise<CognitoResult> {
  const { issuer, clientId } = await loadConfig();
  const response = await fetch(new URL("/", issuer), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
    },
    body: JSON.stringify(asClient ? { ClientId: clientId, ...body } : body),
  });
  const result = (await response.json()) as CognitoResult & { readonly __type?: string };
  if (!response.ok) throw new SignInError(result.__type?.split("#").at(-1) ?? "UnknownException");
  return result;
}

/** As `callCognito`, with the client id of this page. */
const callCognitoAsClient = (target: string, body: object): Promise<CognitoResult> => callCognito(target, body, true);

/** The tokens in a response, if there are any. A refresh returns no refresh token, so the previous one stays. */
function parseTokens({ AuthenticationResult }: CognitoResult, refreshToken = ""): StaffTokens | undefined {
  const { IdToken, RefreshToken, AccessToken = "" } = AuthenticationResult ?? {};
  if (IdToken === undefined) return undefined;
  return { idToken: IdToken, refreshToken: RefreshToken ?? refreshToken, accessToken: AccessToken };
}

/** Refreshes the tokens. @throws SignInError if they are revoked or expired, or the account is disabled */
export async function refreshTokens({ refreshToken }: StaffTokens): Promise<StaffTokens> {
  const AuthParameters = { REFRESH_TOKEN: refreshToken };
  const result = await callCognitoAsClient("InitiateAuth", { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters });
  const tokens = parseTokens(result, refreshToken);
  if (!tokens) throw new SignInError(result.ChallengeName ?? "UnknownException");
  return tokens;
}

/** Revokes the refresh token of this sign-in. @throws SignInError */
export const revokeTokens = ({ refreshToken }: StaffTokens): Promise<unknown> =>
  callCognitoAsClient("RevokeToken", { Token: refreshToken });

/** Revokes the refresh tokens of all sign-ins of the account. @throws SignInError */
export const revokeAllTokens = ({ accessToken }: StaffTokens): Promise<unknown> =>
  callCognito("GlobalSignOut", { AccessToken: accessToken });

/** Changes the password. @throws SignInError if the previous password is wrong */
export const changePassword = ({ accessToken }: StaffTokens, before: string, after: string): Promise<unknown> =>
  callCognito("ChangePassword", { AccessToken: accessToken, PreviousPassword: before, ProposedPassword: after });

interface ChallengedUser {
  readonly session: string;
  readonly email: string;
  /** The name of the user in the pool, by which Cognito wants an answer, or the address if Cognito does not say it. */
  readonly username: string;
}

/** A challenge of Cognito after the password. */
export type SignInChallenge =
  | (ChallengedUser & { readonly kind: "new-password" | "code" })
  /** The account has no second factor yet. `key` is the secret for the authenticator, in Base32. */
  | (ChallengedUser & { readonly kind: "authenticator"; readonly key: string });

/** The result of a sign-in step: signed in, or another challenge. */
export type SignInStep = { readonly kind: "signed-in"; readonly tokens: StaffTokens } | SignInChallenge;

const wrongCredentialCodes = new Set([
  "InvalidPasswordException",
  "UserNotFoundException",
  "InvalidParameterException",
]);

const challengeKinds = { NEW_PASSWORD_REQUIRED: "new-password", SOFTWARE_TOKEN_MFA: "code" } as const;

/** @param before the user of the challenge that was answered */
async function toSignInStep(
  result: CognitoResult,
  { email, username: before = email }: Pick<ChallengedUser, "email"> & Partial<ChallengedUser>,
): Promise<SignInStep> {
  const tokens = parseTokens(result);
  if (tokens) return { kind: "signed-in", tokens };
  const { ChallengeName, Session, ChallengeParameters } = result;
  const username = ChallengeParameters?.USER_ID_FOR_SRP ?? before;
  if (ChallengeName === "MFA_SETUP") {
    const { SecretCode: key = "", Session: session = "" } = await callCognito("AssociateSoftwareToken", { Session });
    return { kind: "authenticator", session, email, username, key };
  }
  const kind = challengeKinds[ChallengeName as keyof typeof challengeKinds];
  if (!kind || Session === undefined) throw new SignInError(ChallengeName ?? "UnknownException");
  return { kind, session: Session, email, username };
}

/** @throws SignInError */
export async function signInWithPassword(email: string, password: string): Promise<SignInStep> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const result = await callCognitoAsClient("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }).catch(
    (error) => {
      // One message for a wrong password, an invalid password and an unknown user, so that accounts cannot be probed.
      if (error instanceof SignInError && wrongCredentialCodes.has(error.message))
        throw new SignInError("NotAuthorizedException");
      throw error;
    },
  );
  return toSignInStep(result, { email });
}

/**
 * Answers a challenge with a new password or the code of the authenticator.
 * @throws SignInError `SessionExpired` if the challenge has expired and the sign-in starts again
 */
export async function answerChallenge(challenge: SignInChallenge, answer: string): Promise<SignInStep> {
  try {
    return await toSignInStep(await respondToChallenge(challenge, answer), challenge);
  } catch (error) {
    const isOver = error instanceof SignInError && error.message === "NotAuthorizedException";
    throw isOver ? new SignInError("SessionExpired") : error;
  }
}

async function respondToChallenge(challenge: SignInChallenge, answer: string): Promise<CognitoResult> {
  const { username, session } = challenge;
  const reply = (ChallengeName: string, Session: string, more: object = {}) =>
    callCognitoAsClient("RespondToAuthChallenge", {
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: username, ...more },
    });
  switch (challenge.kind) {
    case "new-password":
      return reply("NEW_PASSWORD_REQUIRED", session, { NEW_PASSWORD: answer });
    case "code":
      return reply("SOFTWARE_TOKEN_MFA", session, { SOFTWARE_TOKEN_MFA_CODE: parseCode(answer) });
    case "authenticator": {
      const verified = await callCognito("VerifySoftwareToken", { Session: session, UserCode: parseCode(answer) });
      return reply("MFA_SETUP", verified.Session ?? session);
    }
  }
}

/** Authenticator apps show the six digits in two groups. */
const parseCode = (typed: string) => typed.replaceAll(/\s/g, "");
