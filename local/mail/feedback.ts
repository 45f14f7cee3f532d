import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import type { Functions } from "../functions/run.ts";
import { resourcesOf } from "../template/resources.ts";

/** A mail that SES took. */
export interface TakenMail {
  readonly raw: Buffer;
  readonly to: string;
  readonly messageId: string;
  readonly configurationSet: string;
}

interface Event {
  readonly eventType: "Bounce" | "Complaint";
}

/** Which addresses send mails back, by their local part, and as what. All others keep what they get. */
const comebacks: Readonly<Record<string, (to: string, timestamp: string) => Event & object>> = {
  bounce: (to, timestamp) => ({
    eventType: "Bounce",
    bounce: { bounceType: "Permanent", bounceSubType: "General", bouncedRecipients: bounced(to, "5.1.1"), timestamp },
  }),
  "mailbox-full": (to, timestamp) => ({
    eventType: "Bounce",
    bounce: {
      bounceType: "Transient",
      bounceSubType: "MailboxFull",
      bouncedRecipients: bounced(to, "4.2.2"),
      timestamp,
    },
  }),
  complaint: (to, timestamp) => ({
    eventType: "Complaint",
    complaint: { complainedRecipients: [{ emailAddress: to }], complaintFeedbackType: "abuse", timestamp },
  }),
};

const bounced = (to: string, status: string) => [{ emailAddress: to, action: "failed", status }];

/** `bounce+4@example.org` bounces too, so that a test may have several. */
const kindOf = (to: string) => comebacks[to.split("@")[0]?.split("+")[0] ?? ""];

/** The headers of a raw mail, each on one line. */
function headersOf(raw: Buffer) {
  const [head = ""] = raw.toString("utf8").split("\r\n\r\n");
  return head
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((each) => ({ name: each.slice(0, each.indexOf(":")), value: each.slice(each.indexOf(":") + 1).trim() }));
}

/** A function tried so often, as Lambda tries what SNS brings it. */
const attempts = 3;

/**
 * What SES publishes of mails that came back, from the configuration set's destinations through their topic to the
 * functions that have subscribed to it: all as the template says.
 */
export class MailFeedback {
  readonly #context: Context;
  readonly #waiting: TakenMail[] = [];
  #functions: Functions | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** From now on the functions are there; what came back before goes to them now. */
  publishTo(functions: Functions): void {
    this.#functions = functions;
    for (const mail of this.#waiting.splice(0)) this.taken(mail);
  }

  /** Tells the subscribers, if the mail comes back. */
  taken(mail: TakenMail): void {
    const make = kindOf(mail.to);
    if (!make) return;
    if (!this.#functions) {
      this.#waiting.push(mail);
      return;
    }
    const timestamp = new Date().toISOString();
    const about = { timestamp, messageId: mail.messageId, destination: [mail.to], headers: headersOf(mail.raw) };
    const event = { ...make(mail.to, timestamp), mail: about };
    for (const { topic, target } of this.#subscribers(mail.configurationSet, event.eventType, this.#functions)) {
      void this.#invoke(target, snsEvent(topic, event));
    }
  }

  #subscribers(set: string, eventType: Event["eventType"], functions: Functions) {
    const { stack, scope } = this.#context;
    const topics = resourcesOf("AWS::SES::ConfigurationSetEventDestination", stack.template, scope)
      .filter(({ properties }) => properties.ConfigurationSetName === set)
      .map(({ properties }) => properties.EventDestination)
      .filter(({ Enabled, MatchingEventTypes }) => Enabled && MatchingEventTypes.includes(eventType.toLowerCase()))
      .map(({ SnsDestination }) => SnsDestination.TopicARN);
    return resourcesOf("AWS::SNS::Subscription", stack.template, scope)
      .filter(({ properties }) => topics.includes(properties.TopicArn))
      .map(({ properties }) => ({ topic: properties.TopicArn, target: functions.find(properties.Endpoint) }));
  }

  async #invoke(target: LocalFunction, event: object): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        await target.invoke(event);
        return;
      } catch (error) {
        if (attempt === attempts)
          this.#context.house.remark(`mail feedback: ${error instanceof Error ? error.message : error}`);
        else await sleep(1_000 * attempt);
      }
    }
  }
}

const snsEvent = (TopicArn: string, message: object) => ({
  Records: [
    {
      EventSource: "aws:sns",
      EventVersion: "1.0",
      EventSubscriptionArn: `${TopicArn}:local`,
      Sns: {
        Type: "Notification",
        MessageId: randomUUID(),
        TopicArn,
        Subject: "Amazon SES Email Event Notification",
        Message: JSON.stringify(message),
        Timestamp: new Date().toISOString(),
        MessageAttributes: {},
      },
    },
  ],
});
