import { useState } from "preact/hooks";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Checkbox, FieldSet, TextArea, TextField } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { getApiFieldErrors } from "../../kit/form/form-errors.ts";
import { parseEmailAddresses } from "../../kit/form/form-values.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { formatPersonName } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { AccessLog, ReasonForm } from "./access-log.tsx";
import { AnswersSection } from "./answers-section.tsx";
import { DocumentsSection } from "./registration-documents.tsx";
import { RegistrationFields } from "./registration-fields.tsx";

interface ProtectionDialogProps {
  readonly registration: StaffRegistration;
  /** Of a protected person: the registration that the reader has revealed. */
  readonly revealed: StaffRegistration | undefined;
  readonly reload: () => void;
  readonly onClose: () => void;
}

interface ShownFocalPoint {
  readonly email: string;
  readonly canSee: boolean;
}

/**
 * The focal points of whom a reader selects those who see the person: of a new protection, those of the delegation; of a
 * present one, those that the reader has revealed, none before.
 */
function useFocalPoints({ registration, revealed }: Pick<ProtectionDialogProps, "registration" | "revealed">) {
  const { callApi } = useConsoleContext();
  const { delegationId, protection } = registration;
  const { loaded } = useLoaded<readonly ShownFocalPoint[]>(
    async (signal) => {
      if (protection || delegationId === undefined) return revealed?.protection?.focalPoints ?? [];
      const { focalPoints } = await callApi("getDelegation", { params: { delegationId }, signal });
      return focalPoints.map((email) => ({ email, canSee: false }));
    },
    [delegationId, revealed],
  );
  return loaded;
}

interface FocalPointChoicesProps {
  readonly focalPoints: readonly ShownFocalPoint[];
  readonly isSelected: (focalPoint: ShownFocalPoint) => boolean;
  readonly errorText: string | undefined;
  readonly onChange: (email: string, isSelected: boolean) => void;
}

function FocalPointChoices({ focalPoints, isSelected, errorText, onChange }: FocalPointChoicesProps) {
  const { t } = useTranslation();
  if (focalPoints.length === 0) return null;
  return (
    <FieldSet
      id="seen-by"
      label={t("protection.focalPoints")}
      hint={t("protection.focalPointsHint")}
      errorText={errorText}
    >
      {focalPoints.map((each, index) => (
        <Checkbox
          key={each.email}
          id={`seen-by-${index}`}
          label={<bdi dir="ltr">{each.email}</bdi>}
          checked={isSelected(each)}
          onChange={(selected) => onChange(each.email, selected)}
        />
      ))}
    </FieldSet>
  );
}

