import type * as z from "zod/mini";
import type { CategoryKind, Language } from "#shared/model/conference.ts";
import type { registrationRequest } from "#shared/registrations/contract.ts";
import {
  findGuardianErrors,
  findMissingFields,
  listRequiredPaths,
  type RequirableForm,
} from "#shared/registrations/requirements.rules.ts";
import { findDefaultRole, listAssignableRoles } from "#shared/registrations/roles.rules.ts";
import type { FieldErrors } from "../../kit/form/form-errors.ts";
import {
  addGuardianFields,
  type FormValue,
  type FormValues,
  getText,
  insertLatinFields,
  personPaths,
  toNestedBody,
} from "../../kit/form/form-values.ts";
import { draftKeyPrefix, parseStored, removeExpiredData, stringifyForStorage } from "../../kit/storage/stored-data.ts";
import type { PublicConference } from "../conference.tsx";
import type { DraftAnswers } from "./draft-answers.ts";

/** An application that is not sent yet. It stays in `localStorage` for at most two days, without sensitive fields. */
export interface ApplicationDraft {
  /** The idempotency key of the submission. */
  readonly key: string;
  readonly savedAt: number;
  readonly values: FormValues;
  /** Upload identifiers by document kind. */
  readonly uploads: Readonly<Partial<Record<DraftUploadKind, string>>>;
}

/** Changes the draft as it is by then: what is entered while a request runs stays. */
export type ChangeDraft = (update: (before: ApplicationDraft) => ApplicationDraft) => void;

export type DraftUploadKind = "photo" | "credential-letter";

const defaultValues: FormValues = { "consent.listOfParticipants": false, "consent.photo": false };

const createDraft = (now: number): ApplicationDraft => ({
  key: crypto.randomUUID(),
  savedAt: now,
  values: defaultValues,
  uploads: {},
});

export function readDraft(conferenceId: string, now = Date.now()): ApplicationDraft {
  removeExpiredData(now);
  const draft = parseStored(localStorage.getItem(draftKeyPrefix + conferenceId) ?? "null") as ApplicationDraft | null;
  return draft ? { ...createDraft(now), ...draft } : createDraft(now);
}

/** Saves the draft without its sensitive fields. Without them it is another submission, with another key. */
export function saveDraft(conferenceId: string, draft: ApplicationDraft, now = Date.now()): void {
  const isWhole = JSON.stringify(parseStored(stringifyForStorage(draft) ?? "null")) === JSON.stringify(draft);
  const { key, ...others } = draft;
  const stored = stringifyForStorage({ ...others, ...(isWhole && { key }), savedAt: now });
  localStorage.setItem(draftKeyPrefix + conferenceId, stored ?? "");
}

export const removeDraft = (conferenceId: string): void => localStorage.removeItem(draftKeyPrefix + conferenceId);

/** A changed draft is a new submission, so it gets a new idempotency key. */
export function setDraftValue(draft: ApplicationDraft, path: string, value: FormValue): ApplicationDraft {
  const { delegation, ...others } = draft.values;
  // A delegation has one category.
  const kept = path === "category" || delegation === undefined ? others : { ...others, delegation };
  return { ...draft, key: crypto.randomUUID(), values: { ...kept, [path]: value } };
}

export const setDraftUpload = (draft: ApplicationDraft, kind: DraftUploadKind, uploadId: string): ApplicationDraft => ({
  ...draft,
  key: crypto.randomUUID(),
  uploads: { ...draft.uploads, [kind]: uploadId },
});

const allSteps = ["you", "part", "needs", "questions", "review"] as const;
export type FormStep = (typeof allSteps)[number];

/** The steps of the form; that of the questions only if the conference asks the person any. */
export const listFormSteps = ({ shown }: DraftAnswers): readonly FormStep[] =>
  allSteps.filter((step) => step !== "questions" || shown.length > 0);

/** The name on the badge comes with the preview of the badge, in a later step. */
const personStepFields = personPaths.filter((path) => path.startsWith("person.") && path !== "person.nameOnBadge");

/** What a category of each kind represents: a country, an organization, or both. */
const representationFields: Readonly<Record<CategoryKind, readonly string[]>> = {
  "member-state": ["country"],
  "observer-state": ["country"],
  "local-authority": ["country", "organization"],
  "international-organization": ["organization"],
  "development-bank": ["organization"],
  parliament: ["country", "organization"],
  ngo: ["organization"],
  academia: ["organization"],
  "private-sector": ["organization"],
  media: ["organization"],
  migrant: ["organization"],
  "host-country": ["organization"],
  secretariat: ["organization"],
  other: ["country", "organization"],
};

