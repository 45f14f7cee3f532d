/** What a letter of invitation for a visa says beside what people wrote. */
export const visaLetter = {
  title: "Lettre d’invitation",
  to: "À l’attention de l’ambassade ou du consulat concerné",
  reference: "Référence : {reference}",
  date: "Date : {date}",
  invites:
    "La personne désignée ci-dessous a été accréditée auprès de la conférence mentionnée ci-dessus et est invitée à y participer.",
  name: "Nom : {value}",
  nationality: "Nationalité : {value}",
  birthDate: "Date de naissance : {value}",
  functionTitle: "Fonction : {value}",
  organization: "Organisation : {value}",
  country: "Pays représenté : {value}",
  asks: "Nous vous serions reconnaissants de bien vouloir délivrer en temps utile le visa nécessaire à sa participation.",
  check:
    "La validité de cette lettre peut être vérifiée au moyen de ce code ou à l’adresse {url}. La page ne montre rien de la personne. La lettre cesse d’être valable si l’accréditation est retirée.",
  signature: "Le secrétariat de la conférence",
};
