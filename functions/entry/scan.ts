import { type BadgeSigner, conferenceTag, type TokenVerdict, verifyToken } from "#shared/badge/token.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { type BadgeClaims, judge, type Verdict } from "#shared/domain/entry.ts";
import { asItAppears } from "#shared/domain/protection.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { displayName, type Registration } from "#shared/domain/registration.ts";
import { actorOf, mustBeStaff } from "#shared/http/caller.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { message } from "#shared/messages/message.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { earlierVerdict, type Holder, keepScan, loadHolder, type Scan } from "#shared/store/entry.ts";
import type { Table } from "#shared/store/table.ts";

type Reading = Request<"scan">["body"]["scans"][number];

/** Badges read at a gate, in the order they were read; the same reading again gets the same answer. */
export const scan =
  (table: Table, signer: BadgeSigner): Handler<"scan"> =>
  async (request) => {
    const conference = await loadConference(table, request.params.conferenceId);
    mustBeStaff(conference, request);
    const keys = [await signer.publishedKey()];
    const items = [];
    for (const reading of request.body.scans) {
      const token = await verifyToken(keys, reading.token);
      items.push(await readOne(table, conference, request, reading, token));
    }
    return { items, next: null };
  };

/** Judges on what is stored, and keeps the verdict; anew, when the person moved or changed in between. */
async function readOne(
  table: Table,
  conference: Conference,
  request: Request<"scan">,
  reading: Reading,
  token: TokenVerdict,
) {
  const { deadline, language } = request;
  const claims = "refused" in token ? undefined : token;
  while (Date.now() < deadline) {
    const holder = claims ? await loadHolder(table, claims.registrationId) : nobody;
    const verdict = await judgeToken(conference, token, holder, request.body.direction);
    const scan = scanOf(conference, request, reading, claims, verdict);
    const kept = await keepScan(table, scan, holder, deadline);
    if (kept === "kept") return view(scan, holder.registration, language);
    if (kept === "scanned") {
      const earlier = await earlierVerdict(table, conference.conferenceId, reading.scanId);
      if (earlier) return view(earlier, earlier.registrationId ? holder.registration : undefined, language);
    }
  }
  throw new Refusal("too-busy");
}

const nobody: Holder = { registration: undefined, presence: undefined };

async function judgeToken(
  conference: Conference,
  token: TokenVerdict,
  holder: Holder,
  direction: "in" | "out",
): Promise<Verdict> {
  if ("refused" in token) return { verdict: "refuse", reason: token.refused };
  const { conferenceId } = conference;
  if (token.conferenceTag !== (await conferenceTag(conferenceId)))
    return { verdict: "refuse", reason: "other-conference" };
  return judge(conferenceId, token, holder.registration, holder.presence, direction);
}

function scanOf(
  { conferenceId }: Conference,
  { body: { gate, direction }, caller }: Request<"scan">,
  { scanId, at }: Reading,
  claims: BadgeClaims | undefined,
  verdict: Verdict,
): Scan {
  const actor = actorOf(caller);
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  return { scanId, conferenceId, gate, direction, at, by, registrationId: claims?.registrationId, verdict };
}

/** The verdict with its reason in words; and who the person is, to those who wear a badge of this conference. */
function view(
  { scanId, conferenceId, verdict }: Scan,
  holder: Registration | undefined,
  language: Request<"scan">["language"],
) {
  const reason =
    verdict.verdict === "refuse"
      ? { reason: verdict.reason, message: message(language, `reason.${verdict.reason}`) }
      : {};
  const known = holder?.conferenceId === conferenceId ? { person: personView(holder) } : {};
  return { scanId, verdict: verdict.verdict, ...reason, ...known };
}

function personView(holder: Registration) {
  const { category, organization } = asItAppears(holder);
  return { nameOnBadge: displayName(holder), category, ...(organization !== undefined && { organization }) };
}