/** Edits the alias of a person, the staff who may see the real name, and the focal points who see the person. */
function ProtectionDialog({ registration, revealed, reload, onClose }: ProtectionDialogProps) {
  const { t } = useTranslation();
  const { callApi, email } = useConsoleContext();
  const { registrationId, version, protection } = registration;
  // Not stored: what identifies a protected person is sensitive.
  const [typed, setTyped] = useState({
    alias: protection?.alias.nameOnBadge ?? "",
    organization: protection?.alias.organization ?? "",
    readers: (protection?.readers ?? [email]).join("\n"),
    reason: "",
  });
  const { alias, organization, readers, reason } = typed;
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onInput: (value: string) => setTyped({ ...typed, [name]: value }),
  });
  const [changed, setChanged] = useState<Readonly<Record<string, boolean>>>({});
  const loaded = useFocalPoints({ registration, revealed });
  const focalPoints = loaded.state === "ready" ? loaded.value : [];
  const isSelected = ({ email: address, canSee }: ShownFocalPoint) => changed[address] ?? canSee;
  const { busy, error, run } = useAction();
  const fieldErrors = getApiFieldErrors(error);
  const findError = (start: string) => Object.entries(fieldErrors).find(([path]) => path.startsWith(start))?.[1];
  const done = () => {
    reload();
    onClose();
  };
  const protect = () =>
    run(async () => {
      const body = {
        alias: { nameOnBadge: alias.trim(), ...(organization.trim() && { organization: organization.trim() }) },
        readers: parseEmailAddresses(readers),
        ...(focalPoints.length > 0 && { focalPoints: focalPoints.filter(isSelected).map((each) => each.email) }),
        ...(reason.trim() && { reason: reason.trim() }),
      };
      await callApi("protectRegistration", { params: { registrationId }, body, version });
      done();
    });
  const lift = () =>
    run(async () => {
      await callApi("unprotectRegistration", { params: { registrationId }, version });
      done();
    });
  return (
    <Dialog title={t("protection.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), protect()]}>
        <p>{t("protection.means")}</p>
        {Object.keys(fieldErrors).length === 0 && <ProblemNotice error={error} t={t} />}
        <TextField
          id="alias"
          label={t("protection.alias")}
          errorText={fieldErrors["alias.nameOnBadge"]}
          {...field("alias")}
        />
        <TextField
          id="alias-organization"
          label={t("field.organization")}
          optional={t("common.optional")}
          errorText={fieldErrors["alias.organization"]}
          {...field("organization")}
        />
        <TextArea
          id="readers"
          label={t("protection.readers")}
          hint={t("protection.readersHint")}
          errorText={findError("readers")}
          {...field("readers")}
        />
        <FocalPointChoices
          {...{ focalPoints, isSelected }}
          errorText={findError("focalPoints")}
          onChange={(address, selected) => setChanged({ ...changed, [address]: selected })}
        />
        {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} />}
        {protection && !revealed && <p class="soft">{t("protection.focalPointsLater")}</p>}
        <TextField
          id="protect-reason"
          label={t("decide.reason")}
          optional={t("common.optional")}
          {...field("reason")}
        />
        <div class="row">
          <Button type="submit" busy={busy || loaded.state === "loading"}>
            {t("protection.protect")}
          </Button>
          {protection && (
            <Button kind="danger" busy={busy} onPress={lift}>
              {t("protection.lift")}
            </Button>
          )}
          <Button kind="secondary" onPress={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ProtectedIdentityProps {
  readonly registration: StaffRegistration;
  readonly reload: () => void;
}

/** The protection of a name: the alias, and the real name for its readers, who give a reason. */
export function ProtectedIdentity({ registration, reload }: ProtectedIdentityProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const { registrationId, protection } = registration;
  const [revealed, setRevealed] = useState<StaffRegistration>();
  const hideAndReload = () => {
    setRevealed(undefined);
    reload();
  };
  const [isAsking, setAsking] = useFormState(`protect.${registrationId}`, false);
  return (
    <details open={protection !== undefined || isAsking}>
      <summary>{t("protection.title")}</summary>
      <div class="stack">
        {protection ? (
          <p>
            {t("protection.alias")}
            {t("common.colon")}
            <bdi>{protection.alias.nameOnBadge}</bdi>
            {protection.alias.organization && (
              <>
                , <bdi>{protection.alias.organization}</bdi>
              </>
            )}
            {". "}
            {t("protection.readers")}
            {t("common.colon")}
            <bdi dir="ltr">{protection.readers.join(", ")}</bdi>
          </p>
        ) : (
          <p class="soft">{t("protection.none")}</p>
        )}
        {protection && <RevealedName {...{ registration, revealed, setRevealed }} />}
        {canDecide && (
          <Button kind="secondary" small onPress={() => setAsking(true)}>
            {t(protection ? "protection.change" : "protection.protect")}
          </Button>
        )}
      </div>
      {isAsking && (
        <ProtectionDialog {...{ registration, revealed }} reload={hideAndReload} onClose={() => setAsking(false)} />
      )}
    </details>
  );
}

interface RevealedNameProps {
  readonly registration: StaffRegistration;
  readonly revealed: StaffRegistration | undefined;
  readonly setRevealed: (revealed: StaffRegistration | undefined) => void;
}

function RevealedName({ registration: { registrationId, protection }, revealed, setRevealed }: RevealedNameProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const { busy, error, run } = useAction();
  const open = (reason: string) =>
    run(async () => setRevealed(await callApi("revealIdentity", { params: { registrationId }, body: { reason } })));
  return (
    <>
      <ProblemNotice error={error} t={t} />
      {revealed && (
        <Notice tone="warning">
          <p>
            <strong>
              <bdi>{formatPersonName(revealed)}</bdi>
            </strong>
          </p>
          <RegistrationFields registration={revealed} />
          <AnswersSection registration={revealed} reload={() => undefined} isProtected />
          <DocumentsSection registration={revealed} isProtected />
          <Button kind="quiet" small onPress={() => setRevealed(undefined)}>
            {t("protection.hide")}
          </Button>
        </Notice>
      )}
      {protection?.isReader && (
        <ReasonForm
          id={`why-${registrationId}`}
          label={t("case.why")}
          submitLabel={t("protection.open")}
          busy={busy}
          onSend={open}
        />
      )}
      {canDecide && (
        <AccessLog
          load={(signal) => callApi("listIdentityAccess", { params: { registrationId }, query: { limit: 20 }, signal })}
        />
      )}
    </>
  );
}
