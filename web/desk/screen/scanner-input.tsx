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
  const clear = () => {
    if (field.current) field.current.value = "";
    keys.current = "";
  };
  const read = () => {
    // A token may start or end with a space, so it is not trimmed.
    const typed = (field.current?.value ?? "").slice(0, 600);
    const byKeys = keys.current.slice(-badgeTokenLength);
    clear();
    if (typed !== "" || byKeys.length === badgeTokenLength) onRead(typed, typed.toUpperCase(), byKeys);
  };
  useScannerFocus(field, isCovered, clear);
  usePressedKeys(keys, clear, read);
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

/** What was typed is no part of a token if the next key follows after this time, in ms. */
const abandonedAfterMs = 3000;

/**
 * Records the pressed keys. Most scanners press the keys of a US keyboard; a device with another layout, with Caps Lock
 * or with an input method types other characters.
 * @param clear forgets keys that were pressed by accident, which would be read as the beginning of the next token
 */
function usePressedKeys(keys: { current: string }, clear: () => void, onComplete: () => void): void {
  const complete = useRef(onComplete);
  complete.current = onComplete;
  useEffect(() => {
    let lastKeyAt = 0;
    const record = (event: KeyboardEvent) => {
      if (isShortcut(event) || isOtherInputActive()) return;
      const now = performance.now();
      if (now - lastKeyAt > abandonedAfterMs) clear();
      lastKeyAt = now;
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

const isOtherInputActive = () =>
  document.querySelector("dialog[open]") !== null || document.activeElement?.closest(otherInputsSelector) != null;

const isShortcut = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) => ctrlKey || metaKey || altKey;

/** Whether a character is typed where nothing takes text. */
const isForField = (event: KeyboardEvent, field: Element | null) =>
  event.key.length === 1 && !isShortcut(event) && !isOtherInputActive() && document.activeElement !== field;

/** The keys of a scanner follow each other within this time, in ms; those of a person do not. */
const scannerBurstMs = 100;

/** Holds a space until it is certain whether it presses an element or is the first character of a token. */
function createHeldSpace() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** @returns whether a space was held; it presses nothing any more */
  const take = () => {
    const isHeld = timer !== undefined;
    clearTimeout(timer);
    timer = undefined;
    return isHeld;
  };
  return {
    take,
    isHeld: () => timer !== undefined,
    hold: (target: Element | null, onPress: () => void) => {
      // Firefox presses a button when the key is let go.
      document.addEventListener("keyup", (event) => event.preventDefault(), { capture: true, once: true });
      timer = setTimeout(() => {
        take();
        onPress();
        if (target instanceof HTMLElement && target.matches("button, input")) target.click();
      }, scannerBurstMs);
    },
  };
}

/** @param clear forgets what was typed, when a space has pressed a button */
function useScannerFocus(
  field: { readonly current: HTMLInputElement | null },
  isCovered: boolean,
  clear: () => void,
): void {
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
    const space = createHeldSpace();
    const redirect = (event: KeyboardEvent) => {
      if (!isForField(event, field.current)) return;
      if (event.key === " " && !space.isHeld()) {
        event.preventDefault();
        if (!event.repeat) space.hold(document.activeElement, clear);
        return;
      }
      focusField();
      if (space.take() && field.current) field.current.value += " ";
    };
    focusField();
    document.addEventListener("keydown", redirect, true);
    document.addEventListener("click", focusLater);
    document.addEventListener("close", focusLater, true);
    addEventListener("focus", focusField);
    return () => {
      space.take();
      document.removeEventListener("keydown", redirect, true);
      document.removeEventListener("click", focusLater);
      document.removeEventListener("close", focusLater, true);
      removeEventListener("focus", focusField);
    };
  }, [isCovered]);
}
