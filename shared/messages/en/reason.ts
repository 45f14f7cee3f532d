export const reason = {
  forged: "This is not a badge of ours.",
  "unknown-key": "This badge was signed with a key that we do not know.",
  "other-conference": "This badge belongs to another conference.",
  revoked: "The approval was withdrawn.",
  withdrawn: "The registration was withdrawn.",
  "not-confirmed": "This person is not confirmed. Please send them to the entry desk.",
  replaced: "This badge was replaced by a newer one.",
  "already-inside": "This person is already inside.",
  "not-inside": "This person was not read on the way in.",
};
