import { SESClient, type SESClientConfig, SendRawEmailCommand } from "@aws-sdk/client-ses";

/** A client that asks once: SES has no idempotent send, so only the outbox, which keeps record, may ask again. */
export const openSes = (config: SESClientConfig = {}): SESClient => new SESClient({ ...config, maxAttempts: 1 });

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
