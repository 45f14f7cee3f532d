import { Unreachable } from "../api/client.ts";

/** The accounts of the staff: Cognito by its own HTTP calls, for its SDK would weigh more than the page. */

export interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string;
  /** What Cognito's own calls about an account want. */
  readonly accessToken: string;
}

/** Cognito said no, by its own name for it, such as `NotAuthorizedException`. */
export class SignInRefused extends Error {
  override name = "SignInRefused";
}

/** What Cognito answers, of which each call has some. */
export interface Result {
  readonly AuthenticationResult?: {
    readonly IdToken?: string;
    readonly RefreshToken?: string;
    readonly AccessToken?: string;
  };
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly SecretCode?: string;
}

interface Config {
  readonly issuer: string;
  readonly clientId: string;
}

let config: Promise<Config> | undefined;

/** Where the accounts are, as the deployment wrote it down. */
function readConfig(): Promise<Config> {
  config ??= fetch("/config.json").then((answer) => answer.json() as Promise<Config>);
  config.catch(() => {
    config = undefined;
  });
  return config;
}

/** Asks what needs no name of ours. @throws SignInRefused, Unreachable */
export async function ask(target: string, body: object, asClient = false): Promise<Result> {
  try {
    return await send(target, body, asClient);
  } catch (error) {
    throw error instanceof SignInRefused ? error : new Unreachable("no answer of Cognito's", { cause: error });
  }
}

async function send(target: string, body: object, asClient: boolean): Promise<Result> {
  const { issuer, clientId } = await readConfig();
  const answer = await fetch(new URL("/", issuer), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
    },
    body: JSON.stringify(asClient ? { ClientId: clientId, ...body } : body),
  });
  const said = (await answer.json()) as Result & { readonly __type?: string };
  if (!answer.ok) throw new SignInRefused(said.__type?.split("#").at(-1) ?? "UnknownException");
  return said;
}

/** As `ask`, in the name of this page. */
export const askAsClient = (target: string, body: object): Promise<Result> => ask(target, body, true);

/** The tokens in an answer, if it has any. A renewal brings no new refresh token: the one before stays. */
export function tokensIn({ AuthenticationResult }: Result, refreshToken = ""): Tokens | undefined {
  const { IdToken, RefreshToken, AccessToken = "" } = AuthenticationResult ?? {};
  if (IdToken === undefined) return undefined;
  return { idToken: IdToken, refreshToken: RefreshToken ?? refreshToken, accessToken: AccessToken };
}

/** New tokens for old ones. @throws SignInRefused when they were revoked, are too old, or the account is disabled */
export async function refresh({ refreshToken }: Tokens): Promise<Tokens> {
  const AuthParameters = { REFRESH_TOKEN: refreshToken };
  const result = await askAsClient("InitiateAuth", { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters });
  const tokens = tokensIn(result, refreshToken);
  if (!tokens) throw new SignInRefused(result.ChallengeName ?? "UnknownException");
  return tokens;
}

/** From now on nobody gets a token for this sign-in. @throws SignInRefused */
export const revoke = ({ refreshToken }: Tokens): Promise<unknown> =>
  askAsClient("RevokeToken", { Token: refreshToken });

/** From now on nobody gets a token for any sign-in of this person until now. @throws SignInRefused */
export const revokeAll = ({ accessToken }: Tokens): Promise<unknown> =>
  ask("GlobalSignOut", { AccessToken: accessToken });

/** Another password for whoever knows the one before. @throws SignInRefused */
export const changePassword = ({ accessToken }: Tokens, before: string, after: string): Promise<unknown> =>
  ask("ChangePassword", { AccessToken: accessToken, PreviousPassword: before, ProposedPassword: after });
