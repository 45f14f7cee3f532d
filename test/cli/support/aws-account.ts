import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type ListeningServer, listen } from "../../support/listen.ts";

interface Identity {
  readonly isVerified: boolean;
  readonly dkim: string;
  /** Whether emails are signed with DKIM. */
  readonly signs: boolean;
}

interface StackState {
  readonly status: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
}

/** What the account contains. Tests change it. */
export interface AccountState {
  readonly credentialsAreValid: boolean;
  /** By region and name. */
  readonly stacks: Readonly<Record<string, StackState>>;
  readonly quota: number;
  /** The number of messages in each queue, by its URL. */
  readonly queues: Readonly<Record<string, number>>;
  /** Identities of SES. */
  readonly identities: Readonly<Record<string, Identity>>;
  readonly email: { readonly SendingEnabled: boolean; readonly ProductionAccessEnabled: boolean };
  readonly certificate: { readonly Status: string; readonly SubjectAlternativeNames: readonly string[] } | undefined;
  /** The aliases of each distribution; each is on a page of its own. */
  readonly distributions: Readonly<Record<string, readonly string[]>>;
  /** The users of the pool, each with its groups. */
  readonly users: Record<string, string[]>;
  /** The operations that AWS refuses. */
  readonly refused: readonly string[];
  readonly cdkFails: boolean;
}

/** The operations that change the account. */
const changes = ["AdminCreateUser", "AdminAddUserToGroup"];

export interface AccountServer extends ListeningServer {
  state: AccountState;
  /** What was changed, in order. `cdk` is among it with its arguments. */
  readonly changed: string[];
  /** All operations that were called. */
  readonly called: string[];
}

/** What AWS answers in place of a result. */
class Fault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Speaks as much of AWS's protocols as a deployment needs, at one address for all services. A program that takes the
 * place of CDK posts its arguments to `/cdk`, and the stack that it names exists from then on.
 * @param deployed the stacks by region and name, as a deployment leaves them
 */
export async function startAccount(
  state: AccountState,
  deployed: Readonly<Record<string, StackState>>,
): Promise<AccountServer> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    if (request.url === "/cdk") {
      response.writeHead(account.state.cdkFails ? 500 : 200).end();
      recordDeployment(account, JSON.parse(body), deployed);
    } else answer(account, { body, request, region: findRegion(request) }, response);
  });
  const account: AccountServer = { ...(await listen(server)), state, changed: [], called: [] };
  return account;
}

function recordDeployment(
  account: AccountServer,
  { args, region }: { readonly args: readonly string[]; readonly region: string },
  deployed: Readonly<Record<string, StackState>>,
): void {
  account.changed.push(`cdk ${args.join(" ")} (${region})`);
  const made = Object.entries(deployed).filter(([key]) => key.endsWith(`/${args[1]}`));
  account.state = { ...account.state, stacks: { ...account.state.stacks, ...Object.fromEntries(made) } };
}

function answer({ state, called, changed }: AccountServer, call: Call, response: ServerResponse): void {
  const name = findOperation(call.request, call.body);
  called.push(name);
  if (changes.includes(name)) changed.push(`${name} ${call.body}`);
  try {
    if (state.refused.includes(name)) throw new Fault("AccessDeniedException", "not authorized");
    const operation = operations[name];
    if (operation === undefined) throw new Fault("UnknownOperationException", `${name} is unknown here`);
    const value = operation(state, call);
    response.end(typeof value === "string" ? value : JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message } = error;
    const fault = toXml("Type", "Sender") + toXml("Code", code) + toXml("Message", message);
    const isXml = ["GetCallerIdentity", "DescribeStacks", "ListDistributions"].includes(name);
    response.writeHead(code === "NotFoundException" ? 404 : 400, { "x-amzn-errortype": code });
    response.end(isXml ? toXml("ErrorResponse", toXml("Error", fault)) : JSON.stringify({ __type: code, message }));
  }
}

/** The operation is in a header, in the form, or in the path, as the protocol of the service has it. */
function findOperation({ headers, method, url = "" }: IncomingMessage, body: string): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".")[1] ?? "";
  const action = new URLSearchParams(body).get("Action");
  if (action) return action;
  const { pathname } = new URL(url, "http://local");
  const [, name = `${method} ${pathname}`] =
    Object.entries(paths).find(([start]) => decodeURIComponent(pathname).startsWith(start)) ?? [];
  return name;
}

