//! What people are called and write, in clear.
/// The head.
pub const HEAD: &str = "Hermangarde Quessignac";
/// The head's address.
pub const HEAD_MAIL: &str = "h.quessignac@ac-lyon.fr";
/// The main teacher.
pub const TEACHER: &str = "Théodulf Brindelune";
/// The teacher's address.
pub const TEACHER_MAIL: &str = "t.brindelune@ac-lyon.fr";
/// The librarian, invited.
pub const LIBRARIAN: &str = "Eulalie Vergaliou";
/// The librarian's address.
pub const LIBRARIAN_MAIL: &str = "e.vergaliou@ac-lyon.fr";
/// The pupil's given name.
pub const GIVEN: &str = "Zéphyrinette";
/// The pupil's family name.
pub const FAMILY: &str = "N’Guérandal";
/// The pupil's date of birth.
pub const BORN: &str = "2011-07-23";
/// The pupil's address.
pub const MAIL: &str = "zephyrinette.nguerandal@example.org";
/// The guardian.
pub const GUARDIAN: &str = "Philibertine Ostrogarde";
/// The guardian's address.
pub const GUARDIAN_MAIL: &str = "p.ostrogarde@example.org";
/// The guardian who signs beside another.
pub const SECOND_GUARDIAN: &str = "Théodulphe Carbonnelle";
/// Their address.
pub const SECOND_GUARDIAN_MAIL: &str = "t.carbonnelle@example.org";
/// What the college calls the organisation that it invites.
pub const INVITED: &str = "Chez Odilonne, rémouleuse";
/// Where it is invited.
pub const INVITED_MAIL: &str = "odilonne@remouleuse.example.org";
/// The word that comes with it.
pub const INVITED_WORD: &str = "Vos meules ont enchanté nos élèves de l'an passé.";
/// Who registers the host.
pub const FARMER: &str = "Gontranette Labourdière";
/// Their address.
pub const FARMER_MAIL: &str = "g.labourdiere@laposte.net";
/// Who acts for the host besides.
pub const FARMHAND: &str = "Casimir Foinsec";
/// Their address.
pub const FARMHAND_MAIL: &str = "c.foinsec@example.org";
/// A prefect.
pub const PREFECT: &str = "Anselmine Courtebarbe";
/// The prefect's address.
pub const PREFECT_MAIL: &str = "a.courtebarbe@example.org";
/// Who answers for a partner association.
pub const PRESIDENT: &str = "Barnabette Jolivent";
/// Their address.
pub const PRESIDENT_MAIL: &str = "b.jolivent@example.org";
/// The tutor.
pub const TUTOR: &str = "Aldebertin Vachemont";
/// The tutor's address.
pub const TUTOR_MAIL: &str = "a.vachemont@example.org";
/// The letter, with a line feed and quotation marks.
pub const LETTER: &str = "Madame,\nje rêve de « traire » des \"chevrettes cornues\".";
/// A pupil of the group.
pub const FIRST_OF_GROUP: &str = "Ysolinette";
/// Another one.
pub const SECOND_OF_GROUP: &str = "Odalricien";
/// The family name of both.
pub const FAMILY_OF_GROUP: &str = "Tirebouchet";
/// The letter for a group.
pub const GROUP_LETTER: &str = "Ces deux-là adorent les bergeronnettes.";
/// The host's yes to a group.
pub const YES_TO_GROUP: &str = "Amenez vos deux bergeronnettes.";
/// The host's no to a group.
pub const NO_TO_GROUP: &str = "Nos bergeronnettes sont en mue.";
/// The host's yes.
pub const YES: &str = "Venez avec des bottes fourrées.";
/// The host's no.
pub const NO: &str = "Nos chevrettes sont enrhumées.";
/// Why the pupil takes an application back.
pub const TAKEN_BACK: &str = "Mon oncle vétérinaire déménage.";
/// Why the host cancels.
pub const CANCELLED_BY_HOST: &str = "La grange est inondée.";
/// Why the head cancels.
pub const CANCELLED_BY_COLLEGE: &str = "Sa tutrice a retiré son parapluie.";
/// Why the pupil cancels.
pub const CANCELLED: &str = "Ma cheville est foulée.";
/// What the pupil says of themself.
pub const ABOUT: &str = "Passionnée par les ornithorynques.";
/// A language.
pub const LANGUAGE: &str = "quechua ancien";
/// An interest.
pub const INTEREST: &str = "spéléologie nocturne";
/// A skill.
pub const SKILL: &str = "jonglerie aquatique";
/// Earlier experience.
pub const EXPERIENCE: &str = "garde de furets";
/// The debrief.
pub const DEBRIEF: &str = "A découvert la transhumance bleutée.";
/// Another tutor, whom an agreement names.
pub const OTHER_TUTOR: &str = "Cunégondine Haltefeuille";
/// Their address.
pub const OTHER_TUTOR_MAIL: &str = "c.haltefeuille@example.org";
/// With whom a teacher spoke at the host's.
pub const SPOKEN_TO: &str = "Eu au téléphone la tante Ourdivine.";
/// The same, corrected.
pub const SPOKEN_TO_ANEW: &str = "C'était la cousine Ourdivette.";
/// What a visitor writes.
pub const VISIT: &str = "Elle nourrit les oisillons farouches.";
/// The same, corrected.
pub const VISIT_ANEW: &str = "Ce furent des oisons farouches.";
/// How the pupil is looked after.
pub const SUPERVISION: &str = "La bergère sourde veille sur elle.";
/// Who insures what.
pub const INSURANCE: &str = "La mutuelle des chevriers répond de tout.";
/// What the pupil does.
pub const ACTIVITIES: &str = "Compter les moutons à cinq pattes.";
/// What the pupil brings.
pub const TO_BRING: &str = "Son inhalateur orangé.";

