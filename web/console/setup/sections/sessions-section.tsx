import { Button } from "../../../kit/components/button.tsx";
import { TextField } from "../../../kit/components/fields.tsx";
import { getLocalizedText } from "../../../kit/i18n/translations.tsx";
import { parseLocalInputValue, toLocalInputValue } from "../../local-input-value.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupEditing, SetupSession } from "../setup-draft.ts";
import { NumberField, SetupPart, SetupTextsField } from "../setup-fields.tsx";
import { getSetupFieldLabel, toSetupFieldId } from "../setup-labels.ts";

/** Sessions and side events; a session with a capacity has its own seats. */
export function SessionsSection(editing: SetupEditing) {
  const { t, find } = useTranslation();
  const { draft, patch } = editing;
  const sessions = draft.sessions ?? [];
  const add = () => {
    const at = parseLocalInputValue(`${draft.startsOn}T10:00`, draft.timeZone);
    const end = parseLocalInputValue(`${draft.startsOn}T11:30`, draft.timeZone);
    const taken = new Set(sessions.map(({ sessionId }) => sessionId));
    let number = sessions.length + 1;
    while (taken.has(`session-${number}`)) number += 1;
    patch({
      sessions: [...sessions, { sessionId: `session-${number}`, title: { en: "" }, startsAt: at, endsAt: end }],
    });
  };
  return (
    <section class="stack" id={toSetupFieldId("sessions")} tabIndex={-1}>
      <h2>{getSetupFieldLabel("sessions", find)}</h2>
      {sessions.map((each, index) => (
        <SessionEditor
          key={index}
          {...{ each, index, editing }}
          onChange={(changed) => patch({ sessions: sessions.with(index, changed) })}
          onRemove={() => patch({ sessions: sessions.toSpliced(index, 1) })}
        />
      ))}
      <Button kind="secondary" small onPress={add}>
        {t("setup.addSession")}
      </Button>
    </section>
  );
}

interface SessionEditorProps {
  readonly each: SetupSession;
  readonly index: number;
  readonly editing: SetupEditing;
  readonly onChange: (changed: SetupSession) => void;
  readonly onRemove: () => void;
}

function SessionEditor({ each, index, editing, onChange, onRemove }: SessionEditorProps) {
  const { t, language } = useTranslation();
  const { timeZone } = editing.draft;
  const path = (name: string) => `sessions.${index}.${name}`;
  const text = (name: "sessionId" | "startsAt" | "endsAt") => ({
    ...editing.getField(path(name)),
    dir: "ltr" as const,
  });
  const time = (name: "startsAt" | "endsAt") => ({
    ...text(name),
    type: "datetime-local" as const,
    short: true,
    value: Number.isNaN(Date.parse(each[name])) ? each[name] : toLocalInputValue(each[name], timeZone),
    onInput: (value: string) => onChange({ ...each, [name]: parseLocalInputValue(value, timeZone) }),
  });
  const name = getLocalizedText(each.title, language) || each.sessionId;
  return (
    <SetupPart {...{ name, onRemove }} summary={<bdi>{name}</bdi>} isNew={each.title.en === ""}>
      <SetupTextsField
        path={path("title")}
        value={each.title}
        editing={editing}
        onTexts={(title) => onChange({ ...each, title })}
      />
      <div class="pair">
        <TextField
          {...text("sessionId")}
          value={each.sessionId}
          onInput={(sessionId) => onChange({ ...each, sessionId })}
        />
        <NumberField
          path={path("capacity")}
          value={each.capacity ?? undefined}
          editing={editing}
          hint={t("setup.capacityHint")}
          onNumber={(capacity) => onChange({ ...each, capacity: capacity ?? null })}
        />
        <TextField {...time("startsAt")} />
        <TextField {...time("endsAt")} />
      </div>
    </SetupPart>
  );
}
