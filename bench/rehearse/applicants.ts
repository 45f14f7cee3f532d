import { setTimeout as sleep } from "node:timers/promises";
import type { Gender } from "#shared/model/registration.ts";
import { cultures } from "../../test/journey/names.ts";
import { Random } from "../../test/support/random.ts";
import type { FormAnswer } from "./recording.ts";
import { callApi, type RehearsalCopy, type RunningSystem } from "./system.ts";

export interface Plan {
  readonly applicants: number;
  /** The arrivals are spread over this time. */
  readonly seconds: number;
  /** The seed of the misbehaviour; none without it. */
  readonly faults?: number;
}

/** The body of a submission, with every field that a category can require. */
interface Form {
  readonly category: string;
  readonly organization: string;
  readonly functionTitle: string;
  readonly person: {
    readonly honorific: string;
    readonly givenName: string;
    readonly familyName?: string;
    readonly email: string;
    readonly nationality: string;
    readonly gender: Gender;
    readonly birthDate: string;
  };
  readonly country: string;
  readonly role?: string;
  readonly language: string;
  readonly consent: { readonly listOfParticipants: boolean; readonly photo: boolean };
}

/**
 * Submits the forms of invented applicants. Each arrives at a time of their own, whether or not earlier ones have their
 * answers, as in a real opening.
 * @param began the opening, in ms since 1970
 */
export async function submitForms(
  system: RunningSystem,
  copy: RehearsalCopy,
  { applicants, seconds, faults }: Plan,
  began: number,
  onAnswer: (answer: FormAnswer) => void,
): Promise<void> {
  const random = new Random(faults ?? 1);
  const people = drawArrivals(applicants, seconds, random).map((at, index) => {
    const form = inventForm(copy, index, random);
    return { at, form, misbehaviour: faults === undefined ? undefined : drawMisbehaviour(random) };
  });
  const submitOne = async ({ at, form, misbehaviour }: (typeof people)[number]) => {
    await sleep(Math.max(0, began + at - Date.now()));
    const submit: Submit = (body, key = `rehearsal-${form.person.email}`) => submitForm(system, copy, body, key);
    const sentAt = Date.now() - began;
    const { status, seat, code, registrationId } = await (misbehaviour?.act(form, submit) ?? submit(form));
    const outcome = status === 201 ? (seat ?? "none") : status === 0 ? "no answer" : (code ?? String(status));
    const isError = !(misbehaviour?.expected ?? usualOutcomes).includes(outcome);
    onAnswer({ sentAt, answeredAt: Date.now() - began, outcome, isError });
    if (misbehaviour?.withdraws && registrationId !== undefined)
      await callApi(system, `/v1/registrations/${registrationId}/withdrawal`, { body: {} });
  };
  await Promise.all(people.map(submitOne));
}

/** Independent arrivals, in ms from the opening, in order (a Poisson process, given its number). */
export function drawArrivals(count: number, seconds: number, random: Random): number[] {
  return Array.from({ length: count }, () => random.next() * seconds * 1_000).toSorted((a, b) => a - b);
}

/**
 * The form of a person who doesn't exist, with an address that no mailbox has. The person represents the country of
 * their nationality if the conference's list contains it.
 */
function inventForm(copy: RehearsalCopy, number: number, random: Random): Form {
  const { conferenceId, categories, countries, role } = copy;
  const culture = random.pick(cultures);
  const [nationality, country, cities] = random.pick(culture.countries);
  const familyName = culture.families.length > 0 ? random.pick(culture.families) : undefined;
  const isWoman = random.chance(0.5);
  return {
    category: random.pick(categories),
    organization: `${random.pick(cities.split(", "))}, ${country}`,
    functionTitle: "Programme Officer",
    country: countries.includes(nationality) ? nationality : random.pick(countries),
    ...(role !== undefined && { role }),
    person: {
      honorific: "Dr.",
      givenName: random.pick(isWoman ? culture.women : culture.men),
      ...(familyName !== undefined && { familyName }),
      email: `applicant.${number}@${conferenceId}.example.org`,
      nationality,
      gender: isWoman ? "female" : "male",
      birthDate: `${1955 + Math.floor(random.next() * 45)}-06-15`,
    },
    language: culture.language,
    consent: { listOfParticipants: random.chance(0.8), photo: random.chance(0.5) },
  };
}

interface SubmissionAnswer {
  readonly status: number;
  readonly seat?: string;
  readonly code?: string;
  readonly registrationId?: string;
}

type Submit = (form: object, key?: string) => Promise<SubmissionAnswer>;

/** Submits one form. @returns status 0 when the connection is lost, which an applicant sees as no answer */
async function submitForm(system: RunningSystem, copy: RehearsalCopy, body: object, key: string) {
  const path = `/v1/conferences/${copy.conferenceId}/registrations`;
  try {
    const answer = await callApi<Omit<SubmissionAnswer, "status">>(system, path, { body, key, staff: false });
    return { status: answer.status, ...answer.body };
  } catch {
    return { status: 0 };
  }
}

interface Misbehaviour {
  readonly act: (form: Form, submit: Submit) => Promise<SubmissionAnswer>;
  /** The outcomes that are right. */
  readonly expected: readonly string[];
  /** Whether the secretariat withdraws the registration afterwards. */
  readonly withdraws?: true;
}

const usualOutcomes = ["held", "waiting", "none", "full"];

/** The button is pressed twice: the second answer is the first. */
const submitTwice: Misbehaviour = {
  act: async (form, submit) => {
    const [first] = await Promise.all([submit(form), submit(form)]);
    return first;
  },
  expected: usualOutcomes,
};

/** The same address from another browser, later: it is answered like any other and takes no second seat. */
const submitAgain: Misbehaviour = {
  act: async (form, submit) => {
    const first = await submit(form);
    await submit(form, `again-${form.person.email}`);
    return first;
  },
  expected: usualOutcomes,
};

const submitInvalid: Misbehaviour = {
  act: (form, submit) => submit({ ...form, person: { ...form.person, nationality: "Atlantis" } }),
  expected: ["invalid-request"],
};

const withdrawAtOnce: Misbehaviour = {
  act: (form, submit) => submit(form),
  expected: usualOutcomes,
  withdraws: true,
};

const misbehaviours = [submitTwice, submitAgain, submitInvalid, withdrawAtOnce];

/** One applicant in five misbehaves. */
const drawMisbehaviour = (random: Random): Misbehaviour | undefined =>
  random.chance(0.2) ? random.pick(misbehaviours) : undefined;
