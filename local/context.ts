import type { House } from "./child.ts";
import type { Ports } from "./ports.ts";
import type { Scope } from "./template/resolve.ts";
import type { Stack } from "./template/template.ts";

/** What every part is brought up from. */
export interface Context {
  readonly house: House;
  readonly ports: Ports;
  readonly stack: Stack;
  readonly scope: Scope;
  /** The root of the sources that run instead of the bundles. */
  readonly sources?: string | undefined;
}

/** The addresses at which the functions find what they call. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly kms: string;
  readonly ses: string;
  readonly s3: string;
  readonly sqs: string;
}

/** For everything that wants to be signed with credentials and checks none. */
export const credentials = { accessKeyId: "local", secretAccessKey: "local" };
