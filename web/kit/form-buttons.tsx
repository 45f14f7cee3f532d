import { Button } from "./button.tsx";

interface Props {
  /** What sending does, as the button says it. */
  readonly does: string;
  readonly no: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onNo: () => void;
}

/** How a form ends: it is sent, or left as it was. */
export const FormButtons = ({ does, no, busy, disabled = false, onNo }: Props) => (
  <div class="row">
    <Button type="submit" busy={busy} disabled={disabled}>
      {does}
    </Button>
    <Button kind="secondary" onPress={onNo}>
      {no}
    </Button>
  </div>
);
