import { scanItems } from "#shared/dynamodb/table.ts";
import { createCognitoEmulator, type LocalAccounts, runAccounts } from "./cognito/cognito.ts";
import type { LocalContext, LocalEndpoints, SystemOptions } from "./context.ts";
import { createS3Emulator, type LocalDocuments, runDocuments } from "./documents/documents.ts";
import { createDynamoDbEmulator, type LocalTables, runTables } from "./dynamodb/database.ts";
import { startDynamoDbProxy } from "./dynamodb/loopback-proxy.ts";
import { LocalEmailFeedback } from "./email/feedback.ts";
import { createSesEmulator, replayEmails, startEmailRecorder } from "./email/mailbox.ts";
import { runKeys } from "./kms/kms.ts";
import { type StartProgress, synthesisNotice, type Teardown } from "./lifecycle.ts";
import { findFreePorts, type Ports, stopServer, toLoopbackUrl } from "./network.ts";
import { FunctionPolicies } from "./permissions/policies.ts";
import { runQueues } from "./queues.ts";
import { type LocalSecrets, runSecrets } from "./secrets.ts";
import type { RunnerContext, SupervisedChild } from "./supervised-child.ts";
import { nameResources, resolveParameters, toApiUrl } from "./template/name-resources.ts";
import { TemplateScope } from "./template/resolve.ts";
import { assertResourcesRunnable } from "./template/resources.ts";
import { loadSynthesizedStack, type SynthesizedStack, synthesizeApp } from "./template/synthesized-stack.ts";

export interface StartContext {
  readonly runner: RunnerContext;
  readonly ports: Ports;
  readonly progress: StartProgress;
  readonly options: SystemOptions;
  readonly teardown: Teardown;
}

/** The running services that functions call. */
export interface Backends {
  readonly context: LocalContext;
  readonly endpoints: LocalEndpoints;
  readonly policies: FunctionPolicies;
  readonly tables: LocalTables;
  readonly accounts: LocalAccounts;
  readonly documents: LocalDocuments;
  readonly secrets: LocalSecrets;
  readonly emailFeedback: LocalEmailFeedback;
  readonly emailDlqUrl: string;
}

