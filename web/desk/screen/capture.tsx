import { useEffect, useRef } from "preact/hooks";

/** A badge's token has so many letters. */
const tokenLength = 132;

interface Props {
  readonly label: string;
  readonly hint: string;
  /** Something lies over the desk; when it is gone, whatever opened it may be gone too. */
  readonly isCovered: boolean;
  readonly onRead: (token: string) => void;
}

/**
 * Where a USB scanner types. It has the focus whenever nothing else needs it: after a click, a dialog, a change of
 * window; and what is typed while a button has the focus comes here too. A token is complete at its length, for not
 * every scanner ends with Enter.
 */
export function Capture({ label, hint, isCovered, onRead }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useFocus(field, isCovered);
  const read = () => {
    // A token may begin or end with a space, so that nothing is trimmed.
    const token = field.current?.value ?? "";
    if (field.current) field.current.value = "";
    if (token !== "") onRead(token.slice(0, 600));
  };
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
        onInput={(event) => event.currentTarget.value.length >= tokenLength && read()}
      />
    </form>
  );
}

/** What takes text, or a choice by letters, of its own. */
const ownText = "dialog[open], input[type=text]:not(#capture), input[type=email], input[type=search], textarea, select";

/** A space that comes so soon after another key is a letter of a scanner's, and presses no button, in ms. */
const burst = 100;

const isBusy = () =>
  document.querySelector("dialog[open]") !== null || document.activeElement?.closest(ownText) != null;

function useFocus(field: { readonly current: HTMLInputElement | null }, isCovered: boolean): void {
  useEffect(() => {
    const take = () => {
      if (isBusy()) return;
      field.current?.focus();
      // A dialog that closes gives the focus back, but what is typed may still go where it was; the caret fetches it.
      if (field.current?.value === "") field.current.setSelectionRange(0, 0);
    };
    // After whatever was clicked has done its work.
    const later = () => setTimeout(take);
    let lastKey = 0;
    const redirect = ({ key, ctrlKey, metaKey, altKey, timeStamp }: KeyboardEvent) => {
      const isBurst = timeStamp - lastKey < burst;
      lastKey = timeStamp;
      if (key.length === 1 && (key !== " " || isBurst) && !ctrlKey && !metaKey && !altKey) take();
    };
    take();
    document.addEventListener("keydown", redirect, true);
    document.addEventListener("click", later);
    document.addEventListener("close", later, true);
    addEventListener("focus", take);
    return () => {
      document.removeEventListener("keydown", redirect, true);
      document.removeEventListener("click", later);
      document.removeEventListener("close", later, true);
      removeEventListener("focus", take);
    };
  }, [isCovered]);
}
