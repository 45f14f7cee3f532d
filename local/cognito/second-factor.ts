import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readBody, start } from "../http.ts";

export interface SecondFactor {
  readonly emulator: string;
  /** Whether the pool demands one of everybody. */
  readonly isRequired: boolean;
  /** Who gets in by password alone all the same: the accounts that come with the local system. */
  readonly exempt: ReadonlySet<string>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Call = Readonly<Record<string, unknown>>;

/** A password was right, and the tokens for it wait for the second factor. */
interface Held {
  readonly email: string;
  readonly accessToken: string;
  readonly answer: Answer;
  isSetUp: boolean;
}

/**
 * Cognito as pages see it: before the emulator, which gives tokens for a password alone to whoever has no second factor,
 * it asks them to set one up first, as a pool does that demands one (challenge `MFA_SETUP`).
 */
export function startAccountsServer(port: number, settings: SecondFactor): Promise<Server> {
  const accounts = new Answerer(settings);
  const server = createServer(async (request, response) => {
    try {
      send(response, await accounts.answer(request, await readBody(request)));
    } catch {
      // The emulator is being started again: the caller tries once more.
      response.writeHead(503).end();
    }
  });
  return start(server, port);
}

class Answerer {
  readonly #settings: SecondFactor;
  readonly #held = new Map<string, Held>();

  constructor(settings: SecondFactor) {
    this.#settings = settings;
  }

  async answer(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const [, target = ""] = `${request.headers["x-amz-target"] ?? ""}`.split(".");
    if (request.method !== "POST" || target === "") return this.#handOn(request, body);
    const call = JSON.parse(body.toString("utf8")) as Call;
    const held = this.#held.get(`${call["Session"]}`);
    switch (target) {
      case "AssociateSoftwareToken":
        return held ? this.#setUp(request, call, held) : this.#handOn(request, body);
      case "VerifySoftwareToken":
        return held ? this.#verify(request, call, held) : this.#handOn(request, body);
      case "InitiateAuth":
      case "RespondToAuthChallenge":
        if (call["ChallengeName"] === "MFA_SETUP") return this.#release(call, held);
        return this.#hold(request, call, await this.#handOn(request, body));
      case "ChangePassword":
        return wrongPassword(await this.#handOn(request, body));
      default:
        return this.#handOn(request, body);
    }
  }

  /** Tokens for a password alone become a question. */
  async #hold(request: IncomingMessage, call: Call, answer: Answer): Promise<Answer> {
    const email = emailIn(call);
    const accessToken = accessTokenIn(answer);
    const isByCode = call["ChallengeName"] === "SOFTWARE_TOKEN_MFA";
    const { isRequired, exempt } = this.#settings;
    if (!isRequired || isByCode || email === undefined || exempt.has(email) || !accessToken) return answer;
    const user = await this.#call(request, "GetUser", { AccessToken: accessToken });
    const has = (read(user)["UserMFASettingList"] as string[] | undefined)?.includes("SOFTWARE_TOKEN_MFA");
    const Session = randomUUID();
    if (!has) this.#held.set(Session, { email, accessToken, answer, isSetUp: false });
    return json(answer, { ChallengeName: has ? "SOFTWARE_TOKEN_MFA" : "MFA_SETUP", ChallengeParameters: {}, Session });
  }

  async #setUp(request: IncomingMessage, { Session }: Call, { accessToken }: Held): Promise<Answer> {
    const answer = await this.#call(request, "AssociateSoftwareToken", { AccessToken: accessToken });
    return answer.status === 200 ? json(answer, { ...read(answer), Session }) : answer;
  }

  async #verify(request: IncomingMessage, { Session, ...call }: Call, held: Held): Promise<Answer> {
    const answer = await this.#call(request, "VerifySoftwareToken", { ...call, AccessToken: held.accessToken });
    if (answer.status !== 200) return answer;
    held.isSetUp = true;
    return json(answer, { Status: "SUCCESS", Session });
  }

  /** The tokens that waited. */
  #release(call: Call, held: Held | undefined): Answer {
    const headers = { "content-type": "application/x-amz-json-1.1", "access-control-allow-origin": "*" };
    if (!held?.isSetUp || emailIn(call) !== held.email)
      return json({ headers }, { __type: "NotAuthorizedException" }, 400);
    this.#held.delete(`${call["Session"]}`);
    return held.answer;
  }

  #call({ headers }: IncomingMessage, target: string, body: object): Promise<Answer> {
    const name = `AWSCognitoIdentityProviderService.${target}`;
    return this.#send("POST", "/", { ...headers, "x-amz-target": name }, Buffer.from(JSON.stringify(body)));
  }

  #handOn({ method = "GET", url = "/", headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return this.#send(method, url, headers, body);
  }

  async #send(method: string, url: string, headers: IncomingMessage["headers"], body: Buffer): Promise<Answer> {
    const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !ofConnection.test(name));
    const answer = await fetch(this.#settings.emulator + url, {
      method,
      headers: Object.fromEntries(kept) as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries([...answer.headers].filter(([name]) => !ofConnection.test(name))),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }
}

/** Headers that say how these bytes travel, and nothing of what they are. */
const ofConnection = /^(host|connection|keep-alive|transfer-encoding|content-length|content-encoding)$/;

const read = ({ body }: Answer): Record<string, unknown> => JSON.parse(body.toString("utf8") || "{}");

const json = ({ headers }: Pick<Answer, "headers">, body: object, status = 200): Answer => ({
  status,
  headers,
  body: Buffer.from(JSON.stringify(body)),
});

/** Of a wrong password before, the emulator says that it is no password; Cognito, that the caller isn't let in. */
const wrongPassword = (answer: Answer): Answer =>
  answer.status !== 200 && read(answer)["__type"] === "InvalidPasswordException"
    ? json(answer, { __type: "NotAuthorizedException" }, 400)
    : answer;

/** Who signs in with a password; a renewal names nobody. */
function emailIn(call: Call): string | undefined {
  const said = (call["AuthParameters"] ?? call["ChallengeResponses"]) as Record<string, string> | undefined;
  return said?.["USERNAME"]?.toLowerCase();
}

const accessTokenIn = (answer: Answer): string | undefined =>
  answer.status === 200 ? (read(answer)["AuthenticationResult"] as Record<string, string>)?.["AccessToken"] : undefined;

const send = (response: ServerResponse, { status, headers, body }: Answer) =>
  response.writeHead(status, headers).end(body);
