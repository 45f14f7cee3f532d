import { useRef, useState } from "preact/hooks";
import { foldTag } from "#shared/annotations/annotations.rules.ts";
import { canReview } from "#shared/model/access.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Field, SelectField, TextArea } from "../../kit/components/fields.tsx";
import { LoadNotice, ProblemNotice, Quote, Tags } from "../../kit/components/notices.tsx";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import {
  type ConferenceSettings,
  type StaffEmails,
  type StaffRegistration,
  useConsoleContext,
} from "../console-context.ts";
import { StaffMember, useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";

interface AnnotationsProps {
  readonly registration: StaffRegistration;
  /** Shows the registration after a change. */
  readonly onChanged: (after: StaffRegistration) => void;
  readonly reload: () => void;
}

/** What only staff see: the assignee, the tags and the notes. It is open if there is something to read. */
export function AnnotationsSection(props: AnnotationsProps) {
  const { t } = useTranslation();
  const { registration } = props;
  const { tags, notes = 0, assignee } = registration;
  const [isOpen] = useState(notes > 0 || assignee !== undefined || (tags ?? []).length > 0);
  return (
    <details class="annotations" open={isOpen}>
      <summary>{t("annotations.title")}</summary>
      <div class="stack">
        <AssigneeField {...props} />
        {tags && <TagEditor {...props} />}
        <NotesSection {...props} />
      </div>
    </details>
  );
}

/** The addresses of those who can look after a registration, as the server accepts them. */
function listAssignable({ staff }: ConferenceSettings, staffEmails: StaffEmails, own: string): readonly string[] {
  const listed = staff?.filter(canReview).map(({ email }) => email);
  const known = new Map((listed ?? [own, ...staffEmails.values()]).map((email) => [foldAddress(email), email]));
  return [...known.values()].toSorted((one, other) => (one < other ? -1 : 1));
}

function AssigneeField({ registration, onChanged, reload }: AnnotationsProps) {
  const { t } = useTranslation();
  const { callApi, canDecide, settings, staffEmails, email: own } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { registrationId, assignee, protection } = registration;
  /** What the officer has chosen and not saved yet. */
  const [chosen, setChosen] = useState<string>();
  if (!canDecide || protection?.isReader === false)
    return assignee === undefined ? null : (
      <p>
        {t("annotations.assignee")}
        {t("common.colon")}
        <bdi dir="ltr">{assignee}</bdi>
      </p>
    );
  const assignable = listAssignable(settings, staffEmails, own);
  const isListed = assignee === undefined || assignable.some((email) => foldAddress(email) === foldAddress(assignee));
  const options = [...(isListed ? [] : [assignee]), ...assignable].map((value) => ({ value, label: value }));
  const stored = options.find((option) => foldAddress(option.value) === foldAddress(assignee ?? ""))?.value ?? "";
  const value = chosen ?? stored;
  const save = () =>
    run(async () => {
      // The field shows who is stored, also after a failure. A choice that is made meanwhile stays.
      const forget = () => setChosen((latest) => (latest === chosen ? undefined : latest));
      const body = { email: value === "" ? null : value };
      onChanged(await callApi("setAssignee", { params: { registrationId }, body }).finally(forget));
      announce(t("annotations.assigned"));
    });
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => [event.preventDefault(), save()]}>
      <SelectField
        id="assignee"
        label={t("annotations.assignee")}
        value={value}
        empty={t("annotations.unassigned")}
        options={options}
        onChange={setChosen}
      />
      <ProblemNotice error={error} t={t} onRetry={reload} />
      <Button type="submit" kind="secondary" small busy={busy}>
        {t("annotations.assign")}
      </Button>
    </form>
  );
}

