import { existsSync } from "node:fs";
import { url as inspectorUrl } from "node:inspector";
import { devNull } from "node:os";
import path from "node:path";
import { sourceMaps, sourceMetadata } from "../../infra/build-paths.ts";
import { type LocalContext, type LocalEndpoints, localCredentials } from "../context.ts";
import { describeError, StartError } from "../errors.ts";
import type { FunctionPermissions } from "../permissions/guard-requests.ts";
import type { FunctionPolicies } from "../permissions/policies.ts";
import { localRegion } from "../template/arn.ts";
import { toFunctionArn } from "../template/name-resources.ts";
import { listResources, type TemplateResource } from "../template/resources.ts";
import { FunctionLog, SourcePositions } from "./function-log.ts";
import { LocalFunction } from "./local-function.ts";

type FunctionResource = TemplateResource<"AWS::Lambda::Function">;

/** The timeout with an attached debugger, in ms, because an invocation may stop at a breakpoint. */
const debuggingTimeoutMs = 3_600_000;

/** The functions of the template, each in a thread of its own. */
export class LocalFunctions {
  /** By logical id. */
  readonly all: ReadonlyMap<string, LocalFunction>;
  readonly #logs: FunctionLog[] = [];

  constructor(context: LocalContext, endpoints: LocalEndpoints, policies: FunctionPolicies) {
    const { stack, scope, runner } = context;
    const resources = listResources("AWS::Lambda::Function", stack.template, scope);
    const names = toShortNames(resources.map(({ logicalId }) => logicalId));
    const create = (resource: FunctionResource) => {
      const { logicalId } = resource;
      const name = names.get(logicalId) ?? logicalId;
      const log = new FunctionLog(runner.home.logs, name, runner.log, openSourcePositions(logicalId, context));
      this.#logs.push(log);
      const onLoadError = (error: Error) => runner.log(`the function ${name} can't be loaded: ${error.message}`);
      const settings = toLocalFunctionSettings(resource, context, endpoints);
      const permissions = {
        functionName: name,
        services: toServiceOrigins(endpoints),
        statements: policies.getStatements(logicalId),
      };
      return new LocalFunction({ ...settings, permissions, onOutput: log.write, onLoadError });
    };
    this.all = new Map(resources.map((resource) => [resource.logicalId, create(resource)]));
  }

  /** Loads every function. @throws StartError that names the function that can't be loaded */
  async load(): Promise<void> {
    const load = async (each: LocalFunction) => {
      const toStartError = (cause: unknown) =>
        new StartError(`The function ${each.settings.functionName} can't be loaded: ${describeError(cause)}`, {
          cause,
        });
      await each.warm().catch((error) => Promise.reject(toStartError(error)));
    };
    await Promise.all([...this.all.values()].map(load));
  }

  /**
   * Runs changed code from the next invocation on.
   * @param isAffected whether the function with this file is affected
   */
  reload(isAffected: (file: string) => boolean): void {
    for (const each of this.all.values()) if (isAffected(each.settings.file)) each.reload();
  }

  /** @param target an ARN, or the value of `Ref` @throws StartError when the template has no such function */
  find(target: string): LocalFunction {
    const id = /:function:([^/:]+)/.exec(target)?.[1] ?? target;
    const found = this.all.get(id);
    if (!found) throw new StartError(`${target} is no function of the template`);
    return found;
  }

  get isIdle(): boolean {
    return [...this.all.values()].every(({ isIdle }) => isIdle);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.all.values()].map((each) => each.stop()));
    await Promise.all(this.#logs.map((log) => log.close()));
  }
}

function toLocalFunctionSettings(
  { logicalId, properties }: FunctionResource,
  context: LocalContext,
  endpoints: LocalEndpoints,
) {
  const { Code, Handler, MemorySize, Timeout, Environment, Runtime, Layers } = properties;
  const folder = context.stack.assets.get(Code.S3Key);
  const [module, handler] = Handler.split(".");
  if (!folder || !module || !handler || !Runtime.startsWith("nodejs")) {
    throw new StartError(`${logicalId} can't run locally: ${Runtime}, ${Handler}, ${folder ?? "its code is no asset"}`);
  }
  const source = findSource(logicalId, context);
  return {
    // With `sources`, the source runs instead of the bundle.
    file: context.sources && source ? path.join(context.sources, source) : path.join(folder, `${module}.mjs`),
    handler,
    functionName: logicalId,
    functionArn: toFunctionArn(logicalId),
    memory: MemorySize,
    timeoutMs: inspectorUrl() === undefined ? Timeout * 1_000 : debuggingTimeoutMs,
    environment: {
      ...createLayerPathResolver(Layers, context)(Environment.Variables),
      ...buildRuntimeEnvironment(logicalId, MemorySize, endpoints),
    },
  };
}

