import type { StaffGroup } from "#shared/contract/routes.ts";
import { Button } from "../../kit/button.tsx";
import { Check, TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import type { Draft, Editing } from "./draft.ts";
import { idOf, labelOf } from "./fields.tsx";

type Member = NonNullable<Draft["staff"]>[number];

const groups: readonly StaffGroup[] = ["secretariat", "reviewer", "entry-desk"];

/** Who works on it; while nobody is named, all staff may. */
export function Staff(editing: Editing) {
  const { t, find } = useWords();
  const { draft, patch, faultAt } = editing;
  const staff = draft.staff ?? [];
  const put = (all: readonly Member[]) => patch({ staff: all.length > 0 ? [...all] : undefined });
  const change = (index: number, changed: Member) => put(staff.map((one, at) => (at === index ? changed : one)));
  return (
    <section class="stack" id={idOf("staff")} tabIndex={-1}>
      <h2>{labelOf("staff", find)}</h2>
      {staff.length === 0 && <p class="soft">{t("setup.allStaff")}</p>}
      {staff.map((each, index) => (
        <div key={index} class="part stack-tight">
          <TextField
            id={idOf(`staff.${index}.email`)}
            label={labelOf("staff.email", find)}
            fault={faultAt(`staff.${index}.email`) ?? faultAt(`staff.${index}.groups`)}
            type="email"
            dir="ltr"
            value={each.email}
            onInput={(email) => change(index, { ...each, email })}
          />
          <div class="row">
            {groups.map((group) => (
              <Check
                key={group}
                id={idOf(`staff.${index}.${group}`)}
                label={t(`group.${group}`)}
                checked={each.groups.includes(group)}
                onChange={(on) =>
                  change(index, {
                    ...each,
                    groups: groups.filter((one) => (one === group ? on : each.groups.includes(one))),
                  })
                }
              />
            ))}
            <Button kind="quiet" small onPress={() => put(staff.filter((_, at) => at !== index))}>
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