function TagEditor({ registration, onChanged, reload }: AnnotationsProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { registrationId, tags = [], annotationsVersion } = registration;
  const { busy, error, run } = useAction();
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { loaded } = useLoaded(
    (signal) => callApi("listTags", { params: { conferenceId }, signal }),
    [conferenceId, annotationsVersion, callApi],
  );
  const inUse = loaded.state === "ready" ? loaded.value.items : [];
  const has = (tag: string) => tags.some((each) => foldTag(each) === foldTag(tag));
  const save = (next: readonly string[], message: string) =>
    run(async () => {
      const options = { params: { registrationId }, body: { tags: [...next] }, version: annotationsVersion };
      onChanged(await callApi("setTags", options));
      setTyped("");
      announce(message);
      input.current?.focus();
    });
  const add = () => {
    const tag = typed.trim();
    if (tag === "") input.current?.focus();
    else if (has(tag)) setTyped("");
    else void save([...tags, tag], t("annotations.tagAdded", { tag }));
  };
  const remove = (tag: string) =>
    save(
      tags.filter((each) => each !== tag),
      t("annotations.tagRemoved", { tag }),
    );
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => [event.preventDefault(), add()]}>
      {tags.length > 0 && (
        <Tags>
          {tags.map((tag) => (
            <span key={tag} class="tag chip">
              <bdi>{tag}</bdi>
              <button
                type="button"
                aria-label={t("annotations.removeTag", { tag })}
                aria-disabled={busy ? "true" : undefined}
                onClick={() => remove(tag)}
              >
                ×
              </button>
            </span>
          ))}
        </Tags>
      )}
      <Field id="tag" label={t("annotations.tag")} hint={t("annotations.tagHint")}>
        {(attributes) => (
          <span class="row">
            <input
              ref={input}
              class="input short"
              list="tags-in-use"
              maxLength={40}
              autocomplete="off"
              dir="auto"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
              {...attributes}
            />
            <Button type="submit" kind="secondary" small busy={busy}>
              {t("annotations.addTag")}
            </Button>
          </span>
        )}
      </Field>
      <datalist id="tags-in-use">
        {inUse
          .filter(({ tag }) => !has(tag))
          .map(({ tagId, tag }) => (
            <option key={tagId} value={tag} />
          ))}
      </datalist>
      <ProblemNotice error={error} t={t} onRetry={reload} />
    </form>
  );
}

/** The notes. Reading those about a protected person is recorded, and so they are loaded when the reader asks. */
function NotesSection({ registration, reload }: AnnotationsProps) {
  const { t } = useTranslation();
  const { notes = 0, protection, registrationId } = registration;
  const [isOpened, setOpened] = useState(false);
  const isShown = notes > 0 && (protection === undefined || isOpened);
  return (
    <div class="stack-tight">
      <h3>{t("annotations.notes", { count: notes })}</h3>
      {isShown && <NoteList key={notes} registrationId={registrationId} />}
      {notes > 0 && !isShown && (
        <Button kind="secondary" small onPress={() => setOpened(true)}>
          {t(protection?.isReader ? "annotations.showRecorded" : "annotations.show")}
        </Button>
      )}
      <NoteForm registrationId={registrationId} reload={reload} />
    </div>
  );
}

function NoteList({ registrationId }: { readonly registrationId: string }) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listNotes", { params: { registrationId }, query: { limit: 100 }, signal }),
    [registrationId, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  return (
    <ol class="history plain-list">
      {loaded.value.items.map(({ noteId, at, by, text }) => (
        <li key={noteId}>
          <p class="small soft">
            {formatTime(at)} · <StaffMember id={by} />
          </p>
          {text === undefined ? <p class="soft">{t("annotations.hidden")}</p> : <Quote text={text} />}
        </li>
      ))}
    </ol>
  );
}

function NoteForm({ registrationId, reload }: { readonly registrationId: string; readonly reload: () => void }) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const [text, setText] = useFormState(`note.${registrationId}`, "");
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const add = () =>
    run(async () => {
      if (text.trim() === "") return document.getElementById("note")?.focus();
      await sendOnce([registrationId, text], (idempotencyKey) =>
        callApi("addNote", { params: { registrationId }, body: { text }, idempotencyKey }),
      );
      setText("");
      announce(t("annotations.added"));
      reload();
    });
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => [event.preventDefault(), add()]}>
      <TextArea
        id="note"
        label={t("annotations.note")}
        hint={t("annotations.noteHint")}
        value={text}
        onInput={setText}
      />
      <ProblemNotice error={error} t={t} />
      <Button type="submit" kind="secondary" small busy={busy}>
        {t("annotations.add")}
      </Button>
    </form>
  );
}
