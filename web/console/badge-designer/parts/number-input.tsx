import { useState } from "preact/hooks";
import { TextField } from "../../../kit/components/fields.tsx";

interface NumberInputProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly step: number;
  readonly min: number;
  readonly max: number;
  readonly errorText?: string | undefined;
  readonly onNumber: (value: number) => void;
}

/** A number, such as a size in millimetres. A text that is no number yet changes nothing. */
export function NumberInput({ value, step, min, max, onNumber, ...field }: NumberInputProps) {
  const [typed, setTyped] = useState<string>();
  const isTyped = typed !== undefined && (typed === "" || Number(typed) === value);
  const type = (text: string) => {
    setTyped(text);
    if (text !== "" && Number.isFinite(Number(text))) onNumber(Number(text));
  };
  return (
    <TextField
      {...field}
      type="number"
      dir="ltr"
      value={isTyped ? typed : String(value)}
      step={String(step)}
      min={String(min)}
      max={String(max)}
      onInput={type}
    />
  );
}
