/** Photos and letters, in English; the catalogue whose shape the others have. */
export const files = {
  photo: {
    label: "Photo for the badge",
    hint: "A recent picture of your face, from the front. You can also add it later.",
    take: "Take a photo",
    choose: "Choose a picture",
    other: "Choose another picture",
    zoom: "Size",
    across: "Left or right",
    down: "Up or down",
    use: "Use this photo",
    done: "The photo has been received and checked.",
    checking: "The photo is being checked …",
    unreadable: "This file cannot be read as a picture. Please choose another.",
    preview: "The photo as it will be on the badge",
  },
  letter: {
    label: "Credential letter",
    hint: "A note verbale or letter that names the participants, as a PDF, JPEG or PNG.",
    choose: "Choose a file",
    other: "Choose another file",
    done: "The letter has been received and checked.",
    checking: "The letter is being checked …",
  },
};
