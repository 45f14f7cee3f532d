import { ask, askAsClient, type Result, SignInRefused, type Tokens, tokensIn } from "./cognito.ts";

/** A question that signing in asks after the password. */
export type Question =
  | { readonly kind: "new-password" | "code"; readonly session: string; readonly email: string }
  /** Whoever has no second factor yet sets one up: `key` is what their authenticator is to know, in Base32. */
  | { readonly kind: "authenticator"; readonly session: string; readonly email: string; readonly key: string };

/** What signing in leads to: in, or one more question. */
export type Step = { readonly kind: "signed-in"; readonly tokens: Tokens } | Question;

const wrong = new Set(["InvalidPasswordException", "UserNotFoundException", "InvalidParameterException"]);

const challenges = { NEW_PASSWORD_REQUIRED: "new-password", SOFTWARE_TOKEN_MFA: "code" } as const;

async function stepOf(result: Result, email: string): Promise<Step> {
  const tokens = tokensIn(result);
  if (tokens) return { kind: "signed-in", tokens };
  const { ChallengeName, Session } = result;
  if (ChallengeName === "MFA_SETUP") {
    const { SecretCode: key = "", Session: session = "" } = await ask("AssociateSoftwareToken", { Session });
    return { kind: "authenticator", session, email, key };
  }
  const kind = challenges[ChallengeName as keyof typeof challenges];
  if (!kind || Session === undefined) throw new SignInRefused(ChallengeName ?? "UnknownException");
  return { kind, session: Session, email };
}

/** @throws SignInRefused */
export async function signIn(email: string, password: string): Promise<Step> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const result = await askAsClient("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }).catch(
    (error) => {
      // Some say that a password is wrong, others that it can't be one; neither is anybody's business.
      if (error instanceof SignInRefused && wrong.has(error.message)) throw new SignInRefused("NotAuthorizedException");
      throw error;
    },
  );
  return stepOf(result, email);
}

/**
 * The answer to a question: a password of one's own, or the code that the authenticator shows.
 * @throws SignInRefused; `SessionExpired` when the question is some minutes old, and signing in begins anew
 */
export async function answer(question: Question, answered: string): Promise<Step> {
  try {
    return await stepOf(await respond(question, answered), question.email);
  } catch (error) {
    const isOver = error instanceof SignInRefused && error.message === "NotAuthorizedException";
    throw isOver ? new SignInRefused("SessionExpired") : error;
  }
}

async function respond(question: Question, answered: string): Promise<Result> {
  const { email, session } = question;
  const reply = (ChallengeName: string, Session: string, more: object = {}) =>
    askAsClient("RespondToAuthChallenge", {
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: email, ...more },
    });
  switch (question.kind) {
    case "new-password":
      return reply("NEW_PASSWORD_REQUIRED", session, { NEW_PASSWORD: answered });
    case "code":
      return reply("SOFTWARE_TOKEN_MFA", session, { SOFTWARE_TOKEN_MFA_CODE: codeIn(answered) });
    case "authenticator": {
      const verified = await ask("VerifySoftwareToken", { Session: session, UserCode: codeIn(answered) });
      return reply("MFA_SETUP", verified.Session ?? session);
    }
  }
}

/** Apps show the six digits in two groups. */
const codeIn = (typed: string) => typed.replaceAll(/\s/g, "");
