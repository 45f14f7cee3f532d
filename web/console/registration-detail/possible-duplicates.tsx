import { useState } from "preact/hooks";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { formatRegistrationField } from "../../kit/form/format-field.ts";
import { buildHref, replaceLocation, useLocation } from "../../kit/hooks/use-location.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { formatPersonName } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { formPaths } from "./registration-fields.tsx";

interface PossibleDuplicatesProps {
  readonly registration: StaffRegistration;
  readonly reload: () => void;
}

/** Possible duplicates. They load when opened, because access to protected names is recorded. */
export function PossibleDuplicates({ registration, reload }: PossibleDuplicatesProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="alike" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="number">
        {t("case.duplicates")}
        {t("common.colon")}
        {registration.possibleDuplicates}
      </summary>
      {isOpen && <DuplicateComparison {...{ registration, reload }} />}
    </details>
  );
}

/** Compares possible duplicates; differing rows are marked. The secretariat can dismiss a duplicate. */
function DuplicateComparison({
  registration: { registrationId, version },
  reload: onDismissed,
}: PossibleDuplicatesProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listPossibleDuplicates", { params: { registrationId }, signal }),
    [registrationId, version, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { items } = loaded.value;
  const by = new Set(items.flatMap(({ matchReasons }) => matchReasons));
  return (
    <div class="stack">
      <p class="small soft">{[...by].map((each) => t(`likeness.${each}`)).join(" · ")}</p>
      <ComparisonTable all={[loaded.value.registration, ...items.map((each) => each.registration)]} />
      {canDecide && (
        <DismissDuplicate
          {...{ registrationId, reload: onDismissed }}
          others={items.map((each) => each.registration)}
        />
      )}
    </div>
  );
}

interface DismissDuplicateProps {
  readonly registrationId: string;
  readonly others: readonly StaffRegistration[];
  readonly reload: () => void;
}

function DismissDuplicate({ registrationId, others, reload }: DismissDuplicateProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { busy, error, run } = useAction();
  const dismiss = (other: string) =>
    run(async () => {
      await callApi("dismissDuplicate", { params: { registrationId }, body: { registrationId: other } });
      reload();
    });
  return (
    <div class="row">
      <ProblemNotice error={error} t={t} onRetry={reload} />
      {others.map((other) => (
        <Button
          key={other.registrationId}
          kind="secondary"
          small
          busy={busy}
          onPress={() => dismiss(other.registrationId)}
        >
          {t("case.tellApart")}
          {t("common.colon")}
          <bdi>{formatPersonName(other)}</bdi>
        </Button>
      ))}
    </div>
  );
}

function ComparisonTable({ all }: { readonly all: readonly StaffRegistration[] }) {
  const { t, find, language } = useTranslation();
  const { settings } = useConsoleContext();
  const pageLocation = useLocation();
  const rows = formPaths.flatMap((path) => {
    const values = all.map(
      (each) => formatRegistrationField(each, path, { conference: settings, language, find }) ?? "–",
    );
    return values.every((each) => each === "–") ? [] : [{ path, values, differs: new Set(values).size > 1 }];
  });
  const heads = all.map((each, index) => {
    const target = { ...pageLocation, conference: each.conferenceId, registration: each.registrationId };
    return index === 0 ? (
      <bdi>{formatPersonName(each)}</bdi>
    ) : (
      <a href={buildHref(target)} onClick={(event) => [event.preventDefault(), replaceLocation(target)]}>
        <bdi>{formatPersonName(each)}</bdi>
      </a>
    );
  });
  return (
    <Table caption={t("case.duplicates")} head={[t("case.field"), ...heads]}>
      <tr>
        <th scope="row">{t("queue.accreditation")}</th>
        {all.map(({ registrationId, accreditation }) => (
          <td key={registrationId}>{t(`accreditation.${accreditation}`)}</td>
        ))}
      </tr>
      {rows.map(({ path, values, differs }) => (
        <tr key={path} class={differs ? "differs" : undefined}>
          <th scope="row">{getFieldLabel(path, find)}</th>
          {values.map((value, index) => (
            <td key={index}>
              <bdi>{value}</bdi>
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
