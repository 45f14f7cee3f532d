import { randomBytes } from "node:crypto";
import type { Child, House } from "./child.ts";
import { cognitoEmulator } from "./cognito/emulator.ts";
import { type Accounts, runAccounts } from "./cognito/run.ts";
import type { Context, Endpoints } from "./context.ts";
import { documentsEmulator } from "./documents/emulator.ts";
import { type LocalDocuments, runDocuments } from "./documents/run.ts";
import { databaseEmulator } from "./dynamodb/emulator.ts";
import { runTables, type Tables } from "./dynamodb/run.ts";
import { stop } from "./http.ts";
import { runKeys } from "./kms/run.ts";
import { mailEmulator } from "./mail/emulator.ts";
import { MailFeedback } from "./mail/feedback.ts";
import { showAgain, startRecorder } from "./mail/recorder.ts";
import { apiUrl, nameResources, parametersOf, queueUrl } from "./name-resources.ts";
import type { SystemOptions } from "./options.ts";
import { findFreePort, loopback, type Ports } from "./ports.ts";
import type { Progress } from "./progress.ts";
import { startQueues } from "./queues/server.ts";
import { synthesise } from "./synthesise.ts";
import type { Teardown } from "./teardown.ts";
import { Scope } from "./template/resolve.ts";
import { checkResources, resourcesOf } from "./template/resources.ts";
import { readStack, type Stack } from "./template/template.ts";

export interface Start {
  readonly house: House;
  readonly ports: Ports;
  readonly progress: Progress;
  readonly options: SystemOptions;
  readonly teardown: Teardown;
}

/** What the functions call, running. */
export interface Backends {
  readonly context: Context;
  readonly endpoints: Endpoints;
  readonly tables: Tables;
  readonly accounts: Accounts;
  readonly documents: LocalDocuments;
  readonly feedback: MailFeedback;
  readonly givenUpMails: string;
}

const address = (port: number) => `http://${loopback}:${port}`;

/** Starts the emulators while the app is synthesised, then makes in them what the template says. */
export async function runBackends(start: Start): Promise<Backends> {
  const { house, ports, progress, options, teardown } = start;
  const [sesPort, kmsPort] = [await findFreePort(), await findFreePort()];
  const [s3Port, cognitoPort] = [await findFreePort(), await findFreePort()];
  const cognito = await cognitoEmulator(cognitoPort, address(ports.cognito), house);
  const emulators = [
    startDatabase(start),
    startChild(start, documentsEmulator(s3Port, house), "documents", address(ports.documents)),
    startChild(start, cognito, "cognito", address(ports.cognito)),
    startChild(
      start,
      mailEmulator(sesPort, house, () => showAgain(address(sesPort), house.home.mail)),
      "mailbox",
      address(ports.mailbox),
    ),
  ];
  const all = [progress.part("template", () => makeStack(start), told), ...emulators] as const;
  // Whatever fails first, nothing may still be on its way up when the others are ended.
  await Promise.allSettled(all);
  const [stack] = await Promise.all(all);
  const context: Context = { house, ports, stack, scope: scopeOf(stack, start), sources: options.sources };
  nameResources(context);
  const endpoints = {
    dynamodb: options.dynamodb ?? address(ports.dynamodb),
    kms: address(kmsPort),
    ses: address(ports.mailbox),
    s3: address(ports.documents),
    sqs: address(ports.queues),
  };
  const documents = await runDocuments(context, address(s3Port));
  teardown.add(() => stop(documents.server, 0));
  const tables = await progress.part(
    "tables",
    () => runTables(context, endpoints.dynamodb, databaseFile(start)),
    toldTables,
  );
  teardown.add(() => tables.records?.close());
  const keys = await progress.part(
    "keys",
    () => runKeys(context, kmsPort),
    () => "keys/",
  );
  teardown.add(() => stop(keys, 0));
  const feedback = new MailFeedback(context);
  const recorder = startRecorder(ports.mailbox, address(sesPort), house.home.mail, (mail) => feedback.taken(mail));
  const mail = await recorder;
  teardown.add(() => stop(mail, 0));
  const accounts = await progress.part(
    "accounts",
    () => runAccounts(context, address(cognitoPort)),
    ({ users }) => users.map(({ email }) => email.split("@")[0]).join(", "),
  );
  teardown.add(() => stop(accounts.server, 0));
  return {
    context,
    endpoints,
    tables,
    accounts,
    documents,
    feedback,
    givenUpMails: await runQueues(context, teardown),
  };
}

/** The queues of the template. @returns the address of the one for mails that were given up */
async function runQueues({ stack, scope, ports, house }: Context, teardown: Teardown): Promise<string> {
  const names = resourcesOf("AWS::SQS::Queue", stack.template, scope).map(({ logicalId }) => logicalId);
  const queues = await startQueues(ports.queues, names, house.home.queues);
  teardown.add(() => stop(queues, 0));
  return queueUrl(ports.queues, names.find((name) => name.startsWith("GivenUpMails")) ?? "");
}

const scopeOf = ({ template }: Stack, start: Start) =>
  new Scope(parametersOf(template, parameters(start)), template.Conditions);

const databaseFile = ({ options, house }: Start) => (options.dynamodb === undefined ? house.home.database : undefined);

const told = ({ template }: Stack) => `${Object.keys(template.Resources).length} resources`;

const toldTables = ({ names }: Tables) => names.join(", ");

async function makeStack({ house, options }: Start): Promise<Stack> {
  const outdir = options.cdkOut ?? house.home.cdkOut;
  if (options.cdkOut === undefined) await synthesise(outdir, options.app);
  const stack = await readStack(outdir);
  checkResources(stack.template);
  return stack;
}

/** What differs between this deployment and any other. */
const parameters = ({ ports }: Start): Record<string, string> => ({
  SiteAddress: apiUrl(ports.api),
  // Another one at each start: distribution and functions are told it by the template.
  EntranceSecrets: randomBytes(24).toString("hex"),
});

async function startDatabase(start: Start): Promise<void> {
  const { options, ports, house } = start;
  if (options.dynamodb === undefined)
    return startChild(start, databaseEmulator(ports.dynamodb, house), "database", address(ports.dynamodb));
  await start.progress.part(
    "database",
    async () => options.dynamodb,
    () => `${options.dynamodb}, not ours`,
  );
}

async function startChild({ progress, teardown }: Start, child: Child, name: string, at: string): Promise<void> {
  teardown.add(
    () => child.stop(),
    () => child.stop("SIGKILL"),
  );
  await progress.part(
    name,
    () => child.start(),
    () => at,
  );
}