/** The entry of a function's source from the root of the repository, if the template names it. */
function findSource(logicalId: string, { stack }: LocalContext): string | undefined {
  const source = stack.template.Resources[logicalId]?.Metadata?.[sourceMetadata];
  return typeof source === "string" ? source : undefined;
}

function openSourcePositions(logicalId: string, context: LocalContext): SourcePositions | undefined {
  const source = findSource(logicalId, context);
  if (source === undefined) return undefined;
  return new SourcePositions(path.join(context.stack.folder, sourceMaps, path.basename(path.dirname(source))));
}

/** The variables that Lambda's runtime adds, and the local endpoints for the SDK. */
function buildRuntimeEnvironment(
  name: string,
  memory: number,
  { dynamodb, kms, ses, s3, sqs, secretsManager, lambda, cognito }: LocalEndpoints,
): Record<string, string> {
  return {
    TZ: "UTC",
    AWS_REGION: localRegion,
    // Tells whose role an address is signed for.
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    // The user's own AWS settings must have no effect.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_KMS: kms,
    AWS_ENDPOINT_URL_SES: ses,
    AWS_ENDPOINT_URL_S3: s3,
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager,
    AWS_ENDPOINT_URL_LAMBDA: lambda,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  };
}

const toServiceOrigins = (endpoints: LocalEndpoints): FunctionPermissions["services"] => ({
  [endpoints.dynamodb]: "dynamodb",
  [endpoints.kms]: "kms",
  [endpoints.ses]: "ses",
  [endpoints.s3]: "s3",
  [endpoints.sqs]: "sqs",
  [endpoints.secretsManager]: "secretsmanager",
  [endpoints.lambda]: "lambda",
  [endpoints.cognito]: "cognito-idp",
});

/** `SignInFunctionC17E776D` becomes `sign-in`. Ids with the same short name stay as they are. */
export function toShortNames(logicalIds: readonly string[]): Map<string, string> {
  const shorten = (id: string) =>
    id
      .replace(/[0-9A-F]{8}$/, "")
      .replace(/(?<=.)Function$/, "")
      .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
      .toLowerCase();
  const ids = Map.groupBy(logicalIds, shorten);
  return new Map(logicalIds.map((id) => [id, ids.get(shorten(id))?.length === 1 ? shorten(id) : id]));
}

const layerMountPath = "/opt/";

/**
 * Replaces paths under `/opt`, where Lambda mounts layers, by paths in the folders of the layers. As in Lambda, a later
 * layer hides an earlier one.
 * @param arns the layers of a function
 * @throws StartError for a layer that the template does not have, and for a path that no layer has
 */
export function createLayerPathResolver(
  arns: readonly string[],
  { stack, scope }: LocalContext,
): (variables: Readonly<Record<string, string>>) => Record<string, string> {
  const layers = listResources("AWS::Lambda::LayerVersion", stack.template, scope);
  const folders = arns.map((arn) => {
    const layer = layers.find(({ logicalId }) => scope.ref(logicalId) === arn);
    const folder = layer && stack.assets.get(layer.properties.Content.S3Key);
    if (!folder) throw new StartError(`${arn} is no layer of the template`);
    return folder;
  });
  const resolvePath = (name: string, value: string) => {
    if (!value.startsWith(layerMountPath)) return value;
    const paths = folders.toReversed().map((folder) => path.join(folder, value.slice(layerMountPath.length)));
    const found = paths.find(existsSync);
    if (!found) throw new StartError(`${name} is ${value}, which is in no layer of the function`);
    return found;
  };
  return (variables) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, resolvePath(name, value)]));
}
