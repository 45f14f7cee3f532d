import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type ForwardedResponse, forwardRequest, readRequestBody, startServer } from "../network.ts";
import { createTemporaryPassword, type SendTemporaryPassword } from "./account-invitation.ts";

export interface SecondFactorSettings {
  readonly emulator: string;
  /** Whether the pool requires a second factor. */
  readonly isRequired: boolean;
  /** The accounts of the local system, which sign in with a password only. */
  readonly exemptEmails: ReadonlySet<string>;
  /** What users may change of their own account. The emulator does not check it. */
  readonly writableAttributes: ReadonlySet<string>;
  /** The only origin whose pages may call it. */
  readonly siteOrigin: string;
  /** The emulator sends no email. */
  readonly sendTemporaryPassword: SendTemporaryPassword;
}

type CognitoCall = Readonly<Record<string, unknown>>;

/** A sign-in with a correct password, whose tokens are held back until the second factor. */
interface PendingSignIn {
  /** The address and the name of the user: Cognito accepts both. */
  readonly names: ReadonlySet<string>;
  readonly accessToken: string;
  readonly response: ForwardedResponse;
  isSetUp: boolean;
}

/**
 * Starts the proxy of the emulator. The emulator issues tokens for a password to users without a second factor. The
 * proxy requires them to set one up first (challenge `MFA_SETUP`), as Cognito does in a pool with a required second
 * factor.
 */
export function startCognitoServer(port: number, settings: SecondFactorSettings): Promise<Server> {
  const proxy = new CognitoProxy(settings);
  const server = createServer(async (request, response) => {
    try {
      const { status, headers, body } = await proxy.respond(request, await readRequestBody(request));
      response.writeHead(status, restrictOrigin(headers, settings.siteOrigin)).end(body);
    } catch {
      // The emulator is restarting. The caller retries.
      response.writeHead(503).end();
    }
  });
  return startServer(server, port);
}

/** The emulator allows every origin. */
function restrictOrigin({ ...headers }: Readonly<Record<string, string>>, siteOrigin: string): Record<string, string> {
  const name = "access-control-allow-origin";
  return name in headers ? { ...headers, [name]: siteOrigin, vary: "origin" } : headers;
}

class CognitoProxy {
  readonly #settings: SecondFactorSettings;
  readonly #pendingSignIns = new Map<string, PendingSignIn>();

  constructor(settings: SecondFactorSettings) {
    this.#settings = settings;
  }

  async respond(request: IncomingMessage, body: Buffer): Promise<ForwardedResponse> {
    const [, target = ""] = `${request.headers["x-amz-target"] ?? ""}`.split(".");
    if (request.method !== "POST" || target === "") return this.#forward(request, body);
    const call = JSON.parse(body.toString("utf8")) as CognitoCall;
    const pending = this.#pendingSignIns.get(`${call["Session"]}`);
    switch (target) {
      case "AssociateSoftwareToken":
        return pending ? this.#startSetUp(request, call, pending) : this.#forward(request, body);
      case "VerifySoftwareToken":
        return pending ? this.#verifySetUp(request, call, pending) : this.#forward(request, body);
      case "InitiateAuth":
      case "RespondToAuthChallenge":
        if (call["ChallengeName"] === "MFA_SETUP") return this.#releaseTokens(call, pending);
        return this.#challenge(request, call, await this.#forward(request, body));
      case "UpdateUserAttributes":
      case "DeleteUserAttributes":
        return this.#isWritable(call) ? this.#forward(request, body) : rejectCall();
      case "AdminCreateUser":
        return call["MessageAction"] === "SUPPRESS" ? this.#forward(request, body) : this.#invite(request, call);
      case "ChangePassword":
        return mapWrongPassword(await this.#forward(request, body));
      default:
        return this.#forward(request, body);
    }
  }

  #isWritable(call: CognitoCall): boolean {
    const changed = (call["UserAttributes"] as { readonly Name: string }[] | undefined)?.map(({ Name }) => Name);
    const names = changed ?? (call["UserAttributeNames"] as string[] | undefined) ?? [];
    return names.every((name) => this.#settings.writableAttributes.has(name));
  }

  /** Replaces the tokens for a password by a challenge. */
  async #challenge(request: IncomingMessage, call: CognitoCall, answer: ForwardedResponse): Promise<ForwardedResponse> {
    const typed = findUsername(call);
    const accessToken = findAccessToken(answer);
    const isByCode = call["ChallengeName"] === "SOFTWARE_TOKEN_MFA";
    const { isRequired, exemptEmails } = this.#settings;
    if (!isRequired || isByCode || typed === undefined || !accessToken) return answer;
    const user = parseCognitoBody(await this.#call(request, "GetUser", { AccessToken: accessToken }));
    const attributes = (user["UserAttributes"] ?? []) as { readonly Name: string; readonly Value: string }[];
    const email = attributes.find(({ Name }) => Name === "email")?.Value.toLowerCase() ?? typed;
    if (exemptEmails.has(email)) return answer;
    const hasTotp = (user["UserMFASettingList"] as string[] | undefined)?.includes("SOFTWARE_TOKEN_MFA");
    const Session = randomUUID();
    const username = `${user["Username"]}`.toLowerCase();
    const names = new Set([email, username]);
    if (!hasTotp) this.#pendingSignIns.set(Session, { names, accessToken, response: answer, isSetUp: false });
    return toJsonResponse(answer, {
      ChallengeName: hasTotp ? "SOFTWARE_TOKEN_MFA" : "MFA_SETUP",
      ChallengeParameters: { USER_ID_FOR_SRP: username },
      Session,
    });
  }

  async #startSetUp(
    request: IncomingMessage,
    { Session }: CognitoCall,
    { accessToken }: PendingSignIn,
  ): Promise<ForwardedResponse> {
    const answer = await this.#call(request, "AssociateSoftwareToken", { AccessToken: accessToken });
    return answer.status === 200 ? toJsonResponse(answer, { ...parseCognitoBody(answer), Session }) : answer;
  }

