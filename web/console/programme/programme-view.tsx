import type { Language } from "#shared/model/conference.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { ErrorSummary, LoadNotice, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { TextsField } from "../../kit/form/texts-field.tsx";
import { formatTimeRange } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { TextAreas } from "../pages/text-areas.tsx";
import { useResourceDraft } from "../pages/use-resource-draft.ts";
import { useTranslation } from "../translations.ts";
import { BalanceTables } from "./balance-tables.tsx";
import { PanelPeople } from "./panel-people.tsx";
import {
  createPanel,
  type PanelDraft,
  type ProgrammeAnswer,
  type ProgrammeDraft,
  type SessionDraft,
  toProgrammeBody,
  toProgrammeDraft,
  toProgrammeFieldId,
} from "./programme-draft.ts";

type SavedDraft = ProgrammeDraft & { readonly published?: boolean };

/** The programme as a draft, what of it is public, and the balance of its panels. */
export function ProgrammeView() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const params = { conferenceId };
  const form = useResourceDraft<ProgrammeAnswer, SavedDraft>(
    {
      load: (signal) => callApi("getProgramme", { params, signal }),
      toDraft: toProgrammeDraft,
      save: (draft, version) =>
        callApi("putProgramme", { params, body: toProgrammeBody(draft, draft.published), version }),
    },
    [conferenceId],
  );
  const { loaded, draft, change, fieldErrors, attempt, busy, error } = form;
  if (!draft || loaded.state !== "ready") return <LoadNotice {...{ loaded, reload: form.discard, t }} />;
  const programme = loaded.value;
  const getErrorText = (path: string) => fieldErrors[path];
  const getLabel = (path: string) => {
    if (path.includes(".title.")) return t("speakers.panelTitle");
    if (path.endsWith(".room")) return t("speakers.room");
    return t(path.includes(".description.") ? "speakers.description" : "speakers.title");
  };
  const summary = Object.entries(fieldErrors).map(([path, message]) => ({
    // An error at a person leads to the panel.
    id: toProgrammeFieldId(path.replace(/\.people\..*$/, "")),
    label: getLabel(path),
    message,
  }));
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.programme")}</h1>
      <p>{t("speakers.lead")}</p>
      <PublicState programme={programme} />
      {draft.sessions.length === 0 && <p class="soft">{t("speakers.noSessions")}</p>}
      <form
        class="stack-wide"
        noValidate
        onSubmit={(event) => [event.preventDefault(), form.submit({}, t("speakers.saved"))]}
      >
        <ErrorSummary t={t} errors={summary} attempt={attempt} />
        <ProblemNotice error={error} t={t} onRetry={form.discard} />
        {draft.sessions.map((session, index) => (
          <ProgrammeSessionEditor
            key={session.sessionId}
            {...{ session, getErrorText }}
            path={`sessions.${index}`}
            createNext={() => createPanel(draft)}
            onChange={(changed) => change({ sessions: draft.sessions.with(index, { ...session, ...changed }) })}
          />
        ))}
        <div class="row">
          <Button type="submit" busy={busy}>
            {t("speakers.save")}
          </Button>
          <Button
            kind="secondary"
            busy={busy}
            onPress={() => form.submit({ published: true }, t("speakers.published"))}
          >
            {t("speakers.publish")}
          </Button>
          {programme.published && (
            <Button kind="quiet" busy={busy} onPress={() => form.submit({ published: false }, t("speakers.takenBack"))}>
              {t("speakers.takeBack")}
            </Button>
          )}
        </div>
      </form>
      <BalanceTables programme={programme} />
    </div>
  );
}

/** Whether the programme is public, and whether the draft differs from what is. */
function PublicState({ programme: { published, version } }: { readonly programme: ProgrammeAnswer }) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  return (
    <Notice tone={published ? "success" : "warning"}>
      <p>{published ? t("speakers.public", { time: formatTime(published.at) }) : t("speakers.draft")}</p>
      {published && published.version !== version && <p>{t("speakers.changed")}</p>}
    </Notice>
  );
}

interface ProgrammeSessionEditorProps {
  readonly session: SessionDraft;
  /** Where the errors of the API name the session. */
  readonly path: string;
  readonly getErrorText: (path: string) => string | undefined;
  readonly createNext: () => PanelDraft;
  readonly onChange: (changed: Partial<SessionDraft>) => void;
}

function ProgrammeSessionEditor({ session, path, getErrorText, createNext, onChange }: ProgrammeSessionEditorProps) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const { sessionId, startsAt, endsAt, room, description, panels } = session;
  const title = getLocalizedText(session.title, language);
  const id = toProgrammeFieldId(path);
  const setPanels = (changed: readonly PanelDraft[]) => onChange({ panels: changed });
  const addId = `${id}-add-panel`;
  return (
    <section class="programme-edited stack" id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <bdi>{title}</bdi>
      </h2>
      <p class="soft">
        <time dateTime={startsAt}>{formatTimeRange(startsAt, endsAt, settings.timeZone, language)}</time>
      </p>
      <TextField
        id={`${id}-room`}
        label={t("speakers.room")}
        optional={t("common.optional")}
        errorText={getErrorText(`${path}.room`)}
        value={room}
        onInput={(value) => onChange({ room: value })}
      />
      <TextAreas
        id={`${id}-description`}
        label={t("speakers.description")}
        languages={settings.languages as readonly Language[]}
        value={description}
        getErrorText={(each) => getErrorText(`${path}.description.${each}`)}
        onTexts={(texts) => onChange({ description: texts })}
      />
      {panels.length === 0 && <p class="soft">{t("speakers.noPanels")}</p>}
      {panels.map((panel, index) => (
        <PanelEditor
          key={`${sessionId} ${panel.panelId}`}
          {...{ panel, getErrorText }}
          path={`${path}.panels.${index}`}
          onChange={(changed) => setPanels(panels.with(index, { ...panel, ...changed }))}
          onRemove={() => {
            setPanels(panels.toSpliced(index, 1));
            document.getElementById(addId)?.focus();
          }}
        />
      ))}
      <div class="row">
        <Button id={addId} kind="secondary" small onPress={() => setPanels([...panels, createNext()])}>
          {t("speakers.addPanel")}
          <span class="hidden-visually">
            {t("common.colon")}
            {title}
          </span>
        </Button>
      </div>
    </section>
  );
}

interface PanelEditorProps extends Pick<ProgrammeSessionEditorProps, "path" | "getErrorText"> {
  readonly panel: PanelDraft;
  readonly onChange: (changed: Partial<PanelDraft>) => void;
  readonly onRemove: () => void;
}

function PanelEditor({ panel, path, getErrorText, onChange, onRemove }: PanelEditorProps) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const id = toProgrammeFieldId(path);
  const name = getLocalizedText(panel.title, language) || t("speakers.unnamed");
  return (
    <section class="programme-panel stack" id={id} tabIndex={-1} aria-labelledby={`${id}-name`}>
      <h3 id={`${id}-name`}>
        <bdi>{name}</bdi>
      </h3>
      <TextsField
        id={`${id}-title`}
        label={t("speakers.panelTitle")}
        t={t}
        languages={settings.languages as readonly Language[]}
        value={panel.title}
        getErrorText={(each) => getErrorText(`${path}.title.${each}`)}
        onTexts={(title) => onChange({ title })}
      />
      <PanelPeople panelId={panel.panelId} people={panel.people} onChange={(people) => onChange({ people })} />
      <div class="row">
        <Button kind="quiet" small onPress={onRemove}>
          {t("speakers.removePanel", { name })}
        </Button>
      </div>
    </section>
  );
}
