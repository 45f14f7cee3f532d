import { Button } from "../../kit/components/button.tsx";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

interface AddParticipantProps {
  /** Called with the identifier of the new registration. */
  readonly onDone: (registrationId: string) => void;
}

/** Opens the form by which the secretariat registers a person. */
export function AddParticipant({ onDone }: AddParticipantProps) {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  const [isOpen, setOpen] = useFormState(`add.${settings.conferenceId}`, false);
  return (
    <div class="row">
      <Button kind="secondary" small onPress={() => setOpen(true)}>
        {t("addParticipant.open")}
      </Button>
      {isOpen && <LazyDialog onDone={onDone} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** The form, whose code is loaded when it is opened. */
function LazyDialog(props: AddParticipantProps & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const Dialog = useLazyComponent(() =>
    import("./add-participant-dialog.tsx").then((part) => part.AddParticipantDialog),
  );
  return Dialog ? <Dialog {...props} /> : <p aria-busy="true">{t("common.loading")}</p>;
}
