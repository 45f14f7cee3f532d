import type { FormValues, Value } from "../../form/values.ts";

/** A form that isn't sent yet. It lies on this machine, so that nothing typed is lost, for two days at most. */
export interface Draft {
  /** Of the submission: sent again, it has its effect once. */
  readonly key: string;
  readonly savedAt: number;
  readonly values: FormValues;
  /** What was uploaded, by its kind. */
  readonly uploads: Readonly<Partial<Record<UploadKind, string>>>;
}

export type UploadKind = "photo" | "credential-letter";

const prefix = "palais.draft.";
const kept = 2 * 86_400_000;

const defaults: FormValues = { role: "delegate", "consent.listOfParticipants": false, "consent.photo": false };

const fresh = (now: number): Draft => ({ key: crypto.randomUUID(), savedAt: now, values: defaults, uploads: {} });

export function readDraft(conferenceId: string, now = Date.now()): Draft {
  const draft = JSON.parse(localStorage.getItem(prefix + conferenceId) ?? "null") as Draft | null;
  return draft && now - draft.savedAt < kept ? draft : fresh(now);
}

export function saveDraft(conferenceId: string, draft: Draft, now = Date.now()): void {
  localStorage.setItem(prefix + conferenceId, JSON.stringify({ ...draft, savedAt: now }));
}

export const removeDraft = (conferenceId: string): void => localStorage.removeItem(prefix + conferenceId);

/** At sign-out nothing of anybody stays. */
export function forgetDrafts(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
}

/** A changed form is another submission, so it has another key. */
export const withValue = (draft: Draft, path: string, value: Value): Draft => ({
  ...draft,
  key: crypto.randomUUID(),
  values: { ...draft.values, [path]: value },
});

export const withUpload = (draft: Draft, kind: UploadKind, uploadId: string): Draft => ({
  ...draft,
  key: crypto.randomUUID(),
  uploads: { ...draft.uploads, [kind]: uploadId },
});