const paths: Readonly<Record<string, string>> = {
  "/2016-08-19/account-settings": "GetAccountSettings",
  "/v2/email/account": "GetAccount",
  "/v2/email/identities/": "GetEmailIdentity",
  "/2020-05-31/distribution": "ListDistributions",
};

/** The region that the request is signed for. */
const findRegion = ({ headers }: IncomingMessage): string => headers.authorization?.split("/")[2] ?? "";

interface Call {
  readonly body: string;
  readonly request: IncomingMessage;
  readonly region: string;
}

const toXml = (name: string, value: string): string => `<${name}>${value}</${name}>`;
const toMembers = (prefix: string, values: Readonly<Record<string, string>> = {}): string =>
  Object.entries(values)
    .map(([key, value]) => toXml("member", toXml(`${prefix}Key`, key) + toXml(`${prefix}Value`, value)))
    .join("");

const operations: Readonly<Record<string, (state: AccountState, call: Call) => object | string>> = {
  GetCallerIdentity({ credentialsAreValid }) {
    if (!credentialsAreValid) throw new Fault("InvalidClientTokenId", "The security token is invalid.");
    const result = "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/deployer</Arn>";
    return toXml("GetCallerIdentityResponse", toXml("GetCallerIdentityResult", result));
  },
  DescribeStacks({ stacks }, { body, region }) {
    const name = new URLSearchParams(body).get("StackName") ?? "";
    const stack = stacks[`${region}/${name}`];
    if (!stack) throw new Fault("ValidationError", `Stack with id ${name} does not exist`);
    const member = [
      toXml("StackName", name) + toXml("StackStatus", stack.status),
      toXml("Parameters", toMembers("Parameter", stack.parameters)),
      toXml("Outputs", toMembers("Output", stack.outputs)),
    ].join("");
    const result = toXml("Stacks", toXml("member", member));
    return toXml("DescribeStacksResponse", toXml("DescribeStacksResult", result));
  },
  GetQueueAttributes({ queues }, { body, region }) {
    const { QueueUrl } = JSON.parse(body) as { QueueUrl: string };
    const count = queues[QueueUrl];
    if (count === undefined || !QueueUrl.startsWith(`https://sqs.${region}.`))
      throw new Fault("QueueDoesNotExist", `There is no queue ${QueueUrl} in ${region}.`);
    return { Attributes: { ApproximateNumberOfMessages: String(count) } };
  },
  GetAccountSettings: ({ quota }) => ({ AccountLimit: { ConcurrentExecutions: quota } }),
  GetEmailIdentity({ identities }, { request }) {
    const identity = identities[decodeURIComponent(request.url?.split("/").at(-1) ?? "")];
    if (!identity) throw new Fault("NotFoundException", "Email identity does not exist.");
    return {
      VerifiedForSendingStatus: identity.isVerified,
      DkimAttributes: { Status: identity.dkim, SigningEnabled: identity.signs },
    };
  },
  GetAccount: ({ email }) => ({ ...email, SendQuota: { Max24HourSend: 50_000, MaxSendRate: 50 } }),
  DescribeCertificate({ certificate }) {
    if (!certificate) throw new Fault("ResourceNotFoundException", "Could not find the certificate.");
    return { Certificate: certificate };
  },
  ListDistributions({ distributions }, { request }) {
    const all = Object.entries(distributions);
    const index = Number(new URL(request.url ?? "", "http://local").searchParams.get("Marker") ?? 0);
    const [id = "", aliases = []] = all[index] ?? [];
    const names = toXml("Aliases", toXml("Items", aliases.map((each) => toXml("CNAME", each)).join("")));
    const hasMore = index + 1 < all.length;
    return toXml(
      "DistributionList",
      toXml("Items", id && toXml("DistributionSummary", toXml("Id", id) + names)) +
        toXml("IsTruncated", String(hasMore)) +
        (hasMore ? toXml("NextMarker", String(index + 1)) : ""),
    );
  },
  ListUsersInGroup({ users }, { body }) {
    const { GroupName } = JSON.parse(body) as { GroupName: string };
    const members = Object.entries(users).filter(([, groups]) => groups.includes(GroupName));
    return { Users: members.map(([Username]) => ({ Username })) };
  },
  AdminCreateUser({ users }, { body }) {
    const { Username } = JSON.parse(body) as { Username: string };
    if (users[Username]) throw new Fault("UsernameExistsException", "User account already exists");
    users[Username] = [];
    return { User: { Username } };
  },
  AdminAddUserToGroup({ users }, { body }) {
    const { Username, GroupName } = JSON.parse(body) as { Username: string; GroupName: string };
    users[Username]?.push(GroupName);
    return {};
  },
};
