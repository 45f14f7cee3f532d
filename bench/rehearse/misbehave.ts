import type { Random } from "../../test/support/random.ts";
import type { Form } from "./applicants.ts";

type Submit<Answer> = (form: object, key?: string) => Promise<Answer>;

/** Something that people, or their networks, do. */
export interface Misbehaviour {
  readonly act: <Answer>(form: Form, submit: Submit<Answer>) => Promise<Answer>;
  /** The answers that are right then. */
  readonly expects: readonly string[];
  /** Whether the secretariat withdraws them afterwards. */
  readonly leaves?: true;
}

const usual = ["held", "waiting", "none", "full"];

/** The button is pressed twice: the second answer is the first. */
const pressTwice: Misbehaviour = {
  act: async (form, submit) => {
    const [first] = await Promise.all([submit(form), submit(form)]);
    return first;
  },
  expects: usual,
};

/** Another browser, later, the same address: it is answered like anyone, and takes no second seat. */
const comeAgain: Misbehaviour = {
  act: async (form, submit) => {
    const first = await submit(form);
    await submit(form, `again-${form.person.email}`);
    return first;
  },
  expects: usual,
};

/** Something is wrong with the form. */
const spoil: Misbehaviour = {
  act: (form, submit) => submit({ ...form, person: { ...form.person, nationality: "Atlantis" } }),
  expects: ["invalid-request"],
};

/** Registers, and has the secretariat withdraw it at once. */
const leave: Misbehaviour = { act: (form, submit) => submit(form), expects: usual, leaves: true };

const kinds = [pressTwice, comeAgain, spoil, leave];

/** How many in a hundred do something unusual. */
const share = 0.2;

export const misbehaviourOf = (random: Random): Misbehaviour | undefined =>
  random.chance(share) ? random.pick(kinds) : undefined;
