import { useRef, useState } from "preact/hooks";
import { useAction, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { LoadNotice, ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { useConsoleContext } from "../console-context.ts";
import { StaffMember, useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { UnprintablePeople } from "../unprintable-people.tsx";
import { DifferencesSection } from "./list-differences.tsx";
import { ListDownload } from "./list-download.tsx";
import { OrganizationsSection } from "./organizations.tsx";
import type { SavedListVersion } from "./version-select.tsx";

/** Saves the current list; a final version needs a confirmation. */
function SaveListVersion({ onSaved }: { readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [isAsking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  // The idempotency key is the same until the list is saved, so that a lost response does not save it twice.
  const idempotencyKey = useRef(crypto.randomUUID());
  const save = (status: "draft" | "final") =>
    run(async () => {
      const request = {
        params: { conferenceId },
        body: { status },
        idempotencyKey: `${idempotencyKey.current}-${status}`,
      };
      const { version, named } = await callApi("createListVersion", request);
      idempotencyKey.current = crypto.randomUUID();
      announce(t("list.kept", { version, named }));
      setAsking(false);
      onSaved();
    });
  return (
    <section class="stack" aria-labelledby="list-keep">
      <h2 id="list-keep">{t("list.keep")}</h2>
      <p class="soft">{t("list.keepMeans")}</p>
      <div class="row">
        <Button kind="secondary" busy={busy} onPress={() => save("draft")}>
          {t("list.keepDraft")}
        </Button>
        <Button kind="secondary" onPress={() => setAsking(true)}>
          {t("list.keepFinal")} …
        </Button>
      </div>
      {!isAsking && <ProblemNotice error={error} t={t} />}
      {isAsking && (
        <ConfirmDialog
          title={t("list.keepFinal")}
          yes={t("list.keepFinal")}
          no={t("common.cancel")}
          busy={busy}
          onYes={() => save("final")}
          onNo={() => setAsking(false)}
        >
          <p>{t("list.finalMeans")}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </section>
  );
}

/** The saved versions, the latest first. */
function VersionTable({ versions }: { readonly versions: readonly SavedListVersion[] }) {
  const { t, language } = useTranslation();
  const formatTime = useTimeFormat();
  const { format } = new Intl.NumberFormat(language);
  if (versions.length === 0) return <p class="soft">{t("list.none")}</p>;
  const head = (["version", "status", "at", "by", "named", "unnamed"] as const).map((each) => t(`list.${each}`));
  return (
    <Table caption={t("list.versions")} head={head}>
      {versions.map(({ version, status, at, by, named, unnamed }) => (
        <tr key={version}>
          <th scope="row" class="number">
            {version}
          </th>
          <td>
            <Tag tone={status === "final" ? "success" : undefined}>{t(`list.${status}`)}</Tag>
          </td>
          <td class="small">{formatTime(at)}</td>
          <td class="small">
            <StaffMember id={by} />
          </td>
          <td class="number">{format(named)}</td>
          <td class="number">{format(unnamed)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The list of participants: download, saved versions and differences. */
export function ParticipantListView() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listListVersions", { params: { conferenceId }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const versions = loaded.value.items.toReversed();
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.participants")}</h1>
      <p class="soft">{t("list.lead")}</p>
      <ListDownload versions={versions} />
      <UnprintablePeople />
      <SaveListVersion onSaved={reload} />
      <VersionTable versions={versions} />
      <OrganizationsSection />
      {versions[0] && <DifferencesSection versions={versions} latest={versions[0]} />}
    </div>
  );
}
