import { useState } from "preact/hooks";
import { isBuiltInRole } from "#shared/model/registration.ts";
import { panelRoles } from "#shared/programme/programme.rules.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice, Tag, Tags } from "../../kit/components/notices.tsx";
import { getRoleTitle, moveItem } from "../../kit/form/form-values.ts";
import { focusLater } from "../../kit/hooks/focus-later.ts";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { useConsoleContext } from "../console-context.ts";
import { accreditationTones, RegistrationLink } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { PersonDialog } from "./person-dialog.tsx";
import { isPanelRole, type PersonDraft } from "./programme-draft.ts";

interface PanelPeopleProps {
  readonly panelId: string;
  readonly people: readonly PersonDraft[];
  readonly onChange: (people: readonly PersonDraft[]) => void;
}

/** The people of a panel in their order. */
export function PanelPeople({ panelId, people, onChange }: PanelPeopleProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<{ readonly index?: number }>();
  const addId = `programme-${panelId}-add`;
  const choose = (person: PersonDraft) => {
    const index = dialog?.index;
    onChange(index === undefined ? [...people, person] : people.with(index, person));
    setDialog(undefined);
    focusLater(index === undefined ? addId : `${person.key}-role`);
  };
  return (
    <>
      <ul class="plain-list stack">
        {people.map((person, index) => (
          <PersonRow
            key={person.key}
            person={person}
            onChange={(changed) => onChange(people.with(index, changed))}
            onLink={() => setDialog({ index })}
            onMove={(by) => {
              if (!people[index + by]) return;
              onChange(moveItem(people, index, index + by));
              announce(t("setup.moved", { name: person.name, position: index + by + 1 }));
              focusLater(`${person.key}-${by === 1 ? "down" : "up"}`);
            }}
            onRemove={() => {
              onChange(people.toSpliced(index, 1));
              focusLater(addId);
            }}
          />
        ))}
      </ul>
      <div class="row">
        <Button id={addId} kind="secondary" small onPress={() => setDialog({})}>
          {t("speakers.addPerson")}
        </Button>
      </div>
      {dialog && (
        <PersonDialog
          linked={dialog.index === undefined ? undefined : people[dialog.index]}
          onChoose={choose}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

interface PersonRowProps {
  readonly person: PersonDraft;
  readonly onChange: (person: PersonDraft) => void;
  readonly onLink: () => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

function PersonRow({ person, onChange, onLink, onMove, onRemove }: PersonRowProps) {
  const reader = useTranslation();
  const { t } = reader;
  const { key, name, registrationId, organization, functionTitle, country, role } = person;
  const details = [functionTitle, organization, country === undefined ? undefined : getCountryName(country, reader)];
  return (
    <li class="programme-person stack-tight">
      <div>
        <strong>
          {registrationId === undefined ? (
            <bdi>{name}</bdi>
          ) : (
            <RegistrationLink id={registrationId}>{name}</RegistrationLink>
          )}
        </strong>
        {details.map(
          (each) =>
            each !== undefined && (
              <>
                {", "}
                <bdi>{each}</bdi>
              </>
            ),
        )}
      </div>
      <PersonTags person={person} />
      <SelectField
        id={`${key}-role`}
        label={t("speakers.roleOf", { name })}
        value={role}
        options={panelRoles.map((value) => ({ value, label: t(`panelRole.${value}`) }))}
        onChange={(value) => isPanelRole(value, panelRoles) && onChange({ ...person, role: value })}
      />
      <BadgeRole person={person} onChange={onChange} />
      <div class="row">
        <Button id={`${key}-up`} kind="quiet" small label={t("speakers.moveUp", { name })} onPress={() => onMove(-1)}>
          ↑
        </Button>
        <Button
          id={`${key}-down`}
          kind="quiet"
          small
          label={t("speakers.moveDown", { name })}
          onPress={() => onMove(1)}
        >
          ↓
        </Button>
        {registrationId === undefined && (
          <Button kind="quiet" small onPress={onLink}>
            {t("speakers.linkTo", { name })}
          </Button>
        )}
        <Button kind="quiet" small onPress={onRemove}>
          {t("speakers.remove", { name })}
        </Button>
      </div>
    </li>
  );
}

function PersonTags({ person }: { readonly person: PersonDraft }) {
  const { t, find } = useTranslation();
  const { registrationId, accreditation = "", isGone, isProtected } = person;
  if (registrationId === undefined)
    return (
      <Tags>
        <Tag>{t("speakers.notRegistered")}</Tag>
      </Tags>
    );
  const tone = accreditationTones[accreditation as keyof typeof accreditationTones];
  return (
    <Tags>
      <Tag {...(tone && { tone })}>{find(`accreditation.${accreditation}`) ?? accreditation}</Tag>
      {accreditation !== "approved" && !isGone && <Tag>{t("speakers.notPublic")}</Tag>}
      {isGone && <Tag tone="danger">{t("speakers.gone")}</Tag>}
      {isProtected && <Tag tone="warning">{t("speakers.protected")}</Tag>}
    </Tags>
  );
}

/** Another role on the badge than on the panel, and the correction of it. */
function BadgeRole({ person, onChange }: Pick<PersonRowProps, "person" | "onChange">) {
  const reader = useTranslation();
  const { t } = reader;
  const { callApi, settings } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { registrationId, registeredRole, registrationVersion: version, role, name } = person;
  // The built-in roles have a speaker and a moderator, and no discussant.
  const isOffered = settings.roles ? settings.roles.some((each) => each.role === role) : isBuiltInRole(role);
  if (registrationId === undefined || registeredRole === undefined || registeredRole === role || !isOffered)
    return null;
  if (person.isGone || person.isProtected) return null;
  const correct = () =>
    run(async () => {
      const options = { params: { registrationId }, body: { role }, version };
      const changed = await callApi("amendRegistration", options);
      onChange({ ...person, registeredRole: changed.role, registrationVersion: changed.version });
    });
  const title = (each: string) => getRoleTitle(settings.roles, each, reader);
  return (
    <div class="stack-tight">
      <ProblemNotice error={error} t={t} />
      <div class="row small">
        <span>{t("speakers.badgeRole", { role: title(registeredRole) })}</span>
        <Button kind="secondary" small busy={busy} onPress={correct}>
          {t("speakers.setRole", { role: title(role), name })}
        </Button>
      </div>
    </div>
  );
}
