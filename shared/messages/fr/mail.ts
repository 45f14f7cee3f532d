import type { Catalogue } from "#shared/messages/catalogue.ts";

export const mail: Catalogue["mail"] = {
  substituted: {
    subject: "Quelqu’un d’autre vient à votre place : {conference}",
    lead: "Votre délégation a désigné quelqu’un d’autre à votre place, et votre inscription a été retirée.",
    next: "Un badge établi à votre nom n’est plus valable. Pour toute question, veuillez écrire à votre délégation.",
  },
  "delegation-requested": {
    subject: "Demande reçue : {conference}",
    lead: "Nous avons bien reçu la demande de participation de votre organisation.",
    next: "Le secrétariat l’examinera et vous répondra. Vous pourrez ensuite désigner les personnes que vous souhaitez envoyer.",
  },
  "delegation-accredited": {
    subject: "Votre délégation est accréditée : {conference}",
    lead: "Votre organisation peut envoyer une délégation.",
    quota:
      "Le quota de votre délégation est de {quota, plural, one {# place} other {# places}}. Les personnes désignées au-delà forment votre réserve.",
    next: "Veuillez vous connecter pour désigner les personnes que vous souhaitez envoyer, dans l’ordre dans lequel elles doivent recevoir une place.",
  },
  "delegation-refused": {
    subject: "Votre demande : {conference}",
    lead: "Le secrétariat n’a pas accrédité votre organisation à cette conférence.",
    next: "Pour toute question, veuillez écrire au secrétariat.",
  },
  "quota-changed": {
    subject: "Le quota de votre délégation a changé : {conference}",
    lead: "Le nombre de places de votre délégation a changé. Aucune personne ayant une place ne l’a perdue.",
    quota: "Le quota est désormais de {quota, plural, one {# place} other {# places}}.",
    next: "Veuillez vous connecter pour voir où en est chacune des personnes désignées.",
  },
  "delegation-sign-in": {
    subject: "Votre lien de connexion : {conference}",
    lead: "Avec ce lien, vous agissez pour votre délégation. Il fonctionne une seule fois, pendant dix minutes.",
    next: "Si vous ne l’avez pas demandé, vous n’avez rien à faire.",
  },
  received: {
    subject: "Inscription reçue : {conference}",
    lead: "Nous avons bien reçu votre inscription, et une place vous est réservée.",
    leadUnseated: "Nous avons bien reçu votre inscription.",
    next: "Le secrétariat va l’examiner et vous tiendra au courant. Merci de ne pas organiser votre voyage avant d’avoir reçu votre accréditation.",
  },
  waiting: {
    subject: "Liste d’attente : {conference}",
    lead: "Nous avons bien reçu votre inscription. Vous êtes sur la liste d’attente.",
    next: "Les places qui se libèrent reviennent aux personnes suivantes, dans un ordre que chacun peut vérifier. Dès qu’une place sera à vous, nous vous écrirons.",
  },
  "seat-given": {
    subject: "Une place pour vous : {conference}",
    lead: "Une place s’est libérée, et elle vous est maintenant réservée.",
    next: "Le secrétariat va examiner votre inscription et vous tiendra au courant.",
  },
  offer: {
    subject: "Une place vous est proposée : {conference}",
    lead: "Une place s’est libérée. Elle est à vous si vous l’acceptez à temps.",
    until: "Veuillez l’accepter avant le {until}. Passé ce délai, elle revient à la personne suivante.",
    next: "Veuillez vous connecter pour accepter la place, ou pour la laisser à quelqu’un d’autre.",
  },
  "offer-expired": {
    subject: "La place n’est plus proposée : {conference}",
    lead: "La place qui vous était proposée n’a pas été acceptée à temps, et elle est revenue à la personne suivante.",
    next: "Si vous souhaitez toujours venir, veuillez vous connecter et redemander une place : vous serez en fin de liste.",
  },
  "correction-overdue": {
    subject: "Votre place n’a pas été gardée : {conference}",
    lead: "La correction demandée par le secrétariat n’est pas arrivée à temps, et votre place est revenue à la personne suivante.",
    next: "Vous pouvez encore vous connecter et faire la correction. Vous y verrez aussi où en est votre inscription.",
  },
  "address-unconfirmed": {
    subject: "Votre place n’a pas été gardée : {conference}",
    lead: "Personne n’a ouvert votre inscription par un lien envoyé à cette adresse, et la place est revenue à la personne suivante.",
    next: "Si vous souhaitez toujours venir, veuillez vous connecter et redemander une place : vous serez en fin de liste.",
  },
  approved: {
    subject: "Accréditation accordée : {conference}",
    lead: "Votre accréditation est accordée, et votre place est confirmée.",
    code: "Le code de votre badge (numéro {serial})",
    codeAlt: "Code QR de votre badge",
    next: "Veuillez apporter ce code, imprimé ou sur votre téléphone, ainsi qu’une pièce d’identité. Votre badge vous sera remis à l’accueil.",
    lost: "Si le code ne s’affiche pas, votre pièce d’identité suffit : l’accueil retrouvera votre inscription.",
  },
  "approved-waiting": {
    subject: "Accréditation accordée, sur liste d’attente : {conference}",
    lead: "Votre accréditation est accordée. Vous êtes encore sur la liste d’attente.",
    next: "Dès qu’une place sera à vous, nous vous enverrons le code de votre badge. Merci de ne pas partir avant de l’avoir reçu.",
  },
  returned: {
    subject: "Votre inscription est à corriger : {conference}",
    lead: "Votre inscription demande une correction.",
    fields: "À corriger :",
    until: "Votre place vous est réservée jusqu’au {until}.",
    next: "Veuillez vous connecter, faire la correction et renvoyer votre inscription.",
  },
  rejected: {
    subject: "Votre inscription : {conference}",
    lead: "Nous regrettons de ne pas pouvoir accepter votre inscription.",
    next: "Nous vous remercions de votre intérêt.",
  },
  revoked: {
    subject: "Accréditation retirée : {conference}",
    lead: "Votre accréditation a été retirée. Un badge qui vous aurait été remis n’est plus valable.",
    next: "Si vous pensez qu’il s’agit d’une erreur, veuillez vous adresser au secrétariat.",
  },
  withdrawn: {
    subject: "Inscription annulée : {conference}",
    lead: "Votre inscription a été annulée. Une place qui vous était réservée revient à la personne suivante.",
    next: "Si vous changez d’avis, vous pouvez vous inscrire de nouveau.",
  },
  reopened: {
    subject: "Votre inscription est réexaminée : {conference}",
    lead: "Votre inscription a été rouverte et est de nouveau à l’examen.",
    next: "Nous vous tiendrons au courant. Vous n’avez rien à faire.",
  },
  "already-registered": {
    subject: "Votre inscription existe déjà : {conference}",
    lead: "Quelqu’un vient d’essayer d’inscrire une nouvelle fois votre adresse électronique. Votre inscription existe déjà, et rien n’a changé.",
    next: "Si ce n’était pas vous, vous n’avez rien à faire.",
  },
  "sign-in": {
    subject: "Votre lien de connexion : {conference}",
    lead: "Ce lien ouvre votre inscription.",
    next: "Il est valable dix minutes et ne sert qu’une fois. Si vous ne l’avez pas demandé, vous n’avez rien à faire.",
  },
  substitute: {
    subject: "Votre délégation vous a désigné(e) : {conference}",
    lead: "Votre délégation vous a désigné(e) en remplacement d’un autre membre, et sa place vous est réservée.",
    leadUnseated: "Votre délégation vous a désigné(e) en remplacement d’un autre membre.",
    next: "Le secrétariat examinera votre inscription et vous recevrez de nos nouvelles. Veuillez ne prendre aucune disposition de voyage avant qu’elle soit approuvée.",
  },
  reminder: {
    subject: "La conférence commence bientôt : {conference}",
    lead: "La conférence commence bientôt, et votre place est confirmée.",
    next: "Veuillez apporter le code de votre badge, sur papier ou sur votre téléphone, ainsi qu’une pièce d’identité. Le code se trouve dans le courriel qui vous a annoncé l’approbation.",
    cannotCome:
      "Si vous ne pouvez pas venir, veuillez vous connecter et retirer votre inscription, afin qu’une autre personne puisse avoir la place.",
  },
  "conference-changed": {
    subject: "Changement de date ou de lieu : {conference}",
    lead: "La conférence a été modifiée. Veuillez consulter les nouvelles informations ci-dessus.",
    changes: "Ce qui a changé :",
    days: "Dates : {now} (auparavant : {before})",
    venue: "Lieu : {now} (auparavant : {before})",
    session: "Séance « {title} » : {now}",
    next: "Votre inscription reste inchangée. Si vous ne pouvez plus venir, veuillez vous connecter et la retirer, afin qu’une autre personne puisse avoir la place.",
  },
  "visa-letter": {
    subject: "Lettre d’invitation : {conference}",
    lead: "Vous trouverez ci-joint votre lettre d’invitation pour une demande de visa.",
    next: "Toute personne qui lit la lettre peut vérifier sa validité grâce à son code. La lettre cesse d’être valable si votre inscription est retirée ou si son approbation est révoquée.",
  },
};
