//! Why a pupil's stream says no.
use super::draft_refusal::DraftRefusal;
use super::travel_aid_refusal::TravelAidRefusal;
use jiff::civil::Date;

use crate::calendar::{SchoolYear, Week};
use crate::establishment::{MissingAgreement, not_eligible};
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french, week_in_english, week_in_french};

/// A refusal of a pupil's rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.explain().english)]
pub enum Refusal {
    /// There is no such pupil.
    NotEnrolled,
    /// The pupil is enrolled already.
    AlreadyEnrolled,
    /// The college is not registered.
    EstablishmentClosed,
    /// The college is not eligible in that school year, for want of these agreements (EST-2).
    NotEligible(SchoolYear, MissingAgreement),
    /// The class is unknown, or closed.
    ClassNotOpen,
    /// A class of an earlier school year than the present one.
    ClassOfThePast,
    /// The pupil is not in the class that moves.
    InAnotherClass,
    /// No form was handed out before it came back signed.
    FormNotHanded,
    /// The authorisation is already valid.
    AlreadyAuthorised,
    /// Signed after today.
    SignedInTheFuture,
    /// Another guardian signed, and the head has not confirmed the change.
    GuardianAwaitsConfirmation,
    /// No change of guardian waits for the head.
    NoGuardianToConfirm,
    /// The address is one of the college's staff.
    AddressOfStaff,
    /// Signed before the form was handed out, on that day.
    SignedBeforeHanded(Date),
    /// Signed more than a year ago.
    SignedLongAgo {
        /// The first day that is taken.
        from: Date,
    },
    /// The form was handed out more than a year ago, or on a day to come.
    HandedUnfit {
        /// The first day that is taken.
        from: Date,
        /// The last one.
        until: Date,
    },
    /// No valid authorisation.
    NotAuthorised,
    /// A teacher has not opened access.
    AccessClosed,
    /// The class is of a school year that is over (EST-13).
    YearOver,
    /// Quatrième: search and CV only.
    LevelMayNotApply,
    /// There is no such offer, or not for this pupil.
    NoSuchOffer,
    /// A collective offer is asked for by the teacher, for a group.
    CollectiveOffer,
    /// The offer is for one pupil each.
    NotCollective,
    /// The application goes with a group, and is answered with it.
    AnsweredWithGroup,
    /// The offer does not hold that week.
    WeekNotOffered(Week),
    /// The college has not chosen that week.
    WeekNotOfCollege(Week),
    /// The week is one of another school year than that of the pupil's class.
    WeekOfAnotherYear {
        /// The week.
        week: Week,
        /// The school year of the class.
        year: SchoolYear,
    },
    /// The week begins too soon for anybody to be placed in it.
    TooLate {
        /// The week.
        week: Week,
        /// Since when.
        since: Date,
    },
    /// Nothing becomes of a draft, or of a comment (STU-14).
    Draft(DraftRefusal),
    /// There is no such version of the CV.
    NoSuchCvVersion,
    /// The application does not expire yet.
    NotDue(Date),
    /// The offer lies beyond the radius.
    OutOfReach,
    /// Every seat of that week is taken.
    NoSeatLeft(Week),
    /// The same offer and week are already asked for.
    AlreadyApplied,
    /// The pupil is placed that week.
    AlreadyPlaced(Week),
    /// As many placements as a year allows.
    YearlyLimit(usize),
    /// More applications than one pupil can hold.
    TooManyApplications(usize),
    /// More versions of the CV than are kept of a school year.
    TooManyCvVersions(u32),
    /// There is no such application.
    NoSuchApplication,
    /// The application does not wait for an answer any more.
    NotPending,
    /// The application is not an accepted placement.
    NotPlaced,
    /// The authorisation behind the placement was not withdrawn.
    NotFlagged,
    /// The placement has begun.
    PlacementBegun,
    /// The placement is not over yet.
    PlacementNotOver,
    /// Only a completed placement has a debrief.
    NotCompleted,
    /// Only what fell away because of a placement since cancelled can be reinstated.
    NotReinstatable,
    /// Only a no of the host itself is undone.
    NotDeclinedByHost,
    /// The pupil asked for that week again since, or was placed in it.
    DeclineActedOn,
    /// A pupil who ever applied was not enrolled by mistake.
    HasApplied,
    /// The pupil was enrolled by mistake.
    EnrolledByMistake,
    /// The pupil left the college.
    HasLeft,
    /// A pupil goes on to another college of the national directory.
    NoOtherCollege,
    /// The pupil was erased.
    PupilErased,
    /// Nothing is recorded of aid for travel (EST-10).
    TravelAid(TravelAidRefusal),
    /// Nobody of that id signed a form for the pupil.
    NoSuchGuardian,
    /// The two signatures of a form are of two guardians.
    SignedTwice,
    /// The guardian named as one who signed before did not, or was erased since.
    SignedNoEarlierForm,
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::NotEnrolled => because(
                "STUDENT_NOT_FOUND", "STU-1",
                "Cet élève n'existe pas.", "There is no such pupil.",
            ).on("student"),
            Self::AlreadyEnrolled => because(
                "STUDENT_ALREADY_ENROLLED", "STU-1",
                "Cet élève est déjà inscrit.", "This pupil is already enrolled.",
            ),
            Self::EstablishmentClosed => because(
                "ESTABLISHMENT_NOT_REGISTERED", "EST-5",
                "Le collège n'est pas inscrit au dispositif.",
                "The college is not registered.",
            ),
            Self::NotEligible(year, missing) => not_eligible(*year, *missing),
            Self::ClassNotOpen => because(
                "CLASS_NOT_OPEN", "EST-5",
                "Cette classe n'est pas ouverte.", "This class is not open.",
            ).on("class"),
            Self::Draft(refusal) => refusal.explain(),
            Self::InAnotherClass => because(
                "PUPIL_IN_ANOTHER_CLASS", "EST-13",
                "Cet élève n'est plus dans la classe qui change.",
                "This pupil is not in the class that moves any more.",
            ),
            Self::ClassOfThePast => because(
                "CLASS_OF_THE_PAST", "STU-5",
                "Cette classe est celle d'une année scolaire passée.",
                "This class is one of an earlier school year.",
            ).on("class"),
            Self::FormNotHanded => because(
                "FORM_NOT_HANDED", "STU-1",
                "Le formulaire d'autorisation n'a pas été remis à l'élève.",
                "The form of authorisation was not handed to the pupil.",
            ),
            Self::GuardianAwaitsConfirmation => because(
                "GUARDIAN_AWAITS_CONFIRMATION", "STU-1",
                "Un autre responsable légal a signé : le chef d'établissement doit d'abord confirmer ce changement.",
                "Another guardian signed: the head has to confirm the change first.",
            ),
            Self::NoGuardianToConfirm => because(
                "NO_GUARDIAN_TO_CONFIRM", "STU-1",
                "Aucun changement de responsable légal de cet élève n'attend de confirmation sous cet identifiant.",
                "No change of guardian of that id waits for confirmation.",
            ).on("guardian"),
            Self::AddressOfStaff => because(
                "ADDRESS_OF_STAFF", "STU-1",
                "Cette adresse est celle d'un membre du personnel du collège : indiquez celle de la famille.",
                "That address is one of the college's staff: give that of the family.",
            ).on("mail"),
            Self::AlreadyAuthorised => because(
                "ALREADY_AUTHORISED", "STU-1",
                "L'autorisation parentale est déjà valable.",
                "The parental authorisation is already valid.",
            ),
            Self::SignedInTheFuture => because(
                "SIGNED_IN_THE_FUTURE", "STU-1",
                "La date de signature est postérieure à ce jour.",
                "The date of signature lies after today.",
            ).on("signed_on"),
            Self::SignedBeforeHanded(day) => because(
                "SIGNED_BEFORE_HANDED", "STU-1",
                format!("La date de signature est antérieure à la remise du formulaire, le {} ; s'il a été remis plus tôt, corrigez d'abord cette date.", day_in_french(*day)),
                format!("The date of signature lies before the form was handed out, on {}; if that was earlier, correct that day first.", day_in_english(*day)),
            ).on("signed_on"),
            Self::SignedLongAgo { from } => because(
                "SIGNED_LONG_AGO", "STU-1",
                format!("La date de signature remonte à plus d'un an : elle va du {} à ce jour.", day_in_french(*from)),
                format!("The date of signature is more than a year ago: it goes from {} to today.", day_in_english(*from)),
            ).on("signed_on"),
            Self::HandedUnfit { from, until } => because(
                "FORM_HANDED_DAY_UNFIT", "STU-1",
                format!("La date de remise du formulaire va du {} au {}.", day_in_french(*from), day_in_french(*until)),
                format!("The day on which the form was handed out goes from {} to {}.", day_in_english(*from), day_in_english(*until)),
            ).on("handed_on"),
            Self::NotAuthorised => because(
                "NOT_AUTHORISED", "STU-1",
                "L'élève n'a pas d'autorisation parentale valable : elle manque, ou a été retirée.",
                "The pupil has no valid parental authorisation: it is missing, or was withdrawn.",
            ),
            Self::AccessClosed => because(
                "ACCESS_CLOSED", "STU-2",
                "L'accès de l'élève n'est pas ouvert : un professeur de la classe peut l'ouvrir.",
                "The pupil's access is not open: a teacher of the class may open it.",
            ),
            Self::YearOver => because(
                "SCHOOL_YEAR_OVER", "EST-13",
                "L'année scolaire de cette classe est terminée : l'accès de ses élèves est fermé.",
                "The school year of this class is over: its pupils have no access any more.",
            ),
            Self::LevelMayNotApply => because(
                "LEVEL_MAY_NOT_APPLY", "EST-5",
                "Un élève de quatrième peut chercher et tenir son CV, pas encore candidater.",
                "A pupil of quatrième may search and keep a CV, not apply yet.",
            ),
            Self::NoSuchOffer => because(
                "OFFER_NOT_FOUND", "OFF-4",
                "Cette offre n'existe pas ou n'est plus proposée.",
                "This offer does not exist or is no longer offered.",
            ).on("offer"),
            Self::CollectiveOffer => because(
                "COLLECTIVE_OFFER", "OFF-7",
                "Une offre collective se demande par le professeur pour un groupe.",
                "A collective offer is asked for by the teacher, for a group.",
            ).on("offer"),
            Self::NotCollective => because(
                "NOT_A_COLLECTIVE_OFFER", "OFF-7",
                "Cette offre n'est pas collective : chaque élève candidate pour soi.",
                "This offer is not collective: each pupil applies alone.",
            ).on("offer"),
            Self::AnsweredWithGroup => because(
                "ANSWERED_WITH_GROUP", "OFF-7",
                "Cette candidature fait partie d'un groupe : répondez au groupe entier.",
                "This application is one of a group: answer the whole group.",
            ).on("application"),
            Self::WeekNotOffered(week) => because(
                "WEEK_NOT_OFFERED", "STU-7",
                format!("L'offre n'est pas ouverte la {}.", week_in_french(*week)),
                format!("The offer is not open in the {}.", week_in_english(*week)),
            ).on("week"),
            Self::WeekNotOfCollege(week) => because(
                "WEEK_NOT_OF_COLLEGE", "STU-7",
                format!("Le collège n'a pas choisi la {}.", week_in_french(*week)),
                format!("The college has not chosen the {}.", week_in_english(*week)),
            ).on("week"),
            Self::WeekOfAnotherYear { week, year } => because(
                "WEEK_OF_ANOTHER_YEAR", "EST-13",
                format!("La {} n'est pas de l'année scolaire de la classe, {year}.", week_in_french(*week)),
                format!("The {} is not one of the class's school year, {year}.", week_in_english(*week)),
            ).on("week"),
            Self::TooLate { week, since } => because(
                "TOO_LATE_FOR_WEEK", "OFF-5",
                format!(
                    "La {} commence trop tôt : plus personne ne peut y être accepté depuis le {}.",
                    week_in_french(*week), day_in_french(*since),
                ),
                format!(
                    "The {} begins too soon: since {} nobody can be accepted for it.",
                    week_in_english(*week), day_in_english(*since),
                ),
            ).on("week"),
            Self::NotDue(day) => because(
                "APPLICATION_NOT_DUE", "STU-13",
                format!("Cette candidature n'expire que le {}.", day_in_french(*day)),
                format!("This application expires on {} only.", day_in_english(*day)),
            ),
            Self::OutOfReach => because(
                "OUT_OF_REACH", "EST-8",
                "L'offre est hors du périmètre de recherche du collège.",
                "The offer lies beyond the college's search area.",
            ).on("offer"),
            Self::NoSeatLeft(week) => because(
                "NO_SEAT_LEFT", "OFF-3",
                format!("Il n'y a plus de place la {}.", week_in_french(*week)),
                format!("No seat is left in the {}.", week_in_english(*week)),
            ).on("week"),
            Self::AlreadyApplied => because(
                "ALREADY_APPLIED", "STU-7",
                "Une candidature à cette offre et cette semaine est déjà en attente.",
                "An application for this offer and week is already pending.",
            ).on("offer"),
            Self::AlreadyPlaced(week) => because(
                "ALREADY_PLACED", "STU-9",
                format!("L'élève a déjà un stage la {}.", week_in_french(*week)),
                format!("The pupil already has a placement in the {}.", week_in_english(*week)),
            ).on("week"),
            Self::YearlyLimit(most) => because(
                "YEARLY_LIMIT_REACHED", "STU-10",
                format!("L'élève a déjà {most} stages cette année scolaire."),
                format!("The pupil already has {most} placements this school year."),
            ),
            Self::TooManyApplications(most) => because(
                "TOO_MANY_APPLICATIONS", "STU-7",
                format!("L'élève ne peut avoir plus de {most} candidatures."),
                format!("A pupil cannot hold more than {most} applications."),
            ),
            Self::TooManyCvVersions(most) => because(
                "TOO_MANY_CV_VERSIONS", "STU-5",
                format!("Le CV ne peut être enregistré plus de {most} fois par année scolaire."),
                format!("The CV cannot be saved more than {most} times a school year."),
            ),
            Self::NoSuchApplication => because(
                "APPLICATION_NOT_FOUND", "STU-12",
                "Cette candidature n'existe pas.", "There is no such application.",
            ).on("application"),
            Self::NoSuchCvVersion => because(
                "NO_SUCH_CV_VERSION",
                "STU-15",
                "Cette version du CV n'existe pas ; enregistrez d'abord votre CV.",
                "There is no such version of the CV; save your CV first.",
            )
            .on("version"),
            Self::NotPending => because(
                "APPLICATION_NOT_PENDING", "OFF-5",
                "Cette candidature n'attend plus de réponse.",
                "This application no longer waits for an answer.",
            ).on("application"),
            Self::NotPlaced => because(
                "NOT_A_PLACEMENT", "STU-11",
                "Cette candidature n'est pas un stage accepté.",
                "This application is not an accepted placement.",
            ).on("application"),
            Self::NotFlagged => because(
                "PLACEMENT_NOT_FLAGGED", "STU-2",
                "Rien ne demande de décision sur ce stage : l'autorisation parentale n'a pas été retirée, l'élève n'a pas quitté le collège, et le collège est éligible.",
                "Nothing asks for a decision about this placement: the authorisation was not withdrawn, the pupil did not leave, and the college is eligible.",
            ).on("name"),
            Self::PlacementBegun => because(
                "PLACEMENT_BEGUN", "STU-11",
                "Le stage a commencé.", "The placement has begun.",
            ),
            Self::PlacementNotOver => because(
                "PLACEMENT_NOT_OVER", "AGR-5",
                "Le stage n'est pas terminé.", "The placement is not over.",
            ),
            Self::NotCompleted => because(
                "PLACEMENT_NOT_COMPLETED", "AGR-5",
                "Seul un stage effectué a une restitution.",
                "Only a completed placement has a debrief.",
            ),
            Self::NotReinstatable => because(
                "NOT_REINSTATABLE", "STU-11",
                "Seule une candidature retirée à cause d'un stage depuis annulé peut être rétablie.",
                "Only an application that fell away for a placement since cancelled can be reinstated.",
            ).on("application"),
            Self::NotDeclinedByHost => because(
                "NOT_DECLINED_BY_HOST", "STU-16",
                "Seule une candidature que l'organisme d'accueil a refusée lui-même peut être reprise.",
                "Only an application that the host declined itself can wait again.",
            ).on("name"),
            Self::DeclineActedOn => because(
                "DECLINE_ACTED_ON", "STU-16",
                "Depuis ce refus, l'élève a demandé une autre place pour cette semaine ou l'a obtenue : le refus ne peut plus être annulé.",
                "Since the decline the pupil asked for that week again, or was placed in it: it cannot be undone any more.",
            ).on("name"),
            Self::HasApplied => because(
                "PUPIL_HAS_APPLIED", "STU-16",
                "Cet élève a déjà candidaté : son inscription ne peut plus être annulée comme une erreur. Enregistrez plutôt son départ.",
                "This pupil has applied: the enrolment is no mistake any more. Record that they leave instead.",
            ).on("name"),
            Self::EnrolledByMistake => because(
                "ENROLLED_BY_MISTAKE", "STU-16",
                "L'inscription de cet élève a été annulée comme une erreur.",
                "This pupil was enrolled by mistake.",
            ),
            Self::HasLeft => because(
                "PUPIL_HAS_LEFT", "STU-17",
                "Cet élève a quitté le collège.",
                "This pupil has left the college.",
            ),
            Self::NoOtherCollege => because(
                "NO_OTHER_COLLEGE", "STU-17",
                "Indiquez un autre collège que le vôtre, de l'annuaire national.",
                "Name another college than your own, of the national directory.",
            ).on("new_establishment"),
            Self::PupilErased => because(
                "PUPIL_ERASED",
                "SPEC-7",
                "Les données personnelles de cet élève ont été effacées : plus rien ne peut être fait en son nom.",
                "This pupil's personal data was erased: nothing is done in their name any more.",
            ).on("student"),
            Self::TravelAid(refusal) => refusal.explain(),
            Self::NoSuchGuardian => because(
                "GUARDIAN_UNKNOWN",
                "SPEC-7",
                "Cette personne n'a signé aucune autorisation pour cet élève.",
                "That person has signed no authorisation for this pupil.",
            ).on("name"),
            Self::SignedTwice => because(
                "SIGNED_TWICE",
                "STU-1",
                "Les deux signatures sont celles de la même personne.",
                "Both signatures are of the same person.",
            ).on("second_guardian"),
            Self::SignedNoEarlierForm => because(
                "GUARDIAN_OF_NO_FORM",
                "STU-1",
                "Ce responsable légal n'a signé aucune autorisation antérieure de cet élève.",
                "That guardian has signed no earlier form of this pupil.",
            ).on("known_guardian"),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotEnrolled
            | Self::NoSuchOffer
            | Self::NoSuchApplication
            | Self::NoSuchGuardian
            | Self::SignedNoEarlierForm => RefusalKind::Missing,
            Self::Draft(refusal) => refusal.kind(),
            Self::TravelAid(refusal) => refusal.kind(),
            Self::AlreadyEnrolled
            | Self::EstablishmentClosed
            | Self::NotEligible(..)
            | Self::ClassNotOpen
            | Self::ClassOfThePast
            | Self::InAnotherClass
            | Self::FormNotHanded
            | Self::AlreadyAuthorised
            | Self::SignedInTheFuture
            | Self::SignedBeforeHanded(_)
            | Self::SignedLongAgo { .. }
            | Self::HandedUnfit { .. }
            | Self::SignedTwice
            | Self::GuardianAwaitsConfirmation
            | Self::NoGuardianToConfirm
            | Self::AddressOfStaff
            | Self::NotAuthorised
            | Self::AccessClosed
            | Self::YearOver
            | Self::LevelMayNotApply
            | Self::CollectiveOffer
            | Self::NotCollective
            | Self::AnsweredWithGroup
            | Self::WeekNotOffered(_)
            | Self::WeekNotOfCollege(_)
            | Self::WeekOfAnotherYear { .. }
            | Self::TooLate { .. }
            | Self::NotDue(_)
            | Self::NoSuchCvVersion
            | Self::OutOfReach
            | Self::NoSeatLeft(_)
            | Self::AlreadyApplied
            | Self::AlreadyPlaced(_)
            | Self::YearlyLimit(_)
            | Self::TooManyApplications(_)
            | Self::TooManyCvVersions(_)
            | Self::NotPending
            | Self::NotPlaced
            | Self::NotFlagged
            | Self::PlacementBegun
            | Self::PlacementNotOver
            | Self::NotDeclinedByHost
            | Self::DeclineActedOn
            | Self::HasApplied
            | Self::EnrolledByMistake
            | Self::HasLeft
            | Self::NoOtherCollege
            | Self::NotCompleted
            | Self::NotReinstatable
            | Self::PupilErased => RefusalKind::Rule,
        }
    }
}