/** Starts the emulators while the app is synthesized, then creates the resources of the template in them. */
export async function runBackends(start: StartContext): Promise<Backends> {
  const { runner, ports, progress, options, teardown } = start;
  const inner = await findFreePorts(["database", "ses", "kms", "s3", "cognito", "secrets", "lambda"]);
  const [sesUrl, s3Url, cognitoUrl] = [toLoopbackUrl(inner.ses), toLoopbackUrl(inner.s3), toLoopbackUrl(inner.cognito)];
  const endpoints = {
    dynamodb: options.dynamodb ?? toLoopbackUrl(inner.database),
    kms: toLoopbackUrl(inner.kms),
    ses: toLoopbackUrl(ports.mailbox),
    s3: toLoopbackUrl(ports.documents),
    sqs: toLoopbackUrl(ports.queues),
    secretsManager: toLoopbackUrl(inner.secrets),
    lambda: toLoopbackUrl(inner.lambda),
    cognito: toLoopbackUrl(ports.cognito),
  };
  const cognito = await createCognitoEmulator(inner.cognito, toLoopbackUrl(ports.cognito), runner);
  const ses = createSesEmulator(inner.ses, runner, () => replayEmails(sesUrl, runner.home.mail));
  if (options.cdkOut === undefined) progress.log(synthesisNotice);
  const parts = [
    progress.runStep("template", () => loadStack(runner, options.cdkOut), describeStack),
    startDatabase(start, endpoints.dynamodb, inner.database),
    startChild(start, createS3Emulator(inner.s3, runner), "documents", endpoints.s3),
    startChild(start, cognito, "cognito", toLoopbackUrl(ports.cognito)),
    startChild(start, ses, "mailbox", endpoints.ses),
  ] as const;
  // If a part fails, the others must have started before they can be stopped.
  await Promise.allSettled(parts);
  const [stack] = await Promise.all(parts);
  const context: LocalContext = {
    runner,
    ports,
    stack,
    scope: createScope(stack, ports, options.parameters),
    sources: options.sources,
  };
  nameResources(context);
  const policies = new FunctionPolicies(context);
  const documents = await runDocuments(context, policies, s3Url);
  teardown.add(() => stopServer(documents.server, 0));
  const databaseFile = options.dynamodb === undefined ? runner.home.database : undefined;
  const tables = await progress.runStep(
    "tables",
    () => runTables(context, endpoints.dynamodb, databaseFile),
    ({ names }) => names.join(", "),
  );
  teardown.add(() => tables.records?.close());
  const keys = await progress.runStep(
    "keys",
    async () => runKeys(context, inner.kms, await hasRows(tables)),
    () => "keys/",
  );
  teardown.add(() => stopServer(keys, 0));
  const { secrets, server: secretsServer } = await runSecrets(context, inner.secrets);
  teardown.add(() => stopServer(secretsServer, 0));
  const emailFeedback = new LocalEmailFeedback(context);
  const onAccepted = emailFeedback.onAccepted.bind(emailFeedback);
  const recorder = await startEmailRecorder(ports.mailbox, sesUrl, runner.home.mail, onAccepted);
  teardown.add(() => stopServer(recorder, 0));
  const accounts = await progress.runStep(
    "accounts",
    () => runAccounts(context, cognitoUrl),
    ({ users }) => users.map(({ email }) => email.split("@")[0]).join(", "),
  );
  teardown.add(() => stopServer(accounts.server, 0));
  const queues = await runQueues(context);
  teardown.add(() => stopServer(queues.server, 0));
  const { emailDlqUrl } = queues;
  return { context, endpoints, policies, tables, accounts, documents, secrets, emailFeedback, emailDlqUrl };
}

/** Whether the system has written anything yet. */
async function hasRows({ client, names }: LocalTables): Promise<boolean> {
  for await (const _ of scanItems({ client, name: names[0] ?? "" })) return true;
  return false;
}

/** @param cdkOut a folder with a synthesized app; by default the app is synthesized into the home */
export async function loadStack({ home }: RunnerContext, cdkOut: string | undefined): Promise<SynthesizedStack> {
  const outdir = cdkOut ?? home.cdkOut;
  if (cdkOut === undefined) await synthesizeApp(outdir);
  const stack = await loadSynthesizedStack(outdir);
  assertResourcesRunnable(stack);
  return stack;
}

const describeStack = ({ template }: SynthesizedStack) => `${Object.keys(template.Resources).length} resources`;

/** Creates the scope with the parameters of this deployment. */
export function createScope(
  { template }: SynthesizedStack,
  ports: Ports,
  given: Readonly<Record<string, string>> = {},
): TemplateScope {
  const parameters = { ...given, SiteAddress: toApiUrl(ports.api) };
  return new TemplateScope(resolveParameters(template, parameters), template.Conditions);
}

async function startDatabase(start: StartContext, endpoint: string, emulatorPort: number): Promise<void> {
  const { options, ports, runner, progress, teardown } = start;
  if (options.dynamodb === undefined) {
    const proxy = await startDynamoDbProxy(ports.dynamodb, emulatorPort);
    teardown.add(() => stopServer(proxy, 0));
    const address = toLoopbackUrl(ports.dynamodb);
    return startChild(start, createDynamoDbEmulator(emulatorPort, runner), "database", address);
  }
  await progress.runStep(
    "database",
    async () => {},
    () => `${endpoint}, external`,
  );
}

async function startChild(
  { progress, teardown }: StartContext,
  child: SupervisedChild,
  name: string,
  url: string,
): Promise<void> {
  teardown.add(
    () => child.stop(),
    () => child.stop("SIGKILL"),
  );
  await progress.runStep(
    name,
    () => child.start(),
    () => url,
  );
}
