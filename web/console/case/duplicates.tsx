import { useState } from "preact/hooks";
import { labelOf } from "../../form/faults.ts";
import { Button } from "../../kit/button.tsx";
import { replace, usePlace } from "../../kit/fragment.ts";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useAction, useLoaded } from "../../kit/use-async.ts";
import { linkTo } from "../link.ts";
import { nameOf } from "../names.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { formPaths, shownAt } from "./paths.ts";

interface Props {
  readonly registration: Registration;
  readonly again: () => void;
}

/** Who may be the same person, asked for when somebody wants to know: a look at a protected name is kept. */
export function Duplicates({ registration, again }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="alike" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="number">
        {t("case.duplicates")}
        {t("common.colon")}
        {registration.possibleDuplicates}
      </summary>
      {isOpen && <Alike {...{ registration, again }} />}
    </details>
  );
}

/** Side by side, and by what; where they differ the row says so. Whoever decides may say that one is somebody else. */
function Alike({ registration: { registrationId, version }, again: reread }: Props) {
  const { t } = useWords();
  const { ask, decides } = useOffice();
  const { loaded, again } = useLoaded(
    (signal) => ask("listPossibleDuplicates", { params: { registrationId }, signal }),
    [registrationId, version, ask],
  );
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const { items } = loaded.value;
  const by = new Set(items.flatMap(({ matched }) => matched));
  return (
    <div class="stack">
      <p class="small soft">{[...by].map((each) => t(`likeness.${each}`)).join(" · ")}</p>
      <SideBySide all={[loaded.value.registration, ...items.map((each) => each.registration)]} />
      {decides && <TellApart {...{ registrationId, again: reread }} others={items.map((each) => each.registration)} />}
    </div>
  );
}

interface TellApartProps {
  readonly registrationId: string;
  readonly others: readonly Registration[];
  readonly again: () => void;
}

function TellApart({ registrationId, others, again }: TellApartProps) {
  const { t } = useWords();
  const { ask } = useOffice();
  const { busy, error, run } = useAction();
  const tell = (other: string) =>
    run(async () => {
      await ask("tellApart", { params: { registrationId }, body: { registrationId: other } });
      again();
    });
  return (
    <div class="row">
      {error !== undefined && <ProblemNotice error={error} t={t} onRetry={again} />}
      {others.map((other) => (
        <Button
          key={other.registrationId}
          kind="secondary"
          small
          busy={busy}
          onPress={() => tell(other.registrationId)}
        >
          {t("case.tellApart")}
          {t("common.colon")}
          <bdi>{nameOf(other)}</bdi>
        </Button>
      ))}
    </div>
  );
}

function SideBySide({ all }: { readonly all: readonly Registration[] }) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  const place = usePlace();
  const rows = formPaths.flatMap((path) => {
    const values = all.map((each) => shownAt(each, path, { settings, language, find }) ?? "–");
    return values.every((each) => each === "–") ? [] : [{ path, values, differs: new Set(values).size > 1 }];
  });
  const heads = all.map((each, index) => {
    const there = { ...place, conference: each.conferenceId, registration: each.registrationId };
    return index === 0 ? (
      <bdi>{nameOf(each)}</bdi>
    ) : (
      <a href={linkTo(there)} onClick={(event) => [event.preventDefault(), replace(there)]}>
        <bdi>{nameOf(each)}</bdi>
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
          <th scope="row">{labelOf(path, find)}</th>
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
