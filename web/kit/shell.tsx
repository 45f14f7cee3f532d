import type { ComponentChildren } from "preact";
import { type Language, languages } from "#shared/domain/conference.ts";
import { languageNames } from "../i18n/language.ts";

interface Props {
  readonly language: Language;
  readonly speak: (language: Language) => void;
  readonly words: { readonly skip: string; readonly language: string; readonly foot: string };
  /** Buttons beside the choice of language. */
  readonly tools?: ComponentChildren;
  readonly home?: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A button, and not a link: the address stays as it is, for its fragment says where in the page one is. */
function skip(): void {
  document.getElementById("main")?.focus();
}

/** The frame of every page: whose it is, its language, its content, its foot. */
export function Shell({ language, speak, words, tools, home = "/", wide, children }: Props) {
  return (
    <div class={wide ? "shell wide" : "shell"}>
      <button type="button" class="skip button secondary" onClick={skip}>
        {words.skip}
      </button>
      <header class="shell-head">
        <a class="shell-mark" href={home}>
          <svg viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
            <path d="M16 4 28 11v2.500H4V11zM6.500 15.500h3.500V23H6.500zm7.750 0h3.500V23h-3.500zm7.750 0h3.500V23H22zM4 25h24v3H4z" />
          </svg>
          Palais
        </a>
        <div class="shell-tools">
          {tools}
          <select
            class="input compact"
            aria-label={words.language}
            value={language}
            onChange={(event) => speak(event.currentTarget.value as Language)}
          >
            {languages.map((each) => (
              <option key={each} value={each} lang={each}>
                {languageNames[each]}
              </option>
            ))}
          </select>
        </div>
      </header>
      <main class="shell-main" id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="shell-foot">{words.foot}</footer>
    </div>
  );
}
