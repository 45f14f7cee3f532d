import type * as z from "zod/mini";
import type { scansAnswer } from "#shared/contract/entry.ts";
import type { Documents } from "#shared/documents/bucket.ts";
import type { Conference, Language } from "#shared/domain/conference.ts";
import type { Particulars, RefusalReason } from "#shared/domain/entry/verdict.ts";
import { locales } from "#shared/domain/locale.ts";
import { asItAppears } from "#shared/domain/protection.ts";
import { displayName, type Registration } from "#shared/domain/registration.ts";
import { gateMessages } from "#shared/i18n/messages.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { photoAddress } from "./photo.ts";
import type { Kept } from "./read-one.ts";

type View = z.input<typeof scansAnswer>["items"][number];

/** Where somebody stands before the operator, and the operator's language. */
export interface Counter {
  readonly table: Table;
  readonly documents: Documents;
  readonly conference: Conference;
  readonly language: Language;
}

/**
 * The verdict with its reason in words; and who the person is, to those who wear a badge of this conference. With their
 * photo, unless they passed long ago: then there is nobody to compare it with.
 */
export async function scanView(
  { table, documents, conference, language }: Counter,
  { scan, holder: { registration }, isOffline }: Kept & { readonly isOffline: boolean },
): Promise<View> {
  const { scanId, verdict, conflict } = scan;
  const isOurs = scan.registrationId !== undefined && registration?.conferenceId === conference.conferenceId;
  const photo = isOurs && !isOffline ? await photoAddress(table, documents, registration) : undefined;
  return {
    scanId,
    verdict: verdict.verdict,
    ...(verdict.verdict === "refuse" && (await refusalView(table, conference, verdict, language))),
    ...(conflict && { conflict }),
    ...(isOurs && { person: { ...personView(registration), ...(photo !== undefined && { photo }) } }),
  };
}

async function refusalView(
  table: Table,
  { timeZone }: Conference,
  { reason, particulars }: { readonly reason: RefusalReason; readonly particulars?: Particulars },
  language: Language,
): Promise<Pick<View, "reason" | "message" | "particulars">> {
  if (!particulars) return { reason, message: gateMessages.translate(language, `gate.${reason}`) };
  const { since, inside, ...rest } = particulars;
  const names = inside && (await namesOf(table, inside));
  const told = { ...rest, ...(since !== undefined && { since }), ...(names && { inside: names }) };
  const values = {
    ...rest,
    ...(since !== undefined && { since: clockTime(since, timeZone, language) }),
    ...(names && { inside: new Intl.ListFormat(locales[language]).format(names) }),
  };
  const words = inParticular[reason] ?? (`gate.${reason}` as const);
  return { reason, message: gateMessages.translate(language, words, values), particulars: told };
}

/** The words of reasons that say more than their name. */
const inParticular: Partial<Record<RefusalReason, Parameters<typeof gateMessages.translate>[1]>> = {
  replaced: "gate.replaced-by",
  "already-inside": "gate.inside-since",
  "delegation-inside-full": "gate.members-inside",
};

const clockTime = (at: string, timeZone: string, language: Language) =>
  new Intl.DateTimeFormat(locales[language], { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date(at));

async function namesOf(table: Table, ids: readonly string[]): Promise<string[]> {
  const found = await loadRegistrations(table, ids);
  return [...found.values()].map(displayName).toSorted();
}

function personView(holder: Registration) {
  const { category, organization } = asItAppears(holder);
  return { nameOnBadge: displayName(holder), category, ...(organization !== undefined && { organization }) };
}
