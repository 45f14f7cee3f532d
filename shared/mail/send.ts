import { SESClient, type SESClientConfig, SendRawEmailCommand } from "@aws-sdk/client-ses";

/** So long SES may take for one mail, in ms; who never answers is cut off well within the lease of the mail. */
const patience = { connectionTimeout: 1_000, requestTimeout: 8_000, throwOnRequestTimeout: true };

/** A client that asks once: SES has no idempotent send, so only the outbox, which keeps record, may ask again. */
export const openSes = (config: SESClientConfig = {}): SESClient =>
  new SESClient({ requestHandler: patience, ...config, maxAttempts: 1 });

/**
 * Gives raw mails to SES, under the configuration set that watches bounces.
 * @returns a function that answers SES's message id; it throws the SDK's error when SES refuses or doesn't answer
 */
export const sesSender =
  (client: SESClient, configurationSet: string) =>
  async (raw: Uint8Array, to: string): Promise<string> => {
    const input = { RawMessage: { Data: raw }, Destinations: [to], ConfigurationSetName: configurationSet };
    const { MessageId } = await client.send(new SendRawEmailCommand(input));
    if (MessageId === undefined) throw new Error("SES took a mail without an id");
    return MessageId;
  };
