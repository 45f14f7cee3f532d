import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { GivenUpMail } from "./post.ts";

/** Puts what was given up into a queue that wakes someone; `npm run redrive` takes it out. */
export const givenUpQueue =
  (client: SQSClient, QueueUrl: string) =>
  async (mail: GivenUpMail): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(mail) }));
  };
