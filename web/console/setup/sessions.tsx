import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import { toLocal, toUtc } from "../zoned.ts";
import type { DraftSession, Editing } from "./draft.ts";
import { idOf, labelOf, NumberField, TextsField } from "./fields.tsx";
import { Part } from "./part.tsx";

/** Sessions and side events; one with a capacity has places of its own. */
export function Sessions(editing: Editing) {
  const { t, find } = useWords();
  const { draft, patch } = editing;
  const sessions = draft.sessions ?? [];
  const add = () => {
    const at = toUtc(`${draft.startsOn}T10:00`, draft.timeZone);
    const end = toUtc(`${draft.startsOn}T11:30`, draft.timeZone);
    const taken = new Set(sessions.map(({ sessionId }) => sessionId));
    let number = sessions.length + 1;
    while (taken.has(`session-${number}`)) number += 1;
    patch({
      sessions: [...sessions, { sessionId: `session-${number}`, title: { en: "" }, startsAt: at, endsAt: end }],
    });
  };
  return (
    <section class="stack" id={idOf("sessions")} tabIndex={-1}>
      <h2>{labelOf("sessions", find)}</h2>
      {sessions.map((each, index) => (
        <Session
          key={index}
          {...{ each, index, editing }}
          onChange={(changed) => patch({ sessions: sessions.map((one, at) => (at === index ? changed : one)) })}
          onRemove={() => patch({ sessions: sessions.filter((_, at) => at !== index) })}
        />
      ))}
      <Button kind="secondary" small onPress={add}>
        {t("setup.addSession")}
      </Button>
    </section>
  );
}

interface Props {
  readonly each: DraftSession;
  readonly index: number;
  readonly editing: Editing;
  readonly onChange: (changed: DraftSession) => void;
  readonly onRemove: () => void;
}

function Session({ each, index, editing, onChange, onRemove }: Props) {
  const { t, find, language } = useWords();
  const { timeZone } = editing.draft;
  const path = (name: string) => `sessions.${index}.${name}`;
  const text = (name: "sessionId" | "startsAt" | "endsAt") => ({
    id: idOf(path(name)),
    label: labelOf(path(name), find),
    fault: editing.faultAt(path(name)),
    dir: "ltr" as const,
  });
  const time = (name: "startsAt" | "endsAt") => ({
    ...text(name),
    type: "datetime-local" as const,
    short: true,
    value: Number.isNaN(Date.parse(each[name])) ? each[name] : toLocal(each[name], timeZone),
    onInput: (value: string) => onChange({ ...each, [name]: toUtc(value, timeZone) }),
  });
  const name = textIn(each.title, language) || each.sessionId;
  return (
    <Part {...{ name, onRemove }} summary={<bdi>{name}</bdi>} isNew={each.title.en === ""}>
      <TextsField
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
          value={each.capacity}
          editing={editing}
          hint={t("setup.capacityHint")}
          onNumber={(capacity) => {
            const { capacity: _, ...rest } = each;
            onChange(capacity === undefined ? rest : { ...rest, capacity });
          }}
        />
        <TextField {...time("startsAt")} />
        <TextField {...time("endsAt")} />
      </div>
    </Part>
  );
}
