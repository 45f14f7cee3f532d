import { admit, type Particulars, refuse, type Verdict } from "#shared/domain/entry/verdict.ts";
import { type AnswerOf, call, Unreachable } from "../../api/client.ts";
import { freshToken } from "../../session/staff-session.ts";
import type { Shown } from "./kept.ts";
import type { Reading } from "./memory.ts";

/** So long a badge's holder waits for the server before the gate decides alone, in ms. */
const patience = 3_000;

/** What the server says to a badge. @throws Refused, Unreachable, DOMException when it took too long */
export async function askServer(conferenceId: string, { scanId, token, at, door }: Reading): Promise<Shown> {
  const { items } = await call("scan", {
    params: { conferenceId },
    body: { ...door, scans: [{ scanId, token, at }] },
    token: await freshToken(),
    signal: AbortSignal.timeout(patience),
  });
  const [answer] = items;
  if (!answer) throw new Unreachable("no verdict");
  return { scanId, verdict: verdictOf(answer), person: answer.person, door, offline: false, at };
}

/** The contract says what is in an answer by its JSON, the rules by their types; a refusal without a reason stays one. */
function verdictOf({ verdict, reason, particulars }: AnswerOf<"scan">["items"][number]): Verdict {
  return verdict === "admit" ? admit : refuse(reason ?? "forged", particulars as Particulars | undefined);
}
