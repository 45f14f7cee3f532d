import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import * as z from "zod/mini";
import type { LocalContext } from "./context.ts";
import { describeError, StartError } from "./errors.ts";
import { parseJsonObject, replaceFile } from "./home.ts";
import { readRequestBody, startServer } from "./network.ts";
import { listResources, type ResourceProperties } from "./template/resources.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The secrets of the template. Each is in a file that only its owner can read. */
export class LocalSecrets {
  readonly #folder: string;
  readonly #names = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get arns(): readonly string[] {
    return [...this.#names.keys()];
  }

  /** Generates the first value at the first start. */
  add(arn: string, name: string, { GenerateSecretString }: ResourceProperties<"AWS::SecretsManager::Secret">): void {
    this.#names.set(arn, name);
    if (existsSync(this.#toFile(arn))) return;
    const { SecretStringTemplate, GenerateStringKey, PasswordLength } = GenerateSecretString;
    const generated = Array.from({ length: PasswordLength }, () => letters.charAt(randomInt(letters.length))).join("");
    this.write(arn, JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: generated }));
  }

  /** @throws Error for a secret that the template does not have */
  read(arn: string): string {
    return readFileSync(this.#toFile(arn), "utf8");
  }

  write(arn: string, text: string): void {
    replaceFile(this.#toFile(arn), text);
  }

  /** Replaces CloudFormation's references to values of secrets. */
  resolveReferences(text: string): string {
    return text.replaceAll(/\{\{resolve:secretsmanager:(.+?):SecretString:([^:}]+)\}\}/g, (_all, arn, key) =>
      String(this.#readFields(arn)[key]),
    );
  }

  #readFields(arn: string): Record<string, unknown> {
    const fields = parseJsonObject<Record<string, unknown>>(this.read(arn));
    if (fields) return fields;
    throw new StartError(`${this.#toFile(arn)} is damaged. Remove it: the next start generates another value.`);
  }

  #toFile(arn: string): string {
    const name = this.#names.get(arn);
    if (name === undefined) throw new Error(`there is no secret ${arn}`);
    return path.join(this.#folder, `${name}.json`);
  }
}

/** Creates the secrets of the template, and starts Secrets Manager with them. */
export async function runSecrets(
  { stack, scope, runner }: LocalContext,
  port: number,
): Promise<{ secrets: LocalSecrets; server: Server }> {
  const secrets = new LocalSecrets(runner.home.secrets);
  for (const { logicalId, properties } of listResources("AWS::SecretsManager::Secret", stack.template, scope))
    secrets.add(scope.ref(logicalId), logicalId, properties);
  return { secrets, server: await startSecretsServer(port, secrets) };
}

const getValueSchema = z.object({ SecretId: z.string() });
const putValueSchema = z.object({ SecretId: z.string(), SecretString: z.string() });

/** Implements the two operations of Secrets Manager that Palais uses. */
export function startSecretsServer(port: number, secrets: LocalSecrets): Promise<Server> {
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    GetSecretValue: (input) => {
      const { SecretId } = z.parse(getValueSchema, input);
      return { ARN: SecretId, SecretString: secrets.read(SecretId) };
    },
    PutSecretValue: (input) => {
      const { SecretId, SecretString } = z.parse(putValueSchema, input);
      secrets.write(SecretId, SecretString);
      return { ARN: SecretId };
    },
  };
  const server = createServer(async (request, response) => {
    const [, name = ""] = String(request.headers["x-amz-target"]).split(".");
    const headers = { "content-type": "application/x-amz-json-1.1" };
    try {
      const execute = operations[name];
      if (!execute) throw new Error(`the operation ${name} is not supported`);
      const output = execute(JSON.parse((await readRequestBody(request)).toString("utf8")));
      response.writeHead(200, headers).end(JSON.stringify(output));
    } catch (error) {
      const fault = { __type: "ResourceNotFoundException", message: describeError(error) };
      response.writeHead(400, headers).end(JSON.stringify(fault));
    }
  });
  return startServer(server, port);
}
