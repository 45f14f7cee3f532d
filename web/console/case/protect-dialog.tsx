import { addressesIn } from "../../form/addresses.ts";
import { saidBy } from "../../form/faults.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { TextArea, TextField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly registration: Registration;
  readonly again: () => void;
  readonly onClose: () => void;
}

/** Under which name somebody appears from now on, and who may open the real one. */
export function ProtectDialog({ registration, again, onClose }: Props) {
  const { t } = useWords();
  const { ask, email } = useOffice();
  const { registrationId, version, protection } = registration;
  const [typed, type] = useTyped(`alias.${registrationId}`, {
    alias: protection?.alias.nameOnBadge ?? "",
    organization: protection?.alias.organization ?? "",
    readers: (protection?.readers ?? [email]).join("\n"),
    reason: "",
  });
  const { alias, organization, readers, reason } = typed;
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onInput: (value: string) => type({ ...typed, [name]: value }),
  });
  const { busy, error, run } = useAction();
  const faults = saidBy(error);
  const done = () => {
    again();
    onClose();
  };
  const protect = () =>
    run(async () => {
      const body = {
        alias: { nameOnBadge: alias.trim(), ...(organization.trim() && { organization: organization.trim() }) },
        readers: addressesIn(readers),
        ...(reason.trim() && { reason: reason.trim() }),
      };
      await ask("protectRegistration", { params: { registrationId }, body, version });
      done();
    });
  const lift = () =>
    run(async () => {
      await ask("unprotectRegistration", { params: { registrationId }, version });
      done();
    });
  return (
    <Dialog title={t("protection.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), protect()]}>
        <p>{t("protection.means")}</p>
        {error !== undefined && Object.keys(faults).length === 0 && <ProblemNotice error={error} t={t} />}
        <TextField id="alias" label={t("protection.alias")} fault={faults["alias.nameOnBadge"]} {...field("alias")} />
        <TextField
          id="alias-organization"
          label={t("field.organization")}
          optional={t("common.optional")}
          fault={faults["alias.organization"]}
          {...field("organization")}
        />
        <TextArea
          id="readers"
          label={t("protection.readers")}
          hint={t("protection.readersHint")}
          fault={Object.entries(faults).find(([path]) => path.startsWith("readers"))?.[1]}
          {...field("readers")}
        />
        <TextField
          id="protect-reason"
          label={t("decide.reason")}
          optional={t("common.optional")}
          {...field("reason")}
        />
        <div class="row">
          <Button type="submit" busy={busy}>
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
