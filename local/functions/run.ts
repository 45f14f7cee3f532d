import { url as inspectorUrl } from "node:inspector";
import { devNull } from "node:os";
import path from "node:path";
import { sourceMaps, sourceMetadata } from "../../infra/sources.ts";
import { type Context, credentials, type Endpoints } from "../context.ts";
import { functionArn } from "../name-resources.ts";
import { StartError } from "../start-error.ts";
import { region } from "../template/resolve.ts";
import { type Resource, resourcesOf } from "../template/resources.ts";
import { FunctionLog } from "./function-log.ts";
import { layersOf } from "./layers.ts";
import { LocalFunction } from "./local-function.ts";
import { SourcePositions } from "./source-positions.ts";

type FunctionResource = Resource<"AWS::Lambda::Function">;

/** With a debugger attached a call may stand at a breakpoint for this long, in ms. */
const debuggedFor = 3_600_000;

/** The functions of the template, each in a thread of its own. */
export class Functions {
  readonly all: ReadonlyMap<string, LocalFunction>;
  readonly #logs: readonly FunctionLog[];

  constructor(context: Context, endpoints: Endpoints) {
    const { stack, scope, house } = context;
    const resources = resourcesOf("AWS::Lambda::Function", stack.template, scope);
    const names = shortNames(resources.map(({ logicalId }) => logicalId));
    const made = resources.map((resource) => {
      const name = names.get(resource.logicalId) ?? resource.logicalId;
      const log = new FunctionLog(house.home.logs, name, house.remark, positionsIn(resource, context));
      const onLoadError = (error: Error) => house.remark(`the function ${name} can't be loaded: ${error.message}`);
      const settings = { ...settingsOf(resource, context, endpoints), onOutput: log.write, onLoadError };
      return { log, id: resource.logicalId, made: new LocalFunction(settings) };
    });
    this.all = new Map(made.map((each) => [each.id, each.made]));
    this.#logs = made.map(({ log }) => log);
  }

  /** Loads every function. @throws StartError that names the one that can't be loaded */
  async load(): Promise<void> {
    await Promise.all([...this.all.values()].map(load));
  }

  /** Runs changed code with the next call. @param fits whether a function whose code is this file is affected */
  reload(fits: (file: string) => boolean): void {
    for (const each of this.all.values()) if (fits(each.settings.file)) each.reload();
  }

  /** @param target an ARN, or what `Ref` gives @throws StartError when it is no function of the template */
  find(target: string): LocalFunction {
    const id = /:function:([^/:]+)/.exec(target)?.[1] ?? target;
    const found = this.all.get(id);
    if (!found) throw new StartError(`${target} is no function of the template`);
    return found;
  }

  get areIdle(): boolean {
    return [...this.all.values()].every(({ isIdle }) => isIdle);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.all.values()].map((each) => each.stop()));
    await Promise.all(this.#logs.map((log) => log.close()));
  }
}

async function load(made: LocalFunction): Promise<void> {
  try {
    await made.warm();
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new StartError(`The function ${made.settings.functionName} can't be loaded: ${why}`, { cause: error });
  }
}

function settingsOf({ logicalId, properties }: FunctionResource, context: Context, endpoints: Endpoints) {
  const { Code, Handler, MemorySize, Timeout, Environment, Runtime, Layers } = properties;
  const folder = context.stack.assets.get(Code.S3Key);
  const [module, handler] = Handler.split(".");
  if (!folder || !module || !handler || !Runtime.startsWith("nodejs")) {
    throw new StartError(`${logicalId} can't be run here: ${Runtime}, ${Handler}, ${folder ?? "its code is no asset"}`);
  }
  return {
    file: sourceFile(logicalId, context) ?? path.join(folder, `${module}.mjs`),
    handler,
    functionName: logicalId,
    functionArn: functionArn(logicalId),
    memory: MemorySize,
    timeoutMs: inspectorUrl() === undefined ? Timeout * 1_000 : debuggedFor,
    environment: {
      ...layersOf(Layers, context)(Environment.Variables),
      ...runtimeEnvironment(logicalId, MemorySize, endpoints),
    },
  };
}

/** The entry of a function's source from the root of the repository, where the template names it. */
function sourceOf(logicalId: string, { stack }: Context): string | undefined {
  const source = stack.template.Resources[logicalId]?.Metadata?.[sourceMetadata];
  return typeof source === "string" ? source : undefined;
}

/** The source that runs instead of the bundle; undefined when bundles run. */
function sourceFile(logicalId: string, context: Context): string | undefined {
  const source = sourceOf(logicalId, context);
  return context.sources === undefined || source === undefined ? undefined : path.join(context.sources, source);
}

function positionsIn({ logicalId }: FunctionResource, context: Context): SourcePositions | undefined {
  const source = sourceOf(logicalId, context);
  if (source === undefined) return undefined;
  return new SourcePositions(path.join(context.stack.folder, sourceMaps, path.basename(path.dirname(source))));
}

/** What Lambda's runtime adds to a function's environment, and where its SDK finds the local parts. */
function runtimeEnvironment(
  name: string,
  memory: number,
  { dynamodb, kms, ses, s3, sqs }: Endpoints,
): Record<string, string> {
  return {
    TZ: "UTC",
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // Whoever runs this may have settings of their own for AWS.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_KMS: kms,
    AWS_ENDPOINT_URL_SES: ses,
    AWS_ENDPOINT_URL_S3: s3,
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  };
}

/** `SignInFunctionC17E776D` is `sign-in`; where two would be the same, both keep what CDK calls them. */
export function shortNames(logicalIds: readonly string[]): Map<string, string> {
  const short = (id: string) =>
    id
      .replace(/[0-9A-F]{8}$/, "")
      .replace(/(?<=.)Function$/, "")
      .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
      .toLowerCase();
  const all = logicalIds.map(short);
  return new Map(
    logicalIds.map((id, at) => [id, all.indexOf(all[at] ?? "") === all.lastIndexOf(all[at] ?? "") ? short(id) : id]),
  );
}