  async #verifySetUp(
    request: IncomingMessage,
    { Session, ...call }: CognitoCall,
    pending: PendingSignIn,
  ): Promise<ForwardedResponse> {
    const answer = await this.#call(request, "VerifySoftwareToken", { ...call, AccessToken: pending.accessToken });
    if (answer.status !== 200) return answer;
    pending.isSetUp = true;
    return toJsonResponse(answer, { Status: "SUCCESS", Session });
  }

  /** Answers with the tokens after the set-up. */
  #releaseTokens(call: CognitoCall, pending: PendingSignIn | undefined): ForwardedResponse {
    if (!pending?.isSetUp || !pending.names.has(findUsername(call) ?? "")) return rejectCall();
    this.#pendingSignIns.delete(`${call["Session"]}`);
    return pending.response;
  }

  /** Creates a user with a temporary password, or renews it (`RESEND`), and emails it. */
  async #invite(request: IncomingMessage, call: CognitoCall): Promise<ForwardedResponse> {
    const { MessageAction, UserPoolId, Username } = call;
    const password = `${call["TemporaryPassword"] ?? createTemporaryPassword()}`;
    const answer =
      MessageAction === "RESEND"
        ? await this.#renewPassword(request, { UserPoolId, Username, Password: password })
        : await this.#call(request, "AdminCreateUser", {
            ...call,
            TemporaryPassword: password,
            MessageAction: "SUPPRESS",
          });
    if (answer.status === 200) await this.#settings.sendTemporaryPassword(`${Username}`, password);
    return answer;
  }

  async #renewPassword(request: IncomingMessage, call: CognitoCall): Promise<ForwardedResponse> {
    const { UserPoolId, Username } = call;
    const user = await this.#call(request, "AdminGetUser", { UserPoolId, Username });
    if (user.status !== 200) return user;
    const isTemporary = parseCognitoBody(user)["UserStatus"] === "FORCE_CHANGE_PASSWORD";
    if (!isTemporary) return rejectCall("UnsupportedUserStateException");
    return this.#call(request, "AdminSetUserPassword", { ...call, Permanent: false });
  }

  #call({ headers }: IncomingMessage, target: string, body: object): Promise<ForwardedResponse> {
    const name = `AWSCognitoIdentityProviderService.${target}`;
    const request = { method: "POST", headers: { ...headers, "x-amz-target": name } };
    return forwardRequest(
      request,
      `${this.#settings.emulator}/`,
      Buffer.from(JSON.stringify(body)),
      isForwardedToCognito,
    );
  }

  #forward(request: IncomingMessage, body: Buffer): Promise<ForwardedResponse> {
    return forwardRequest(request, this.#settings.emulator + (request.url ?? "/"), body, isForwardedToCognito);
  }
}

/** The proxy changes bodies, so their length is not forwarded. */
const isForwardedToCognito = (name: string) => name !== "content-length";

const parseCognitoBody = ({ body }: ForwardedResponse): Record<string, unknown> =>
  JSON.parse(body.toString("utf8") || "{}");

function toJsonResponse(
  { headers }: Pick<ForwardedResponse, "headers">,
  json: object,
  status = 200,
): ForwardedResponse {
  const body = Buffer.from(JSON.stringify(json));
  return { status, headers: { ...headers, "content-length": String(body.length) }, body };
}

function rejectCall(name = "NotAuthorizedException"): ForwardedResponse {
  const headers = { "content-type": "application/x-amz-json-1.1", "access-control-allow-origin": "*" };
  return toJsonResponse({ headers }, { __type: name }, 400);
}

/** The emulator answers a wrong previous password with another error than Cognito. */
const mapWrongPassword = (answer: ForwardedResponse): ForwardedResponse =>
  answer.status !== 200 && parseCognitoBody(answer)["__type"] === "InvalidPasswordException"
    ? toJsonResponse(answer, { __type: "NotAuthorizedException" }, 400)
    : answer;

/** The user who signs in, by address or by name; undefined for a renewal of tokens. */
function findUsername(call: CognitoCall): string | undefined {
  const parameters = (call["AuthParameters"] ?? call["ChallengeResponses"]) as Record<string, string> | undefined;
  return parameters?.["USERNAME"]?.toLowerCase();
}

const findAccessToken = (answer: ForwardedResponse): string | undefined =>
  answer.status === 200
    ? (parseCognitoBody(answer)["AuthenticationResult"] as Record<string, string>)?.["AccessToken"]
    : undefined;
