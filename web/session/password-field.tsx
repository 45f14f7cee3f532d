import { TextField } from "../kit/inputs.tsx";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** What a password manager is to do: fill in the one it has, or make and keep another. */
  readonly autocomplete: "current-password" | "new-password";
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export const PasswordField = (props: Props) => <TextField type="password" dir="ltr" {...props} />;
