import type { Progress } from "./progress.ts";

export interface SystemOptions {
  /** The folder of the state, `.palais` if a person starts it. */
  readonly home: string;
  /** The first of the block of ports: API, mailbox, DynamoDB, Cognito. */
  readonly port: number;
  readonly progress?: Progress;
  /** A CDK app other than `infra/app.ts`. */
  readonly app?: string;
  /** A folder with a synthesised app, which is then not synthesised again. */
  readonly cdkOut?: string;
  /** A DynamoDB that runs already, or a proxy before one, instead of a database of the system's own. */
  readonly dynamodb?: string;
  /** Whether the conferences of the seeds are loaded if they aren't there; true if nothing is said. */
  readonly seeds?: boolean;
  /** When a function's bundle is loaded; at its first call if nothing is said. A measurement wants it loaded before. */
  readonly loadFunctions?: "at-start" | "at-first-call";
  /**
   * The root of a working copy whose sources run instead of the bundles and the built pages; each change in them is live
   * at the next request. What the template says stays.
   */
  readonly sources?: string;
}
