import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../test/support/random.ts";
import { applicant, type Form } from "./applicants.ts";
import { arrivals } from "./arrivals.ts";
import type { Rehearsal } from "./copy.ts";
import { misbehaviourOf } from "./misbehave.ts";
import type { Answered } from "./record.ts";
import { call, type RunningSystem } from "./system.ts";

export interface Plan {
  readonly applicants: number;
  readonly seconds: number;
  readonly faults?: number;
}

interface Standing {
  readonly seat?: string;
  readonly code?: string;
  readonly registrationId?: string;
}

/** Sends one form; a lost connection is what the applicant sees as no answer. */
async function send(system: RunningSystem, path: string, form: unknown, key: string) {
  try {
    const { status, body } = await call<Standing>(system, path, { body: form, key, staff: false });
    return { status, ...body };
  } catch {
    return { status: 0 } as { status: number } & Standing;
  }
}

/**
 * Everyone comes at their own moment, whether or not those before them have their answer: an opening minute doesn't wait.
 * @param heard is told of each answer as it comes
 */
export async function openTheDoors(
  system: RunningSystem,
  rehearsal: Rehearsal,
  { applicants, seconds, faults }: Plan,
  began: number,
  heard: (answer: Answered) => void,
): Promise<void> {
  const random = new Random(faults ?? 1);
  const path = `/v1/conferences/${rehearsal.conferenceId}/registrations`;
  const people = arrivals(applicants, seconds, random).map((at, index) => {
    const form = applicant(rehearsal.conferenceId, index, rehearsal.categories, random);
    return { at, form, misbehaviour: faults === undefined ? undefined : misbehaviourOf(random) };
  });
  const one = async ({ at, form, misbehaviour }: (typeof people)[number]) => {
    await sleep(Math.max(0, began + at - Date.now()));
    const key = `rehearsal-${form.person.email}`;
    const submit = (what: Form | object, under = key) => send(system, path, what, under);
    const sentAt = Date.now() - began;
    const { status, seat, code, registrationId } = await (misbehaviour?.act(form, submit) ?? submit(form));
    const outcome = status === 201 ? (seat ?? "none") : status === 0 ? "no answer" : (code ?? String(status));
    const expected = misbehaviour?.expects ?? ["held", "waiting", "none", "full"];
    heard({ sentAt, answeredAt: Date.now() - began, outcome, isError: !expected.includes(outcome) });
    if (misbehaviour?.leaves && registrationId !== undefined)
      await call(system, `/v1/registrations/${registrationId}/withdrawal`, { body: {} });
  };
  await Promise.all(people.map(one));
}
