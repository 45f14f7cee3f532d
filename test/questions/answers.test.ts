import fc from "fast-check";
import { expect, test } from "vitest";
import { validate } from "#shared/contracts/validate.ts";
import { buildAnswersSchema } from "#shared/questions/answers.contract.ts";
import { questionsDraft } from "#shared/questions/contract.ts";
import { Random } from "../support/random.ts";
import { createContext, createForm, fillIn, pickInvalid, pickValid } from "./question-forms.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

const createFilledForm = (seed: number) => {
  const random = new Random(seed);
  const questions = createForm(random);
  const context = createContext(random);
  const filled = fillIn(random, questions, context);
  const schema = buildAnswersSchema(questions, context);
  const findErrors = (answers: object) => {
    const result = validate(schema, answers);
    return "value" in result ? [] : result.fieldErrors.map(({ path, rule }) => `${path} ${rule}`);
  };
  return { random, questions, context, schema, filled, findErrors };
};

test("a thousand random forms are forms that the secretariat may save", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { questions } = createFilledForm(seed);
      expect(validate(questionsDraft, { items: questions })).toEqual({ value: { items: questions } });
    }),
    { numRuns: 1000 },
  );
});

test("the schema accepts what a person fills in on the page, whatever the form is", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { filled, schema } = createFilledForm(seed);
      expect(validate(schema, filled.answers)).toEqual({ value: filled.answers });
    }),
    { numRuns: 2000 },
  );
});

test("a missing answer is reported together with too many choices", () => {
  const options = ["a", "b", "c"].map((value) => ({ value, label: { en: value } }));
  const meals = { key: "meals", type: "choices", label: { en: "Meals" }, options, max: 2 } as const;
  const hotel = { key: "hotel", type: "text", label: { en: "Hotel" }, required: true } as const;
  const schema = buildAnswersSchema([meals, hotel], {
    category: "ngo",
    role: "delegate",
    askedAt: "registration",
    respondent: "person",
    now: "2027-01-01T00:00:00Z",
  });
  const result = validate(schema, { meals: ["a", "b", "c"] });
  const errors = "fieldErrors" in result ? result.fieldErrors : [];
  expect(errors.map(({ path, rule }) => `${path} ${rule}`)).toEqual(["meals tooMany", "hotel required"]);
});

test("the schema refuses a page without a required answer, with an impossible one, or with one that was not asked", () => {
  const seen = { missing: 0, invalid: 0, unasked: 0, unknown: 0 };
  fc.assert(
    fc.property(seeds, (seed) => {
      const { random, filled, questions, context, findErrors } = createFilledForm(seed);
      const { answers, required, shown } = filled;
      expect(findErrors({ ...answers, other: "x" })).toContain("other unknownField");
      seen.unknown += 1;
      for (const { key } of required) {
        const { [key]: _, ...rest } = answers;
        expect(findErrors(rest)).toContain(`${key} required`);
        seen.missing += 1;
      }
      for (const question of shown) {
        const errors = findErrors({ ...answers, [question.key]: pickInvalid(random, question) });
        expect(
          errors.some((error) => error.startsWith(`${question.key} `) || error.startsWith(`${question.key}.`)),
        ).toBe(true);
        seen.invalid += 1;
      }
      const hidden = questions.filter((each) => each.type !== "section" && !shown.includes(each));
      for (const question of hidden) {
        // To others, the key of a question of staff is as unknown as any other.
        const isUnknown = question.staffOnly && context.respondent !== "staff";
        expect(findErrors({ ...answers, [question.key]: pickValid(random, question) })).toContain(
          `${question.key} ${isUnknown ? "unknownField" : "notAsked"}`,
        );
        seen.unasked += 1;
      }
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(500);
});
