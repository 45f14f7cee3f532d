/** What pages store in the browser, and when it is removed (docs/security.md, "Data in browsers"). */

/** Unsent applications, in `localStorage`: closing the browser by mistake must not lose a long form. */
export const draftKeyPrefix = "palais.draft.";
/** Form input of this tab. */
export const formKeyPrefix = "palais.form.";
/** The codes of badges that were shown in this tab. */
export const badgeKeyPrefix = "palais.badge.";
/** When the session of this tab ended, in ms since 1970. */
const endedAtKey = "palais.ended-at";

export const draftLifetimeMs = 2 * 86_400_000;

/** How long form input stays after the end of a session, for the next sign-in in this tab, in ms. */
const inputAfterSessionMs = 3_600_000;

const cleaningIntervalMs = 60_000;

/**
 * The fields of the class "sensitive" (docs/security.md): no browser stores them. Protected identities are handled by
 * their forms, because their fields have the names of other fields.
 */
const sensitivePath = /(?:^|\.)(?:birthDate|passportNumber)$|^(?:guardian|needs)\.|^sensitiveAnswers\./;

/** The needs of a person are an object; the needs of a category are a list of documents. */
const isSensitive = (key: string, value: unknown): boolean =>
  sensitivePath.test(key) || key === "guardian" || (key === "needs" && !Array.isArray(value));

/** How an empty number field is stored: JSON has no NaN, and `null` is a part that was taken away. */
const storedNaN = "\u0000NaN";

/** The JSON of a value without its sensitive fields, whether they are named by a path or by objects in each other. */
export const stringifyForStorage = (value: unknown): string | undefined =>
  JSON.stringify(value, (key, each: unknown) => {
    if (isSensitive(key, each)) return undefined;
    return Number.isNaN(each) ? storedNaN : each;
  });

/** The value that `stringifyForStorage` has written, without the sensitive fields. */
export const parseStored = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (value === storedNaN ? Number.NaN : value));

function removeByPrefix(storage: Storage, prefix: string, isRemoved: (text: string) => boolean = () => true): void {
  for (const name of Object.keys(storage))
    if (name.startsWith(prefix) && isRemoved(storage.getItem(name) ?? "")) storage.removeItem(name);
}

/** A draft that cannot be read is expired, too. */
function isExpiredDraft(text: string, now: number): boolean {
  try {
    const { savedAt } = JSON.parse(text) as { readonly savedAt?: unknown };
    return typeof savedAt !== "number" || savedAt > now || now - savedAt >= draftLifetimeMs;
  } catch {
    return true;
  }
}

export const clearFormInput = (): void => removeByPrefix(sessionStorage, formKeyPrefix);

/** Sign-out deletes everything that the person has entered or opened. */
export function clearPersonalData(): void {
  clearFormInput();
  removeByPrefix(sessionStorage, badgeKeyPrefix);
  removeByPrefix(localStorage, draftKeyPrefix);
  sessionStorage.removeItem(endedAtKey);
}

/** At the end of a session its badges are removed; form input stays for a while. */
export function startEndOfSession(now = Date.now()): void {
  removeByPrefix(sessionStorage, badgeKeyPrefix);
  if (sessionStorage.getItem(endedAtKey) === null) sessionStorage.setItem(endedAtKey, String(now));
}

/** A new session of the tab. */
export const cancelEndOfSession = (): void => sessionStorage.removeItem(endedAtKey);

/** Removes what has expired. */
export function removeExpiredData(now = Date.now()): void {
  removeByPrefix(localStorage, draftKeyPrefix, (text) => isExpiredDraft(text, now));
  const endedAt = sessionStorage.getItem(endedAtKey);
  if (endedAt === null || now - Number(endedAt) < inputAfterSessionMs) return;
  clearFormInput();
  sessionStorage.removeItem(endedAtKey);
}

/**
 * Removes expired data at the start of a page, each minute while it is open, and when it becomes visible again.
 * @param endExpiredSession ends the session of the tab if its time is over
 */
export function keepStorageClean(endExpiredSession: () => void): void {
  const clean = () => {
    endExpiredSession();
    removeExpiredData();
  };
  clean();
  setInterval(clean, cleaningIntervalMs);
  document.addEventListener("visibilitychange", clean);
}
