import { roleAssigners } from "#shared/model/conference.ts";
import { builtInRoles, headOfDelegation, isBuiltInRole } from "#shared/model/registration.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { Button } from "../../../kit/components/button.tsx";
import { SelectField, TextField } from "../../../kit/components/fields.tsx";
import { getRoleTitle } from "../../../kit/form/form-values.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupEditing, SetupRole } from "../setup-draft.ts";
import { NumberField, SetupPart, SetupTextsField } from "../setup-fields.tsx";
import { getSetupFieldLabel, toSetupFieldId } from "../setup-labels.ts";

/** The option that adds a role of the conference's own. */
const ownRole = "own";

/** Who may assign a role: that of the head of delegation is not for anyone to take. */
const listAssigners = ({ role }: SetupRole) =>
  roleAssigners.filter((value) => role !== headOfDelegation || value !== "anyone");

/** The roles that people may have, and who assigns each. A conference without its own list uses the built-in roles. */
export function RolesSection(editing: SetupEditing) {
  const reader = useTranslation();
  const { t, find } = reader;
  const { draft, patch } = editing;
  const roles: readonly SetupRole[] = draft.roles ?? listRoles({});
  const left = builtInRoles.filter((name) => !roles.some(({ role }) => role === name));
  const add = (name: string) => patch({ roles: [...roles, createSetupRole(name, roles)] });
  return (
    <section class="stack" id={toSetupFieldId("roles")} tabIndex={-1}>
      <h2>{getSetupFieldLabel("roles", find)}</h2>
      <p class="soft">{t("setup.rolesHint")}</p>
      {roles.map((each, index) => (
        <RoleEditor
          key={index}
          {...{ each, index, editing }}
          onChange={(changed) => patch({ roles: roles.with(index, changed) })}
          onRemove={() => patch({ roles: roles.toSpliced(index, 1) })}
        />
      ))}
      <SelectField
        id="add-role"
        label={t("setup.addRole")}
        value=""
        empty={t("common.choose")}
        options={[
          ...left.map((value) => ({ value, label: getRoleTitle(undefined, value, reader) })),
          { value: ownRole, label: t("setup.ownRole") },
        ]}
        onChange={(name) => name !== "" && add(name)}
      />
      {draft.roles && (
        <Button kind="quiet" small onPress={() => patch({ roles: null })}>
          {t("setup.usualRoles")}
        </Button>
      )}
    </section>
  );
}

/** A new role; one of the conference's own gets a short name that is free. */
function createSetupRole(name: string, roles: readonly SetupRole[]): SetupRole {
  if (name !== ownRole) return { role: name, assignableBy: "focal-point" };
  let number = 1;
  while (roles.some(({ role }) => role === `role-${number}`)) number += 1;
  return { role: `role-${number}`, title: { en: "" }, assignableBy: "focal-point" };
}

interface RoleEditorProps {
  readonly each: SetupRole;
  readonly index: number;
  readonly editing: SetupEditing;
  readonly onChange: (changed: SetupRole) => void;
  readonly onRemove: () => void;
}

function RoleEditor({ each, index, editing, onChange, onRemove }: RoleEditorProps) {
  const reader = useTranslation();
  const { t } = reader;
  const path = (name: string) => `roles.${index}.${name}`;
  const name = getRoleTitle([each], each.role, reader) || each.role;
  const isOwn = !isBuiltInRole(each.role);
  const setNumber = (field: "listOrder" | "maxPerDelegation", value: number | undefined) => {
    const { [field]: _, ...rest } = each;
    onChange(value === undefined ? rest : { ...rest, [field]: value });
  };
  const summary = (
    <>
      <bdi>{name}</bdi> <span class="small soft">{t(`setup.assignableBy.${each.assignableBy}`)}</span>
    </>
  );
  return (
    <SetupPart {...{ name, summary, onRemove }} isNew={each.title?.en === ""}>
      {isOwn && (
        <>
          <SetupTextsField
            path={path("title")}
            value={each.title ?? { en: "" }}
            editing={editing}
            onTexts={(title) => onChange({ ...each, title })}
          />
          <TextField
            {...editing.getField(path("role"))}
            dir="ltr"
            short
            value={each.role}
            onInput={(role) => onChange({ ...each, role })}
          />
        </>
      )}
      <div class="pair">
        <SelectField
          {...editing.getField(path("assignableBy"))}
          value={each.assignableBy}
          options={listAssigners(each).map((value) => ({ value, label: t(`setup.assignableBy.${value}`) }))}
          onChange={(value) =>
            onChange({ ...each, assignableBy: roleAssigners.find((one) => one === value) ?? "secretariat" })
          }
        />
        <NumberField
          path={path("listOrder")}
          value={each.listOrder}
          editing={editing}
          hint={t("setup.listOrderHint")}
          onNumber={(value) => setNumber("listOrder", value)}
        />
        {each.role !== headOfDelegation && (
          <NumberField
            path={path("maxPerDelegation")}
            value={each.maxPerDelegation}
            editing={editing}
            hint={t("setup.maxPerDelegationHint")}
            onNumber={(value) => setNumber("maxPerDelegation", value)}
          />
        )}
      </div>
    </SetupPart>
  );
}
