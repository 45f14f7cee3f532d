import { createServer, type IncomingMessage } from "node:http";
import { forwardCall, type ProxyAnswer, sendAnswer } from "./dynamodb-proxy/proxy-answer.ts";
import { listen } from "./listen.ts";
import { Random } from "./random.ts";

/** How the proxy makes a patient mail emulator behave like SES on a bad day. Rates are shares of the calls, 0 to 1. */
export interface SesFaults {
  /** Every chance comes from it: the same calls in the same order meet the same faults. */
  readonly seed: number;
  /** Calls refused because the account sends too fast. */
  readonly throttle: number;
  /** Calls answered with 500 before SES takes the mail. */
  readonly serverError: number;
  /** Mails that SES takes, and whose answer is lost: the connection is cut. */
  readonly dropAnswer: number;
}

const noSesFaults: SesFaults = { seed: 1, throttle: 0, serverError: 0, dropAnswer: 0 };

/** What the proxy did, to tell a test that its faults really happened. */
export interface SesTally {
  calls: number;
  throttled: number;
  serverErrors: number;
  dropped: number;
}

export interface SesProxy {
  readonly endpoint: string;
  readonly tally: SesTally;
  close(): Promise<void>;
}

/** An error as SES's query API answers it. */
function createSesError(status: number, type: "Sender" | "Receiver", code: string, message: string): ProxyAnswer {
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${error}</ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
}

const sesFaultKinds = ["throttle", "serverError", "dropAnswer"] as const;

/** Decides, in the order of arrival, each fault by a stream of its own: switching one on doesn't shift the others. */
function createSesDice(faults: SesFaults) {
  const streams = sesFaultKinds.map(
    (kind, index) => [kind, new Random(faults.seed * sesFaultKinds.length + index)] as const,
  );
  return () => new Set(streams.filter(([kind, stream]) => stream.chance(faults[kind])).map(([kind]) => kind));
}

/** What the call meets before SES hears of it. */
function drawRefusal(fate: ReadonlySet<(typeof sesFaultKinds)[number]>, tally: SesTally): ProxyAnswer | undefined {
  if (fate.has("throttle")) {
    tally.throttled += 1;
    return createSesError(400, "Sender", "Throttling", "Maximum sending rate exceeded.");
  }
  if (!fate.has("serverError")) return undefined;
  tally.serverErrors += 1;
  return createSesError(500, "Receiver", "InternalFailure", "The request processing has failed.");
}

const readSesCall = async (incoming: IncomingMessage) => ({
  method: incoming.method ?? "POST",
  url: incoming.url ?? "/",
  headers: incoming.headers,
  body: Buffer.concat(await Array.fromAsync(incoming)),
});

/** Starts a proxy before an SES endpoint, on a free port of the loopback. */
export async function startSesProxy(target: string, faults: Partial<SesFaults> = {}): Promise<SesProxy> {
  const tally: SesTally = { calls: 0, throttled: 0, serverErrors: 0, dropped: 0 };
  const cast = createSesDice({ ...noSesFaults, ...faults });
  const server = createServer(async (incoming, outgoing) => {
    tally.calls += 1;
    const fate = cast();
    try {
      const call = await readSesCall(incoming);
      const refused = drawRefusal(fate, tally);
      if (refused) return sendAnswer(outgoing, refused);
      const answer = await forwardCall(target, call);
      if (answer.status !== 200 || !fate.has("dropAnswer")) return sendAnswer(outgoing, answer);
      tally.dropped += 1;
      outgoing.destroy();
    } catch {
      outgoing.destroy();
    }
  });
  return { ...(await listen(server)), tally };
}
