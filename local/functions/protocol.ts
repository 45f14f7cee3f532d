/** What the runner and a function's thread say to each other. Events and answers travel as JSON, as they do in AWS. */

export interface SandboxSettings {
  readonly file: string;
  /** The name under which the module exports the handler. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  /** In MB. */
  readonly memory: number;
}

export interface Invocation {
  readonly id: number;
  readonly event: string;
  readonly requestId: string;
  /** In ms since 1970. */
  readonly deadline: number;
}

export type Said =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly id: number; readonly json: string }
  | { readonly kind: "error"; readonly id: number; readonly type: string; readonly message: string };
