import type { Answers, AnswerValue } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";

const toViewValue = (value: AnswerValue) => (typeof value === "object" ? [...value] : value);

/** The values of these answers. */
function toAnswerValues(answers: Answers, isShown: (key: string) => boolean = () => true) {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([key, { value }]) => (isShown(key) ? [[key, toViewValue(value)]] : [])),
  );
}

/** What a person has acknowledged. */
function toAcknowledgementsView(answers: Answers) {
  const entries = Object.entries(answers).flatMap(([key, { accepted }]) => (accepted ? [[key, { ...accepted }]] : []));
  return entries.length > 0 && { acknowledgements: Object.fromEntries(entries) };
}

/** The answers of the person that are in the response of every command, which is stored; without the sensitive ones. */
export function toAnswersView({ answers = {} }: Pick<Registration, "answers">) {
  const open = Object.fromEntries(Object.entries(answers).filter(([, { sensitive }]) => !sensitive));
  return { answers: toAnswerValues(open), ...toAcknowledgementsView(open) };
}

/** The answers for staff: also those of staff, and which ones are sensitive, but for those that follow from others. */
export function toStaffAnswersView({ answers, staffAnswers }: Pick<Registration, "answers" | "staffAnswers">) {
  const all = { ...answers, ...staffAnswers };
  const sensitive = Object.keys(all).filter((key) => all[key]?.sensitive && all[key].follows === undefined);
  return { ...toAnswersView({ answers: all }), ...(sensitive.length > 0 && { sensitiveAnswers: sensitive }) };
}

/** All answers of the person, for the person. */
export const toOwnAnswersView = ({ answers }: Pick<Registration, "answers">) =>
  answers && { answers: toAnswerValues(answers), ...toAcknowledgementsView(answers) };

/** All answers of staff about the person. */
export const toStaffOnlyAnswersView = ({ staffAnswers }: Pick<Registration, "staffAnswers">) =>
  staffAnswers && { staffAnswers: toAnswerValues(staffAnswers) };

/** The answers that the person asks the secretariat to store, also the sensitive ones. */
export const toRequestedAnswersView = ({ changeRequest }: Pick<Registration, "changeRequest">) =>
  changeRequest?.answers && { requestedAnswers: toAnswerValues(pickRequestedAnswers({ changeRequest })) };

const pickRequestedAnswers = ({ changeRequest }: { readonly changeRequest: Registration["changeRequest"] }): Answers =>
  Object.fromEntries(Object.entries(changeRequest?.answers ?? {}).flatMap(([key, { to }]) => (to ? [[key, to]] : [])));

/** The sensitive answers, also those of a request for changes. */
export function toSensitiveAnswersView({ answers, staffAnswers, changeRequest }: Registration) {
  const all = { ...answers, ...staffAnswers };
  const requested = pickRequestedAnswers({ changeRequest });
  const isRequested = (key: string) => requested[key]?.sensitive === true;
  return {
    answers: toAnswerValues(all, (key) => all[key]?.sensitive === true),
    ...(Object.keys(requested).some(isRequested) && { requested: toAnswerValues(requested, isRequested) }),
  };
}
