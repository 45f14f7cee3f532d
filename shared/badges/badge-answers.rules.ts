import {
  type BadgeLayoutRule,
  findAnswerKey,
  type LayoutChoice,
  listLayoutAnswers,
} from "#shared/model/badge-layout.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { Question, QuestionType } from "#shared/model/question.ts";

/** The layouts of a conference. */
export interface ConferenceLayouts {
  readonly badgeLayout?: LayoutChoice | undefined;
  readonly badgeLayouts?: readonly Pick<BadgeLayoutRule, "layout">[] | undefined;
}

/** The types of questions without an answer that could be printed. That of a file is the identifier of a document. */
const unprintableTypes: readonly QuestionType[] = ["section", "acknowledgement", "file"];

/** Whether a badge may show the answers to a question: everyone who meets the person reads them. */
export const isShownOnBadges = ({ type, sensitive = false, staffOnly = false }: Question): boolean =>
  !sensitive && !staffOnly && !unprintableTypes.includes(type);

/** The keys of the questions whose answers a badge of the conference may show. */
export const listPrintedAnswers = ({ badgeLayout, badgeLayouts = [] }: ConferenceLayouts): ReadonlySet<string> =>
  new Set(
    [...(badgeLayout ? [badgeLayout] : []), ...badgeLayouts.map(({ layout }) => layout)].flatMap(listLayoutAnswers),
  );

/** The texts of a layout that show an answer, with their paths, and the keys of their questions. */
export const listAnswerFields = (layout: LayoutChoice, path: string) =>
  typeof layout === "string"
    ? []
    : layout.parts.flatMap((part, at) => {
        const texts = part.kind === "texts" ? part.texts : [];
        return texts.flatMap(({ field }, index) => {
          const key = findAnswerKey(field);
          return key === undefined ? [] : [{ path: `${path}parts.${at}.texts.${index}.field`, part: at, key }];
        });
      });

/**
 * An error at each text that shows the answer to a question which does not exist, or whose answers a badge must not show.
 * What a layout showed before is not refused: it prints nothing since.
 */
export function findUnprintableAnswers(
  { badgeLayout, badgeLayouts = [] }: ConferenceLayouts,
  before: ConferenceLayouts | undefined,
  questions: readonly Question[],
): FieldError[] {
  const allowed = new Set([
    ...questions.filter(isShownOnBadges).map(({ key }) => key),
    ...listPrintedAnswers(before ?? {}),
  ]);
  return [
    ...(badgeLayout ? listAnswerFields(badgeLayout, "badgeLayout.") : []),
    ...badgeLayouts.flatMap(({ layout }, index) => listAnswerFields(layout, `badgeLayouts.${index}.layout.`)),
  ]
    .filter(({ key }) => !allowed.has(key))
    .map(({ path }) => ({ path, rule: "badgeAnswer" }));
}
