/** The accounts of the staff: Cognito by its own HTTP calls, for its SDK would weigh more than the page. */

export interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string;
}

/** What signing in leads to: in, or one more question. */
export type Step =
  | { readonly kind: "signed-in"; readonly tokens: Tokens }
  | { readonly kind: "new-password" | "code"; readonly session: string; readonly email: string };

/** Cognito said no, by its own name for it, such as `NotAuthorizedException`. */
export class SignInRefused extends Error {
  override name = "SignInRefused";
}

interface Config {
  readonly issuer: string;
  readonly clientId: string;
}

interface Result {
  readonly AuthenticationResult?: { readonly IdToken?: string; readonly RefreshToken?: string };
  readonly ChallengeName?: string;
  readonly Session?: string;
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

async function ask(target: string, body: object): Promise<Result> {
  const { issuer, clientId } = await readConfig();
  const answer = await fetch(new URL("/", issuer), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
    },
    body: JSON.stringify({ ClientId: clientId, ...body }),
  });
  const said = (await answer.json()) as Result & { readonly __type?: string };
  if (!answer.ok) throw new SignInRefused(said.__type?.split("#").at(-1) ?? "UnknownException");
  return said;
}

const wrong = new Set(["InvalidPasswordException", "UserNotFoundException", "InvalidParameterException"]);

const challenges = { NEW_PASSWORD_REQUIRED: "new-password", SOFTWARE_TOKEN_MFA: "code" } as const;

function stepOf({ AuthenticationResult, ChallengeName, Session }: Result, email: string, refreshToken = ""): Step {
  const idToken = AuthenticationResult?.IdToken;
  if (idToken) {
    const tokens = { idToken, refreshToken: AuthenticationResult.RefreshToken ?? refreshToken };
    return { kind: "signed-in", tokens };
  }
  const kind = challenges[ChallengeName as keyof typeof challenges];
  if (!kind || Session === undefined) throw new SignInRefused(ChallengeName ?? "UnknownException");
  return { kind, session: Session, email };
}

/** @throws SignInRefused */
export async function signIn(email: string, password: string): Promise<Step> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const result = await ask("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }).catch((error) => {
    // Some say that a password is wrong, others that it can't be one; neither is anybody's business.
    if (error instanceof SignInRefused && wrong.has(error.message)) throw new SignInRefused("NotAuthorizedException");
    throw error;
  });
  return stepOf(result, email);
}

/** The answer to the one question more: a password of one's own, or the code of one's device. @throws SignInRefused */
export async function answerStep(step: Exclude<Step, { kind: "signed-in" }>, answer: string): Promise<Step> {
  const [ChallengeName, name] =
    step.kind === "code"
      ? ["SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"]
      : ["NEW_PASSWORD_REQUIRED", "NEW_PASSWORD"];
  const ChallengeResponses = { USERNAME: step.email, [name ?? ""]: answer };
  const result = await ask("RespondToAuthChallenge", { ChallengeName, Session: step.session, ChallengeResponses });
  return stepOf(result, step.email);
}

/** New tokens for old ones. @throws SignInRefused */
export async function refresh({ refreshToken }: Tokens): Promise<Tokens> {
  const AuthParameters = { REFRESH_TOKEN: refreshToken };
  const step = stepOf(await ask("InitiateAuth", { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }), "", refreshToken);
  if (step.kind !== "signed-in") throw new SignInRefused(step.kind);
  return step.tokens;
}
