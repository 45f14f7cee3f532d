import { useContext, useState } from "preact/hooks";
import { staffGroups } from "#shared/model/access.ts";
import { useAction } from "../../../kit/api/use-loaded.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Button } from "../../../kit/components/button.tsx";
import { Checkbox, FieldSet, TextField } from "../../../kit/components/fields.tsx";
import { ProblemNotice } from "../../../kit/components/notices.tsx";
import { ConsoleContext, type ConsoleContextValue } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupDraft, SetupEditing } from "../setup-draft.ts";
import { getSetupFieldLabel, toSetupFieldId } from "../setup-labels.ts";

type SetupStaffMember = NonNullable<SetupDraft["staff"]>[number];

/** The staff of the conference; without a list, all staff have access. */
export function StaffSection(editing: SetupEditing) {
  const { t, find } = useTranslation();
  const context = useContext(ConsoleContext);
  const { draft, patch, getField } = editing;
  const staff = draft.staff ?? [];
  const put = (all: readonly SetupStaffMember[]) => patch({ staff: all.length > 0 ? [...all] : undefined });
  const change = (index: number, changed: SetupStaffMember) => put(staff.with(index, changed));
  return (
    <section class="stack" id={toSetupFieldId("staff")} tabIndex={-1}>
      <h2>{getSetupFieldLabel("staff", find)}</h2>
      {staff.length === 0 && <p class="soft">{t("setup.allStaff")}</p>}
      {staff.length > 0 && <p class="soft">{t("setup.staffInvited")}</p>}
      {staff.map((each, index) => (
        <div key={index} class="part stack-tight">
          <TextField
            {...getField(`staff.${index}.email`)}
            type="email"
            dir="ltr"
            value={each.email}
            onInput={(email) => change(index, { ...each, email })}
          />
          <FieldSet {...getField(`staff.${index}.groups`)}>
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
            </div>
          </FieldSet>
          <div class="row">
            <Button kind="quiet" small onPress={() => put(staff.toSpliced(index, 1))}>
              {t("setup.remove", { name: each.email })}
            </Button>
            {context?.settings.staff?.some(({ email }) => email === each.email && email !== context.email) && (
              <InvitationButton address={each.email} {...context} />
            )}
          </div>
        </div>
      ))}
      <Button kind="secondary" small onPress={() => put([...staff, { email: "", groups: [] }])}>
        {t("setup.addStaff")}
      </Button>
    </section>
  );
}

/** Sends the invitation again: the first one was lost, or its temporary password is no longer valid. */
function InvitationButton({
  address,
  settings: { conferenceId },
  callApi,
}: Pick<ConsoleContextValue, "settings" | "callApi"> & { readonly address: string }) {
  const { t } = useTranslation();
  const { busy, error, run } = useAction();
  const [isSent, setSent] = useState(false);
  const invite = () =>
    run(async () => {
      await callApi("inviteStaffAgain", { params: { conferenceId }, body: { email: address } });
      setSent(true);
      announce(t("setup.invitedAgain"));
    });
  return (
    <>
      <Button kind="quiet" small busy={busy} onPress={invite}>
        {t("setup.inviteAgain", { name: address })}
      </Button>
      {isSent && <span class="small soft">{t("setup.invitedAgain")}</span>}
      <ProblemNotice error={error} t={t} />
    </>
  );
}
