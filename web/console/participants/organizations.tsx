import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Combobox } from "../../kit/components/combobox.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { StaffMember, useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";

type ListedOrganization = ApiAnswer<"listParticipantOrganizations">["items"][number];
type RecordedMerge = ApiAnswer<"listOrganizationMerges">["items"][number];

/**
 * The names of organizations by identifier; a delegation with the same name as another organization says that it is
 * one.
 */
function useOrganizationNames(organizations: readonly ListedOrganization[]): ReadonlyMap<string, string> {
  const { t, language } = useTranslation();
  const named = organizations.map((each) => ({ ...each, label: getLocalizedText(each.name, language) }));
  const counts = Map.groupBy(named, ({ label }) => label);
  return new Map(
    named.map(({ organizationId, label, isDelegation }) => {
      const isAmbiguous = isDelegation && (counts.get(label)?.length ?? 0) > 1;
      return [organizationId, isAmbiguous ? t("organizations.delegation", { name: label }) : label];
    }),
  );
}

interface MergeFormProps {
  readonly organizations: readonly ListedOrganization[];
  readonly names: ReadonlyMap<string, string>;
  readonly onMerged: () => void;
}

/** Chooses two organizations that are one, and merges them after a confirmation. */
function MergeForm({ organizations, names, onMerged }: MergeFormProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [from, setFrom] = useState("");
  const [into, setInto] = useState("");
  const [isAsking, setAsking] = useState(false);
  const [isIncomplete, setIncomplete] = useState(false);
  const { busy, error, run } = useAction();
  const toOptions = (some: readonly ListedOrganization[]) =>
    some.map(({ organizationId }) => ({ value: organizationId, label: names.get(organizationId) ?? "" }));
  const ask = () => {
    const isComplete = names.has(from) && names.has(into) && from !== into;
    setIncomplete(!isComplete);
    setAsking(isComplete);
  };
  const shown = { from: names.get(from) ?? "", into: names.get(into) ?? "" };
  const merge = () =>
    run(async () => {
      await callApi("mergeOrganizations", { params: { conferenceId }, body: { from, into } });
      announce(t("organizations.merged", shown));
      setAsking(false);
      setFrom("");
      setInto("");
      onMerged();
    });
  return (
    <>
      <div class="pair narrow">
        <Combobox
          id="organization-from"
          label={t("organizations.from")}
          value={from}
          options={toOptions(organizations.filter(({ shownAs }) => shownAs === undefined))}
          onChange={setFrom}
          t={t}
        />
        <Combobox
          id="organization-into"
          label={t("organizations.into")}
          value={into}
          options={toOptions(organizations.filter(({ organizationId }) => organizationId !== from))}
          onChange={setInto}
          t={t}
        />
      </div>
      <div class="row">
        <Button kind="secondary" onPress={ask}>
          {t("organizations.merge")} …
        </Button>
      </div>
      {isIncomplete && (
        <p class="fault" role="alert">
          {t("organizations.choose")}
        </p>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t("organizations.confirm")}
          yes={t("organizations.merge")}
          no={t("common.cancel")}
          busy={busy}
          onYes={merge}
          onNo={() => setAsking(false)}
        >
          <p>{t("organizations.means", shown)}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </>
  );
}

interface MergeRowProps {
  readonly merge: RecordedMerge;
  readonly names: ReadonlyMap<string, string>;
  readonly onSeparated: () => void;
}

/** A merge, with a button that takes it back. */
function MergeRow({ merge: { mergeId, from, into, at, by }, names, onSeparated }: MergeRowProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { busy, error, run } = useAction();
  const getName = (id: string) => names.get(id) ?? t("organizations.absent");
  const name = getName(from);
  const separate = () =>
    run(async () => {
      const params = { conferenceId: settings.conferenceId, mergeId };
      await callApi("separateOrganizations", { params });
      announce(t("organizations.undone", { from: name }));
      onSeparated();
    });
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>
        <bdi>{getName(into)}</bdi>
      </td>
      <td class="small">{formatTime(at)}</td>
      <td class="small">
        <StaffMember id={by} />
      </td>
      <td>
        <Button
          kind="secondary"
          small
          busy={busy}
          label={t("organizations.undoOne", { from: name })}
          onPress={separate}
        >
          {t("organizations.undo")}
        </Button>
        <ProblemNotice error={error} t={t} />
      </td>
    </tr>
  );
}

/** The organizations that the list shows: which of them are one. */
export function OrganizationsSection() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) =>
      Promise.all([
        callApi("listParticipantOrganizations", { params: { conferenceId }, signal }),
        callApi("listOrganizationMerges", { params: { conferenceId }, signal }),
      ]),
    [conferenceId, callApi],
  );
  useRefresh(reload);
  return (
    <section class="stack" aria-labelledby="organizations">
      <h2 id="organizations">{t("organizations.title")}</h2>
      <p class="soft">{t("organizations.lead")}</p>
      <LoadNotice {...{ loaded, reload, t }} />
      {loaded.state === "ready" && (
        <OrganizationMerges organizations={loaded.value[0].items} merges={loaded.value[1].items} reload={reload} />
      )}
    </section>
  );
}

interface OrganizationMergesProps {
  readonly organizations: readonly ListedOrganization[];
  readonly merges: readonly RecordedMerge[];
  readonly reload: () => void;
}

function OrganizationMerges({ organizations, merges, reload }: OrganizationMergesProps) {
  const { t } = useTranslation();
  const names = useOrganizationNames(organizations);
  const head = [t("organizations.from"), t("organizations.shownAs"), t("list.at"), t("list.by"), t("capacity.act")];
  return (
    <>
      <MergeForm {...{ organizations, names }} onMerged={reload} />
      {merges.length === 0 && <p class="soft">{t("organizations.none")}</p>}
      {merges.length > 0 && (
        <Table caption={t("organizations.merges")} head={head}>
          {merges.map((merge) => (
            <MergeRow key={merge.mergeId} {...{ merge, names }} onSeparated={reload} />
          ))}
        </Table>
      )}
    </>
  );
}
