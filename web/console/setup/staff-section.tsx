import { staffGroups } from "#shared/model/access.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox, TextField } from "../../kit/components/fields.tsx";
import { useTranslation } from "../translations.ts";
import type { SetupDraft, SetupEditing } from "./setup-draft.ts";
import { getSetupFieldLabel, toSetupFieldId } from "./setup-fields.tsx";

type SetupStaffMember = NonNullable<SetupDraft["staff"]>[number];

/** The staff of the conference; without a list, all staff have access. */
export function StaffSection(editing: SetupEditing) {
  const { t, find } = useTranslation();
  const { draft, patch, getErrorText, getField } = editing;
  const staff = draft.staff ?? [];
  const put = (all: readonly SetupStaffMember[]) => patch({ staff: all.length > 0 ? [...all] : undefined });
  const change = (index: number, changed: SetupStaffMember) => put(staff.with(index, changed));
  return (
    <section class="stack" id={toSetupFieldId("staff")} tabIndex={-1}>
      <h2>{getSetupFieldLabel("staff", find)}</h2>
      {staff.length === 0 && <p class="soft">{t("setup.allStaff")}</p>}
      {staff.map((each, index) => (
        <div key={index} class="part stack-tight">
          <TextField
            {...getField(`staff.${index}.email`)}
            errorText={getErrorText(`staff.${index}.email`) ?? getErrorText(`staff.${index}.groups`)}
            type="email"
            dir="ltr"
            value={each.email}
            onInput={(email) => change(index, { ...each, email })}
          />
          <div class="row">
            {staffGroups.map((group) => (
              <Checkbox
                key={group}
                id={toSetupFieldId(`staff.${index}.${group}`)}
                label={t(`group.${group}`)}
                checked={each.groups.includes(group)}
                onChange={(on) =>
                  change(index, {
                    ...each,
                    groups: staffGroups.filter((one) => (one === group ? on : each.groups.includes(one))),
                  })
                }
              />
            ))}
            <Button kind="quiet" small onPress={() => put(staff.toSpliced(index, 1))}>
              {t("setup.remove", { name: each.email })}
            </Button>
          </div>
        </div>
      ))}
      <Button kind="secondary" small onPress={() => put([...staff, { email: "", groups: ["secretariat"] }])}>
        {t("setup.addStaff")}
      </Button>
    </section>
  );
}