/** The passport number is asked for the visa letter only. */
const listNeedsFields = ({ values }: ApplicationDraft): readonly string[] => [
  ...["nameOrder", "person.nameOnBadge", "needs.accessibility", "needs.diet", "needs.visaLetter"],
  ...(values["needs.visaLetter"] === true ? ["person.passportNumber"] : []),
];

/** The fields of a step, limited to those that apply to the category. */
export function listStepFields(
  step: FormStep,
  draft: ApplicationDraft,
  conference: PublicConference | undefined,
): readonly string[] {
  if (step === "you") return insertLatinFields(personStepFields, draft.values);
  if (step === "part") {
    if (getText(draft.values, "category") === "") return ["category"];
    const offered = representationFields[findCategory(draft, conference)?.kind ?? "other"];
    const represented = ["country", "organization"].filter(
      (path) => offered.includes(path) || listCategoryRequires(draft, conference).includes(path),
    );
    const hasRoleChoice = listAssignableRoles(conference?.roles ?? [], "anyone").length > 1;
    const sessions = conference && conference.sessions.length > 0 ? ["sessions"] : [];
    const role = hasRoleChoice ? ["role"] : [];
    const participation = conference?.participation === "hybrid" ? ["participation"] : [];
    const fields = ["category", ...participation, "delegation", ...represented, "functionTitle", ...role, ...sessions];
    return addGuardianFields(fields, draft.values, findCategory(draft, conference), conference?.startsOn);
  }
  if (step === "questions") return [];
  if (step === "needs") return listNeedsFields(draft);
  return ["consent.listOfParticipants", "consent.photo"];
}

const findCategory = (draft: ApplicationDraft, conference: PublicConference | undefined) =>
  conference?.categories.find(({ category }) => category === draft.values["category"]);

/** The paths of the fields that the chosen category requires. */
function listCategoryRequires(draft: ApplicationDraft, conference: PublicConference | undefined): string[] {
  const category = findCategory(draft, conference);
  return category ? listRequiredPaths(category) : [];
}

/** An error at each empty field that the chosen category requires. */
export const findMissingAnswers = (
  draft: ApplicationDraft,
  conference: PublicConference | undefined,
  body: SubmissionBody,
) => {
  const [category, form] = [findCategory(draft, conference), { ...body, person: body.person ?? {} } as RequirableForm];
  return [...findMissingFields(category, form), ...findGuardianErrors(category, conference?.startsOn ?? "", form)];
};

/** The documents that the category requires. */
export function listRequiredDocuments(
  draft: ApplicationDraft,
  conference: PublicConference | undefined,
): readonly string[] {
  return findCategory(draft, conference)?.needs ?? [];
}

/** The index of the step that contains a field, to show field errors of the API. */
export function findStepIndex(
  path: string,
  draft: ApplicationDraft,
  conference: PublicConference | undefined,
  questions: DraftAnswers,
): number {
  const steps = listFormSteps(questions);
  if (path.startsWith("uploads")) return steps.indexOf("needs");
  const hasField = (step: FormStep) =>
    step === "questions" ? path.startsWith("answers.") : listStepFields(step, draft, conference).includes(path);
  const at = steps.findIndex(hasField);
  return at < 0 ? steps.length - 1 : at;
}

/** What the form needs for the questions of a conference; a form without questions does not load it. */
export type QuestionsPart = typeof import("./questions-step.tsx");

/** The questions of the form with their answers. */
export type FormQuestions = DraftAnswers & { readonly part?: QuestionsPart };

/** What each step of the form works on. */
export interface StepProps {
  readonly step: FormStep;
  readonly draft: ApplicationDraft;
  readonly conference: PublicConference | undefined;
  readonly conferenceId: string;
  readonly questions: FormQuestions;
  readonly fieldErrors: FieldErrors;
  readonly change: ChangeDraft;
  readonly goTo: (step: number) => void;
}

export type SubmissionBody = z.input<typeof registrationRequest>;

/** The request body. It contains only fields that apply to the category, and the answers to the questions shown. */
export function toSubmissionBody(
  draft: ApplicationDraft,
  conference: PublicConference | undefined,
  language: Language,
  { answers, version, shown }: DraftAnswers,
): SubmissionBody {
  const applicable = new Set(allSteps.flatMap((step) => listStepFields(step, draft, conference)));
  const entries = Object.entries(draft.values).filter(([path]) => applicable.has(path));
  return {
    role: findDefaultRole(conference?.roles ?? []),
    ...toNestedBody(Object.fromEntries(entries)),
    language,
    uploads: Object.values(draft.uploads),
    ...(shown.length > 0 && { answers, questionsVersion: version }),
  } as unknown as SubmissionBody;
}
