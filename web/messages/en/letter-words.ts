export const letter = {
  title: "Letter of invitation",
  valid: { title: "This letter is valid", detail: "Its holder is accredited to the conference below." },
  revoked: {
    title: "This letter is not valid any more",
    detail: "It was replaced by a newer one, or the accreditation was withdrawn.",
  },
  unknown: {
    title: "We know no such letter",
    detail: "Please read the code once more. If it leads here again, the letter is not ours.",
  },
  compare: "This page shows nothing of the person. Please compare the conference and its dates with the letter.",
};
