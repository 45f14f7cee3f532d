/** Words that an attacker tries first for accounts of Palais. docs/security.md lists them. */
const contextWords = [
  "palais",
  "accreditation",
  "badge",
  "conference",
  "delegate",
  "delegation",
  "nations",
  "participant",
  "password",
  "registration",
  "secretariat",
  "united",
  "welcome",
] as const;

/** As the user pool requires. */
const minLength = 15;

/** Parts of an address that are too short to be a word, such as `un` or `org`. */
const isWord = (part: string) => part.length > 3;

/**
 * Whether a long enough password has too few characters besides the context words and the parts of the address. The
 * user pool checks the length and known leaks; it knows no list of words.
 */
export function isGuessablePassword(password: string, email: string): boolean {
  const words = [
    ...contextWords,
    ...email
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(isWord),
  ];
  const rest = words
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase());
  return [...password].length >= minLength && [...rest].length < minLength;
}
