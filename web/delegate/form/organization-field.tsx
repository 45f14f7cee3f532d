import { useMemo } from "preact/hooks";
import { call } from "../../api/client.ts";
import { labelOf } from "../../form/faults.ts";
import { idOf, textOf } from "../../form/values.ts";
import { textIn } from "../../i18n/words.tsx";
import { Combobox } from "../../kit/combobox.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useWords } from "../words.ts";
import type { StepProps } from "./step-props.ts";

type Props = Pick<StepProps, "draft" | "faults" | "conferenceId"> & { readonly onChange: (name: string) => void };

/** For whom somebody speaks: one of the accredited organizations, which the list finds, or any other, as it is typed. */
export function OrganizationField({ draft, faults, conferenceId, onChange }: Props) {
  const { t, find, language } = useWords();
  const { loaded } = useLoaded(
    (signal) => call("listOrganizations", { params: { conferenceId }, signal }),
    [conferenceId],
  );
  const category = draft.values["category"];
  const options = useMemo(() => {
    const all = loaded.state === "ready" ? loaded.value.items : [];
    const names = all.filter((each) => each.category === category).map(({ name }) => textIn(name, language));
    const sorted = [...new Set(names)].toSorted(new Intl.Collator(language).compare);
    return sorted.map((name) => ({ value: name, label: name }));
  }, [loaded, category, language]);
  return (
    <Combobox
      id={idOf("organization")}
      label={labelOf("organization", find)}
      optional={t("common.optional")}
      fault={faults["organization"]}
      value={textOf(draft.values, "organization")}
      options={options}
      onChange={onChange}
      free
      none={t("common.nothingFits")}
      open={t("common.openList")}
      autocomplete="organization"
    />
  );
}
