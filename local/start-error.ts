/** Something that keeps the system from starting and that a person can put right: its message is all they need. */
export class StartError extends Error {
  override readonly name = "StartError";
}
