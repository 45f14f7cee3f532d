import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { badgeTokenLength } from "#shared/badges/token.ts";

interface ScannerInputProps {
  readonly label: string;
  readonly hint: string;
  /** A dialog covers the desk; when it closes, the button that opened it may be gone. */
  readonly isCovered: boolean;
  /** Receives the possible readings: as typed, without Caps Lock, and by the keys of a US keyboard. */
  readonly onRead: (...reads: readonly string[]) => void;
}

/**
 * The input for USB scanners, which act as keyboards. It takes the focus whenever no other input needs it: after a
 * click, a dialog or a change of window, and when keys are typed on a button. A token is complete at its length,
 * because not every scanner sends Enter.
 */
export function ScannerInput({ label, hint, isCovered, onRead }: ScannerInputProps) {
  const field = useRef<HTMLInputElement>(null);
  const keys = useRef("");
  const read = () => {
    // A token may start or end with a space, so it is not trimmed.
    const typed = (field.current?.value ?? "").slice(0, 600);
    const byKeys = keys.current.slice(-badgeTokenLength);
    if (field.current) field.current.value = "";
    keys.current = "";
    if (typed !== "" || byKeys.length === badgeTokenLength) onRead(typed, typed.toUpperCase(), byKeys);
  };
  useScannerFocus(field, isCovered);
  usePressedKeys(keys, read);
  return (
    <form class="capture" onSubmit={(event) => [event.preventDefault(), read()]}>
      <label for="capture">{label}</label>
      <input
        ref={field}
        id="capture"
        class="input"
        type="text"
        dir="ltr"
        inputMode="none"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder={hint}
        onInput={(event) => event.currentTarget.value.length >= badgeTokenLength && read()}
      />
    </form>
  );
}

/** What the keys of a US keyboard type, alone and with Shift, where it occurs in tokens. */
const symbolKeys: Readonly<Record<string, string>> = {
  Space: "  ",
  Minus: "-",
  Equal: " +",
  Period: ".",
  Slash: "/",
  Semicolon: " :",
  Digit4: "4$",
  Digit5: "5%",
  Digit8: "8*",
};

/**
 * The character of a token that a scanner means by a key, whatever the layout of the keyboard; empty for other keys.
 */
function getTokenCharacter({ code, shiftKey }: KeyboardEvent): string {
  const symbol = symbolKeys[code];
  if (symbol !== undefined) return symbol.charAt(Number(shiftKey));
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? "";
}

/**
 * Records the pressed keys. Most scanners press the keys of a US keyboard; a device with another layout, with Caps Lock
 * or with an input method types other characters.
 */
function usePressedKeys(keys: { current: string }, onComplete: () => void): void {
  const complete = useRef(onComplete);
  complete.current = onComplete;
  useEffect(() => {
    const record = (event: KeyboardEvent) => {
      if (isOtherInputActive() || event.ctrlKey || event.metaKey || event.altKey) return;
      keys.current = event.code === "Backspace" ? keys.current.slice(0, -1) : keys.current + getTokenCharacter(event);
      // After the character has been typed: the layout may type fewer characters than keys were pressed.
      if (keys.current.length === badgeTokenLength) setTimeout(() => complete.current());
    };
    document.addEventListener("keydown", record, true);
    return () => document.removeEventListener("keydown", record, true);
  }, []);
}

/** Elements that take typed text or letters themselves. */
const otherInputsSelector =
  "dialog[open], input[type=text]:not(#capture), input[type=email], input[type=search], textarea, select";

/** A space within this time after another key comes from a scanner and must not press a button, in ms. */
const scannerBurstMs = 100;

const isOtherInputActive = () =>
  document.querySelector("dialog[open]") !== null || document.activeElement?.closest(otherInputsSelector) != null;

function useScannerFocus(field: { readonly current: HTMLInputElement | null }, isCovered: boolean): void {
  // Before the next key: a token that a scanner types right after a dialog has closed must not be lost.
  useLayoutEffect(() => {
    const focusField = () => {
      if (isOtherInputActive()) return;
      field.current?.focus();
      // After a dialog closes, typed text can still go to the old target; setting the caret moves it here.
      if (field.current?.value === "") field.current.setSelectionRange(0, 0);
    };
    // After the click handlers have run.
    const focusLater = () => setTimeout(focusField);
    let lastKey = 0;
    const redirect = ({ key, ctrlKey, metaKey, altKey, timeStamp }: KeyboardEvent) => {
      const isBurst = timeStamp - lastKey < scannerBurstMs;
      lastKey = timeStamp;
      if (key.length === 1 && (key !== " " || isBurst) && !ctrlKey && !metaKey && !altKey) focusField();
    };
    focusField();
    document.addEventListener("keydown", redirect, true);
    document.addEventListener("click", focusLater);
    document.addEventListener("close", focusLater, true);
    addEventListener("focus", focusField);
    return () => {
      document.removeEventListener("keydown", redirect, true);
      document.removeEventListener("click", focusLater);
      document.removeEventListener("close", focusLater, true);
      removeEventListener("focus", focusField);
    };
  }, [isCovered]);
}
