/** Focuses the element with this id after the next rendering. */
export const focusLater = (id: string): void => {
  setTimeout(() => document.getElementById(id)?.focus());
};