/// Why a waiver is asked for, refused, agreed to.
pub const REASON: &str = "Les péniches du quartier sont prioritaires.";

/// What an academic director reports.
pub const DIFFICULTY: &str = "Le car de sept heures ne passe plus au hameau.";
/// What is answered to it.
pub const ANSWER: &str = "La navette du canton reprend à la Toussaint.";
/// What a head asks an association for.
pub const HELP: &str = "Trois élèves n'osent pas décrocher le téléphone.";
/// What is answered to that.
pub const HELP_ANSWER: &str = "Madame Pirouelle vient mardi avec ses marottes.";
/// What an association thinks of a placement.
pub const COMMENT: &str = "La fermière explique tout à voix basse.";

/// A letter before it was read by anybody.
pub const DRAFT: &str = "Bonjour, les chevrettes me plaise bocou.";
/// What a teacher writes about it.
pub const COMMENT_ON_DRAFT: &str = "Relis-toi, petite bergère étourdie.";

/// Why the head asks for an offer.
pub const ASKED_TO_RESERVE: &str = "Nos élèves rêvent d'autruches apprivoisées.";
/// Why the host does not reserve it.
pub const NOT_RESERVED: &str = "Les autruches sont déjà promises.";
/// Why aid for travel is corrected.
pub const AID_CORRECTED: &str = "Le car de la vallée est gratuit ce mois-là.";

/// All of them.
pub const ALL: [&str; 67] = [
    INVITED,
    INVITED_MAIL,
    INVITED_WORD,
    COMMENT,
    DRAFT,
    COMMENT_ON_DRAFT,
    FIRST_OF_GROUP,
    SECOND_OF_GROUP,
    FAMILY_OF_GROUP,
    GROUP_LETTER,
    YES_TO_GROUP,
    NO_TO_GROUP,
    ASKED_TO_RESERVE,
    NOT_RESERVED,
    AID_CORRECTED,
    OTHER_TUTOR,
    OTHER_TUTOR_MAIL,
    SPOKEN_TO,
    SPOKEN_TO_ANEW,
    VISIT,
    VISIT_ANEW,
    SUPERVISION,
    INSURANCE,
    ACTIVITIES,
    TO_BRING,
    HEAD,
    HEAD_MAIL,
    TEACHER,
    TEACHER_MAIL,
    LIBRARIAN,
    LIBRARIAN_MAIL,
    GIVEN,
    FAMILY,
    BORN,
    MAIL,
    GUARDIAN,
    GUARDIAN_MAIL,
    SECOND_GUARDIAN,
    SECOND_GUARDIAN_MAIL,
    FARMER,
    FARMER_MAIL,
    FARMHAND,
    FARMHAND_MAIL,
    PREFECT,
    PREFECT_MAIL,
    PRESIDENT,
    PRESIDENT_MAIL,
    TUTOR,
    TUTOR_MAIL,
    LETTER,
    YES,
    NO,
    TAKEN_BACK,
    CANCELLED_BY_HOST,
    CANCELLED_BY_COLLEGE,
    CANCELLED,
    ABOUT,
    LANGUAGE,
    INTEREST,
    SKILL,
    EXPERIENCE,
    DEBRIEF,
    REASON,
    DIFFICULTY,
    ANSWER,
    HELP,
    HELP_ANSWER,
];
