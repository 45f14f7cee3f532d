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
}
