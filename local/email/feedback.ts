import { randomUUID } from "node:crypto";
import type { LocalContext } from "../context.ts";
import type { LocalFunctions } from "../functions/local-functions.ts";
import { listResources } from "../template/resources.ts";

/** An email that SES accepted. */
export interface AcceptedEmail {
  readonly raw: Buffer;
  readonly to: string;
  readonly messageId: string;
  readonly configurationSet: string;
}

interface FeedbackEvent {
  readonly eventType: "Bounce" | "Complaint";
}

const createBounce =
  (bounceType: string, bounceSubType: string, status: string) => (to: string, timestamp: string) => ({
    eventType: "Bounce" as const,
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: to, action: "failed", status }],
      timestamp,
    },
  });

/** The local parts of addresses that bounce or complain. All other addresses accept their emails. */
const feedbackByLocalPart: Readonly<Record<string, (to: string, timestamp: string) => FeedbackEvent & object>> = {
  bounce: createBounce("Permanent", "General", "5.1.1"),
  "mailbox-full": createBounce("Transient", "MailboxFull", "4.2.2"),
  complaint: (to, timestamp) => ({
    eventType: "Complaint",
    complaint: { complainedRecipients: [{ emailAddress: to }], complaintFeedbackType: "abuse", timestamp },
  }),
};

/** `bounce+4@example.org` bounces too, so that a test can have several addresses. */
const findFeedback = (to: string) => feedbackByLocalPart[to.split("@")[0]?.split("+")[0] ?? ""];

/** The unfolded headers of a raw email. */
function parseEmailHeaders(raw: Buffer) {
  const [head = ""] = raw.toString("utf8").split("\r\n\r\n");
  return head
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((each) => ({ name: each.slice(0, each.indexOf(":")), value: each.slice(each.indexOf(":") + 1).trim() }));
}

/** As Lambda invokes a function for SNS. */
const maxAttempts = 3;

/**
 * Publishes the bounces and complaints of SES: from the event destinations of a configuration set through their topics
 * to the subscribed functions, as in the template.
 */
export class LocalEmailFeedback {
  readonly #context: LocalContext;
  /** Emails that were accepted before the functions were ready. */
  readonly #queue: AcceptedEmail[] = [];
  #functions: LocalFunctions | undefined;

  constructor(context: LocalContext) {
    this.#context = context;
  }

  publishTo(functions: LocalFunctions): void {
    this.#functions = functions;
    for (const email of this.#queue.splice(0)) this.onAccepted(email);
  }

  /** Invokes the subscribers, if the address bounces or complains. */
  onAccepted(email: AcceptedEmail): void {
    const createEvent = findFeedback(email.to);
    if (!createEvent) return;
    if (!this.#functions) {
      this.#queue.push(email);
      return;
    }
    const timestamp = new Date().toISOString();
    const { messageId, to, raw } = email;
    const mail = { timestamp, messageId, destination: [to], headers: parseEmailHeaders(raw) };
    const event = { ...createEvent(to, timestamp), mail };
    const log = (text: string) => this.#context.runner.log(`email feedback: ${text}`);
    for (const { topic, target } of this.#listSubscribers(email.configurationSet, event.eventType, this.#functions)) {
      void target.invokeWithRetry(createSnsEvent(topic, event), maxAttempts, (attempt) => 1_000 * attempt, log);
    }
  }

  #listSubscribers(configurationSet: string, eventType: FeedbackEvent["eventType"], functions: LocalFunctions) {
    const { stack, scope } = this.#context;
    const topics = listResources("AWS::SES::ConfigurationSetEventDestination", stack.template, scope)
      .filter(({ properties }) => properties.ConfigurationSetName === configurationSet)
      .map(({ properties }) => properties.EventDestination)
      .filter(({ Enabled, MatchingEventTypes }) => Enabled && MatchingEventTypes.includes(eventType.toLowerCase()))
      .map(({ SnsDestination }) => SnsDestination.TopicARN);
    return listResources("AWS::SNS::Subscription", stack.template, scope)
      .filter(({ properties }) => topics.includes(properties.TopicArn))
      .map(({ properties }) => ({ topic: properties.TopicArn, target: functions.find(properties.Endpoint) }));
  }
}

const createSnsEvent = (TopicArn: string, message: object) => ({
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
