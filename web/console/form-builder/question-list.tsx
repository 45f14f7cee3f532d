import type { TargetedKeyboardEvent } from "preact";
import { useState } from "preact/hooks";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Tag, Tags } from "../../kit/components/notices.tsx";
import { getRoleTitle, moveItem } from "../../kit/form/form-values.ts";
import { focusLater } from "../../kit/hooks/focus-later.ts";
import { isolateText, languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { useConditionText } from "./condition-field.tsx";
import { duplicateQuestion, getDraftText, isHeading, type QuestionDraft } from "./question-draft.ts";
import { QuestionEditor } from "./question-editor.tsx";
import { toQuestionFieldId } from "./question-field-ids.ts";
import type { FormDraft } from "./use-form-draft.ts";
import { useListDrag } from "./use-list-drag.ts";

interface QuestionListProps {
  readonly draft: FormDraft;
  readonly openId: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}

/** The question that was removed last, its place, and the saved version at that time. */
interface Removal {
  readonly question: QuestionDraft;
  readonly index: number;
  readonly version: number;
}

const undoId = "undo-removal";

/** The questions in their order. One of them at a time is open for editing. */
export function QuestionList({ draft, openId, onOpen }: QuestionListProps) {
  const { t: translate, language } = useTranslation();
  const { t } = useBuilderTexts();
  const { items, errorsById, change } = draft;
  const getName = ({ label }: QuestionDraft) => getDraftText(label, language) || t("builder.untitled");
  const move = (from: number, to: number) => {
    const question = items[from];
    if (!question || to < 0 || to >= items.length) return;
    change(moveItem(items, from, to));
    announce(translate("setup.moved", { name: getName(question), position: to + 1 }));
  };
  const { list, getHandle, getMark } = useListDrag({ onMove: move });
  const [removal, setRemoval] = useState<Removal>();
  const remove = (question: QuestionDraft, index: number) => {
    change(items.filter(({ id }) => id !== question.id));
    onOpen(undefined);
    setRemoval({ question, index, version: draft.version });
    announce(t("builder.removed", { name: isolateText(getName(question)) }));
    focusLater(undoId);
  };
  const isUndoable = removal?.version === draft.version && !items.some(({ id }) => id === removal.question.id);
  const undo = ({ question, index }: Removal) => {
    change(items.toSpliced(Math.min(index, items.length), 0, question));
    setRemoval(undefined);
    announce(t("builder.restored", { name: isolateText(getName(question)) }));
    focusLater(toQuestionFieldId(question.id, "open"));
  };
  const duplicate = (question: QuestionDraft, index: number) => {
    const copy = duplicateQuestion(question, items);
    change(items.toSpliced(index + 1, 0, copy));
    onOpen(copy.id);
    focusLater(toQuestionFieldId(copy.id, "label.en"));
  };
  return (
    <>
      {removal && isUndoable && (
        <p class="row">
          {t("builder.removed", { name: isolateText(getName(removal.question)) })}
          <Button id={undoId} kind="secondary" small onPress={() => undo(removal)}>
            {t("builder.undo")}
          </Button>
        </p>
      )}
      {items.length > 1 && (
        <p id="move-hint" class="soft small">
          {t("builder.moveHint")}
        </p>
      )}
      <ol ref={list} class="plain-list question-list">
        {items.map((question, index) => {
          const { id } = question;
          const isOpen = id === openId;
          const moveByKey = (event: TargetedKeyboardEvent<HTMLElement>) => {
            const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
            if (!step) return;
            event.preventDefault();
            move(index, index + step);
            focusLater(toQuestionFieldId(id, "move"));
          };
          return (
            <li key={id} class={`question-row${isHeading(question) ? " heading" : ""}${getMark(index)}`}>
              <div class="question-head">
                <button
                  type="button"
                  id={toQuestionFieldId(id, "move")}
                  class="question-handle"
                  aria-label={t("builder.move", { name: getName(question) })}
                  aria-describedby="move-hint"
                  onKeyDown={moveByKey}
                  {...getHandle(index)}
                >
                  <span aria-hidden="true">⠿</span>
                </button>
                <button
                  type="button"
                  id={toQuestionFieldId(id, "open")}
                  class="question-open"
                  aria-expanded={isOpen}
                  onClick={() => onOpen(isOpen ? undefined : id)}
                >
                  <bdi>{getName(question)}</bdi>
                  <span class="small soft"> {t(`builder.type.${question.type}`)}</span>
                </button>
                <span class="question-moves">
                  <MoveButton
                    sign="↑"
                    name={translate("setup.moveUp", { name: getName(question) })}
                    isOff={index === 0}
                    onPress={() => move(index, index - 1)}
                  />
                  <MoveButton
                    sign="↓"
                    name={translate("setup.moveDown", { name: getName(question) })}
                    isOff={index === items.length - 1}
                    onPress={() => move(index, index + 1)}
                  />
                </span>
              </div>
              <QuestionNotes question={question} items={items} />
              {Object.entries(errorsById.get(id) ?? {})
                .slice(0, isOpen ? 0 : 3)
                .map(([path, message]) => (
                  <p key={path} class="fault small">
                    {message}
                  </p>
                ))}
              {isOpen && (
                <div class="question-editor stack">
                  <QuestionEditor
                    {...{ question, items }}
                    fieldErrors={errorsById.get(id) ?? {}}
                    onChange={draft.replace}
                  />
                  <div class="row">
                    <Button
                      kind="secondary"
                      small
                      onPress={() => [onOpen(undefined), focusLater(toQuestionFieldId(id, "open"))]}
                    >
                      {t("builder.done")}
                    </Button>
                    <Button kind="quiet" small onPress={() => duplicate(question, index)}>
                      {t("builder.duplicate", { name: getName(question) })}
                    </Button>
                    <Button kind="quiet" small onPress={() => remove(question, index)}>
                      {translate("setup.remove", { name: getName(question) })}
                    </Button>
                  </div>
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

interface MoveButtonProps {
  readonly sign: string;
  readonly name: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}

/** At the end of the list the button stays, so that it does not lose the focus. */
const MoveButton = ({ sign, name, isOff, onPress }: MoveButtonProps) => (
  <button
    type="button"
    class="question-move"
    aria-label={name}
    aria-disabled={isOff}
    onClick={() => !isOff && onPress()}
  >
    <span aria-hidden="true">{sign}</span>
  </button>
);

const flags = ["required", "sensitive", "staffOnly", "editable"] as const;

/** What the list says of a question: its condition in words, who is asked, its settings, and what is not translated. */
function QuestionNotes({
  question,
  items,
}: {
  readonly question: QuestionDraft;
  readonly items: readonly QuestionDraft[];
}) {
  const reader = useTranslation();
  const { t } = useBuilderTexts();
  const { settings } = useConsoleContext();
  const condition = useConditionText(question, items);
  const { categories = [], roles = [], label } = question;
  const audience = [
    ...settings.categories
      .filter(({ category }) => categories.includes(category))
      .map(({ title }) => getLocalizedText(title, reader.language)),
    ...roles.map((role) => getRoleTitle(settings.roles, role, reader)),
  ];
  const missing = listMissingLanguages(question, settings.languages);
  const tags = [
    ...flags.filter((flag) => question[flag]).map((flag) => t(`builder.tag.${flag}`)),
    ...(question.askedAt === "approved" ? [t("builder.tag.approved")] : []),
  ];
  return (
    <div class="question-notes small">
      {condition && <p>{condition}</p>}
      {audience.length > 0 && (
        <p>{t("builder.audience", { names: new Intl.ListFormat(reader.language).format(audience) })}</p>
      )}
      {tags.length > 0 && (
        <Tags>
          {tags.map((each) => (
            <Tag key={each}>{each}</Tag>
          ))}
        </Tags>
      )}
      {label.en !== "" && missing.length > 0 && (
        <p class="missing">{t("builder.missing", { languages: missing.join(" · ") })}</p>
      )}
    </div>
  );
}

/** The languages of the conference that a text of the question lacks. */
const listMissingLanguages = (
  { label, help, options = [] }: QuestionDraft,
  languages: readonly (keyof typeof languageNames)[],
) => {
  const texts = [label, ...(help?.en ? [help] : []), ...options.map((each) => each.label)];
  return languages.filter((each) => texts.some((text) => !text[each])).map((each) => languageNames[each]);
};
