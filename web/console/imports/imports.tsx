import { useState } from "preact/hooks";
import { importKinds } from "#shared/domain/import.ts";
import { post } from "../../documents/upload.ts";
import { saidBy } from "../../form/faults.ts";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { go, usePlace } from "../../kit/fragment.ts";
import { Check, SelectField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useDelegationNames } from "../use-delegation-names.ts";
import { useWords } from "../words.ts";
import { Job } from "./job.tsx";
import { Templates } from "./templates.tsx";

const types: Readonly<Record<string, string>> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** By its ending: what browsers say of a sheet depends on what else is installed. */
const typeOf = ({ name, type }: File) => types[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? type;

/** How a sheet is taken. The sheet itself the browser forgets with the page, and it is chosen again. */
interface Order {
  readonly what: (typeof importKinds)[number];
  readonly delegation: string;
  readonly isDry: boolean;
}

const firstOrder: Order = { what: "registrations", delegation: "", isDry: true };

/** A sheet of people: first a dry run that changes nothing, then for good. */
export function Imports() {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const place = usePlace();
  const { conferenceId } = settings;
  const [order, setOrder] = useTyped<Order>(`import.${conferenceId}`, firstOrder);
  const [file, setFile] = useState<File>();
  const { what, delegation, isDry } = order;
  const { busy, error, run } = useAction();
  const start = (dryRun: boolean) =>
    run(async () => {
      if (!file) return document.getElementById("sheet")?.focus();
      const body = { what, contentType: typeOf(file), size: file.size, dryRun, ...(delegation && { delegation }) };
      const { jobId, url, fields } = await ask("startImport", { params: { conferenceId }, body });
      await post({ url, fields }, new Blob([file], { type: typeOf(file) }));
      setOrder({ ...order, isDry: dryRun });
      go({ conference: conferenceId, view: "imports", job: jobId, ...(dryRun && { dry: "yes" }) });
    });
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.imports")}</h1>
      <p class="soft">{t("imports.lead")}</p>
      <Templates what={what} />
      <form class="stack narrow" noValidate onSubmit={(event) => [event.preventDefault(), start(isDry)]}>
        <SelectField
          id="what"
          label={t("imports.what")}
          value={what}
          options={importKinds.map((value) => ({ value, label: t(`imports.${value}`) }))}
          onChange={(value) =>
            setOrder({ ...order, what: importKinds.find((each) => each === value) ?? "registrations" })
          }
        />
        {what === "nominations" && (
          <DelegationField
            value={delegation}
            onChange={(value) => setOrder({ ...order, delegation: value })}
            fault={saidBy(error)["delegation"]}
          />
        )}
        <Field
          id="sheet"
          label={t("imports.file")}
          hint={t("imports.fileHint")}
          fault={saidBy(error)["contentType"] ?? saidBy(error)["size"]}
        >
          {(wiring) => (
            <input
              type="file"
              class="input"
              accept=".csv,.xlsx"
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
              {...wiring}
            />
          )}
        </Field>
        <Check id="dry" label={t("imports.dry")} checked={isDry} onChange={(on) => setOrder({ ...order, isDry: on })} />
        {error !== undefined && <ProblemNotice error={error} t={t} />}
        <Button type="submit" busy={busy} disabled={!file}>
          {t(isDry ? "imports.startDry" : "imports.start")}
        </Button>
      </form>
      {place["job"] && (
        <Job
          key={place["job"]}
          jobId={place["job"]}
          isDry={place["dry"] === "yes"}
          {...(file && { onForGood: () => start(false) })}
        />
      )}
    </div>
  );
}

function DelegationField(field: {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { t, language } = useWords();
  const names = useDelegationNames(language);
  return (
    <SelectField
      id="delegation"
      label={t("field.delegation")}
      empty={t("common.choose")}
      options={[...names].map(([value, label]) => ({ value, label }))}
      {...field}
    />
  );
}
