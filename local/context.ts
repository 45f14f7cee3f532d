import type { StartProgress } from "./lifecycle.ts";
import type { Ports } from "./network.ts";
import type { RunnerContext } from "./supervised-child.ts";
import { localRegion } from "./template/arn.ts";
import type { TemplateScope } from "./template/resolve.ts";
import type { SynthesizedStack } from "./template/synthesized-stack.ts";

export interface SystemOptions {
  /** The folder of the state. `npm start` uses `.palais`. */
  readonly home: string;
  /** The first of the block of ports (network.ts). */
  readonly port: number;
  readonly progress?: StartProgress;
  /** A folder with a synthesized app, which is used instead of synthesizing `infra/app.ts`. */
  readonly cdkOut?: string;
  /** The endpoint of a running DynamoDB, or of a proxy before one, which is used instead of the packaged one. */
  readonly dynamodb?: string;
  /** Values of parameters of the template, besides that of the site's address. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether missing seed conferences are created; true by default. */
  readonly seeds?: boolean;
  /** When the bundle of a function is loaded: at its first call by default. Measurements load bundles at the start. */
  readonly loadFunctions?: "at-start" | "at-first-call";
  /**
   * The root of a working copy whose sources run instead of the bundles and the built pages. A changed source is live
   * at the next request. Changes of the template need a restart.
   */
  readonly sources?: string;
}

/** What the parts of the system are started from. */
export interface LocalContext {
  readonly runner: RunnerContext;
  readonly ports: Ports;
  readonly stack: SynthesizedStack;
  readonly scope: TemplateScope;
  readonly sources?: string | undefined;
}

/** The endpoints of the AWS services that functions call. */
export interface LocalEndpoints {
  readonly dynamodb: string;
  readonly kms: string;
  readonly ses: string;
  readonly s3: string;
  readonly sqs: string;
  readonly secretsManager: string;
  readonly lambda: string;
  readonly cognito: string;
}

/** The credentials for all emulators. None of them verifies signatures. */
export const localCredentials = { accessKeyId: "local", secretAccessKey: "local" };

/** The configuration of an AWS client for a local endpoint. */
export const toClientConfig = (endpoint: string) => ({ endpoint, region: localRegion, credentials: localCredentials });
