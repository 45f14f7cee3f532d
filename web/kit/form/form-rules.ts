import { validate } from "#shared/contracts/validate.ts";
import { delegationRequest } from "#shared/delegations/delegation-request.contract.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { AnswerValues, Question } from "#shared/model/question.ts";
import { buildAnswersSchema, type KnownAnswers } from "#shared/questions/answers.contract.ts";
import type { AnswerContext } from "#shared/questions/questions.rules.ts";
import { amendmentRequest, registrationRequest } from "#shared/registrations/contract.ts";
import { signInLinkRequest } from "#shared/sign-in/contract.ts";

/** The contract's rules for requests of delegates and organizations, as one chunk that loads after the first paint. */
export const validateApplication = (body: unknown) => validate(registrationRequest, body);
export const validateAmendment = (body: unknown) => validate(amendmentRequest, body);
export const validateDelegationRequest = (body: unknown) => validate(delegationRequest, body);
export const validateLinkRequest = (body: unknown) => validate(signInLinkRequest, body);

/** The errors at the answers to the questions of a conference. */
export function validateAnswers(
  questions: readonly object[],
  answers: AnswerValues,
  context: AnswerContext,
  known?: KnownAnswers,
): FieldError[] {
  const checked = validate(buildAnswersSchema(questions as readonly Question[], context, known), answers);
  return "fieldErrors" in checked ? checked.fieldErrors.map((each) => ({ ...each, path: `answers.${each.path}` })) : [];
}
