/** A form about a person, in English; the catalogue whose shape the others have. */
export const person = {
  common: {
    yes: "Yes",
  },
  gender: {
    female: "Female",
    male: "Male",
    other: "Other",
    undisclosed: "I prefer not to say",
  },
  role: {
    "head-of-delegation": "Head of delegation",
    delegate: "Delegate",
    speaker: "Speaker",
    moderator: "Moderator",
    observer: "Observer",
    staff: "Staff",
  },
  hint: {
    email: "All messages about the registration go there.",
    nameOnBadge: "If it should differ from your given and family name.",
    birthDate: "As in your passport or identity document.",
  },
  label: {
    needs_accessibility: "What you need to take part (access, assistance)",
    needs_diet: "Dietary requirements",
    needs_visaLetter: "I need a letter for my visa application",
    consent_listOfParticipants: "My name, function and organization may stand in the published list of participants.",
    consent_photo: "I may be seen in photographs and recordings of the conference.",
  },
};
