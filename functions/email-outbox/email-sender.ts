import { setTimeout as sleep } from "node:timers/promises";
import { SESClient, type SESClientConfig, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { EmailFailureReason } from "#shared/model/email.ts";

/** An email as SES takes it, and what is to be done once it is sent. */
interface RenderedEmail {
  readonly raw: Uint8Array;
  readonly to: string;
  readonly afterSent?: () => Promise<void>;
}

/** A rendered email, or the reason not to send it. A withheld one counts as sent. */
export type WrittenEmail =
  | RenderedEmail
  | { readonly isWithheld: true }
  | { readonly unsent: Extract<EmailFailureReason, "nothing-to-send" | "unconfirmed" | "suppressed" | "too-many"> };

/** A failed email as the dead-letter queue has it, without address and name. */
export interface DeadLetterEmail {
  readonly emailId: string;
  readonly conferenceId: string;
  readonly kind: string;
  readonly reason: EmailFailureReason;
  readonly error?: string;
}

/** The conditions of one attempt to write an email. */
export interface EmailAttempt {
  /** The time after which no badge is made any more, in ms of `Date.now()`. */
  readonly until: number;
  /** Whether the email goes without the badge as a file, because it ended earlier attempts. */
  readonly omitsBadge: boolean;
}

/** The dependencies of the outbox. */
export interface EmailSender {
  readonly table: Table;
  /**
   * Renders a queued email with the person's current data.
   * @throws DomainError `too-busy` if the time is over
   */
  readonly write: (email: QueuedEmail, attempt: EmailAttempt) => Promise<WrittenEmail>;
  /** Sends an email through SES. @returns its message id */
  readonly send: (raw: Uint8Array, to: string) => Promise<string>;
  /** Reports an email that an operator must look at. */
  readonly sendToDeadLetterQueue: (email: DeadLetterEmail) => Promise<void>;
  readonly now?: () => number;
}

/** Writes to the queue whose alarm alerts an operator. `npm run redrive` empties it. */
export const createDeadLetterSender =
  (client: SQSClient, QueueUrl: string) =>
  async (email: DeadLetterEmail): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(email) }));
  };

/** The time-outs of SES, in ms: well within the lease of an email. */
const sesTimeouts = { connectionTimeout: 1_000, requestTimeout: 8_000, throwOnRequestTimeout: true };

/** A client without retries. SES has no idempotent send, so only the outbox, which keeps records, may send again. */
export const createSesClient = (config: SESClientConfig = {}): SESClient =>
  new SESClient({ requestHandler: sesTimeouts, ...config, maxAttempts: 1 });

/**
 * Sends raw emails through SES, under the configuration set that reports bounces.
 * @returns a function that returns the message id, and throws the error of the SDK
 */
export const createSesSender =
  (client: SESClient, configurationSet: string) =>
  async (raw: Uint8Array, to: string): Promise<string> => {
    const input = { RawMessage: { Data: raw }, Destinations: [to], ConfigurationSetName: configurationSet };
    const { MessageId } = await client.send(new SendRawEmailCommand(input));
    if (MessageId === undefined) throw new Error("SES returned no message id");
    return MessageId;
  };

/**
 * Why SES has certainly not taken an email. `throttled` and `outage` do not depend on the email: in an outage the
 * account must be mended first. `refused` is about this email.
 */
type SesRejection = "throttled" | "outage" | "refused";

/**
 * The names of errors by which services of AWS refuse requests that are too many. Most count them as faults of the
 * client.
 */
export const throttlingNames = /throttl|TooManyRequests|LimitExceeded/i;

/** The account or the configuration set is paused, missing or not verified, or the credentials are not accepted. */
const outageNames =
  /SendingPaused|ConfigurationSetDoesNotExist|NotVerified|ProductionAccessNotGranted|AccessDenied|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|OptInRequired/;

/**
 * SES says so, with the name `MessageRejected`, of a sender, and in its sandbox of a recipient, that is not verified.
 */
const notVerified = /not verified|sending (?:is |has been )?paused/i;

/** @returns `undefined` if SES did not respond or failed: the outcome is unknown */
export function classifySesError(error: unknown): SesRejection | undefined {
  const { name = "", message = "", $metadata } = error as Partial<Error> & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status < 400 || status >= 500) return undefined;
  if (throttlingNames.test(name) || status === 429) return "throttled";
  return outageNames.test(name) || status === 403 || notVerified.test(message) ? "outage" : "refused";
}

/** The pauses before SES is called again, in ms: six seconds in all, well within the lease of an email. */
const retryPausesMs = [100, 300, 700, 1_500, 3_000];

/** Sends again after a pause while SES throttles. @throws the last error of SES */
export async function retryWhileThrottled<T>(send: () => Promise<T>): Promise<T> {
  for (const pause of retryPausesMs) {
    try {
      return await send();
    } catch (error) {
      if (classifySesError(error) !== "throttled") throw error;
      await sleep(pause * (0.5 + Math.random()));
    }
  }
  return send();
}
