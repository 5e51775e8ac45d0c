//! The French words of the enumerations of the wire. A value without a word does not compile.
use proto::v1;

use crate::table::{Cell, text};

/// A value that has a word.
pub(crate) trait Word: TryFrom<i32> {
    /// The word; empty where nothing is said.
    fn french(self) -> &'static str;
}

/// The word of a value; nothing where it is unspecified, or one of a later schema.
pub(crate) fn word<W: Word>(value: i32) -> Cell {
    W::try_from(value).map_or(Cell::Empty, |value| text(value.french()))
}

/// The words of values, after one another.
pub(crate) fn words<W: Word>(values: &[i32]) -> Cell {
    let known = values.iter().filter_map(|value| W::try_from(*value).ok());
    crate::table::texts(known.map(Word::french))
}

macro_rules! words {
    ($($kind:ident { $($value:ident => $french:literal),* $(,)? })*) => {$(
        impl Word for v1::$kind {
            fn french(self) -> &'static str {
                match self {
                    Self::Unspecified => "",
                    $(Self::$value => $french,)*
                }
            }
        }
    )*};
}

words! {
    ActivityKind {
        HostPreparation => "préparation des structures d'accueil",
        PupilSession => "séance avec des élèves",
        DifficultyHelp => "aide à des élèves en difficulté",
        Evaluation => "évaluation",
    }
    Accessibility {
        NotStated => "non précisée",
        Accessible => "accessible",
        WithHelp => "accessible avec une aide",
        NotAccessible => "non accessible",
    }
    ActorKind {
        Pupil => "élève",
        Guardian => "responsable légal",
        Teacher => "enseignant",
        Head => "chef d'établissement",
        OtherStaff => "autre personnel du collège",
        HostPerson => "personne de la structure d'accueil",
        Prefect => "préfet",
        Referent => "référent",
        AcademicDirector => "directeur académique",
        RegionPrefect => "préfet de région",
        Rector => "recteur",
        Partner => "association partenaire",
        NationalCommittee => "comité national",
        PoolingPartner => "plateforme locale",
        Operator => "opérateur du service",
        Platform => "plateforme",
    }
    AgreementParty {
        College => "collège",
        Host => "structure d'accueil",
        Pupil => "élève",
        Guardian => "responsable légal",
    }
    AgreementState {
        NotCovered => "non couverte",
        CannotStart => "ne peut pas commencer",
        Covered => "couverte",
        Ended => "terminée",
    }
    ApplicationState {
        Pending => "en attente",
        UnderExamination => "à l'étude",
        Accepted => "acceptée",
        Declined => "refusée",
        Withdrawn => "retirée",
        Expired => "sans réponse à temps",
    }
    AuthorisationFact {
        FormHanded => "formulaire remis",
        Recorded => "autorisation enregistrée",
        AccessOpened => "accès ouvert",
        WithdrawnByGuardian => "retirée par le responsable légal",
        WithdrawnReportedByCollege => "retrait rapporté par le collège",
        GuardianErased => "responsable légal effacé",
        GuardianRemoved => "responsable légal retiré",
        PupilErased => "élève effacé",
        ReplacementRecorded => "changement de responsable enregistré",
        ReplacementConfirmed => "changement de responsable confirmé",
        Lapsed => "caduque",
        GuardianCorrected => "responsable légal corrigé",
        AccessClosed => "accès fermé",
        SecondGuardianRecorded => "second responsable enregistré",
        SecondGuardianConfirmed => "second responsable confirmé",
    }
    AuthorisationState {
        Missing => "absente",
        FormHanded => "formulaire remis",
        Valid => "valable",
        Withdrawn => "retirée",
        AwaitsConfirmation => "à confirmer",
    }
    DifficultyKind {
        FewOffers => "peu d'offres",
        FarOffers => "offres éloignées",
        FewSectors => "peu de secteurs",
        HostsSilent => "structures sans réponse",
        CollegesAbsent => "collèges absents",
        AuthorisationsMissing => "autorisations manquantes",
        Other => "autre",
    }
    DifficultyState {
        Open => "ouverte",
        Answered => "répondue",
        Closed => "close",
    }
    DraftState {
        Open => "en cours",
        Discarded => "abandonné",
        Used => "envoyé",
    }
    EqualChancesScheme {
        CordeesDeLaReussite => "cordées de la réussite",
        ParcoursExcellence => "parcours d'excellence",
    }
    EstablishmentState {
        Listed => "à l'annuaire",
        Registered => "inscrit",
        AwaitsConfirmation => "en attente de confirmation",
    }
    Gender {
        Girl => "fille",
        Boy => "garçon",
        NotStated => "non précisé",
    }
    GroupApplicationState {
        Pending => "en attente",
        Seated => "en cours de placement",
        Accepted => "acceptée",
        Declined => "refusée",
        Withdrawn => "retirée",
        Incomplete => "incomplète",
    }
    HostInvitationState {
        Open => "ouverte",
        TakenBack => "reprise",
        Expired => "expirée",
    }
    HelpRequestState {
        Open => "ouverte",
        Answered => "répondue",
        Closed => "close",
    }
    HolidayKnowledge {
        Nothing => "inconnues",
        Partly => "connues en partie",
        Whole => "connues",
    }
    HostNature {
        Public => "public",
        Private => "privé",
    }
    Level {
        Quatrieme => "4e",
        Troisieme => "3e",
    }
    MandateState {
        Active => "en fonction",
        Relieved => "terminé",
        Erased => "effacé",
    }
    MeetingKind {
        Mobilisation => "mobilisation",
        Heads => "chefs d'établissement",
    }
    Network {
        RepPlus => "REP+",
        Rep => "REP",
        None => "hors éducation prioritaire",
    }
    Office {
        Prefect => "préfet",
        Referent => "référent",
        AcademicDirector => "directeur académique",
        RegionPrefect => "préfet de région",
        Rector => "recteur",
        NationalCommittee => "comité national",
        PoolingPartner => "plateforme locale",
    }
    OfferBlackOutReason {
        PersonalData => "données personnelles",
        Unlawful => "illicite",
        Other => "autre",
    }
    OfferFormat {
        Individual => "individuel",
        Collective => "collectif",
    }
    OfferState {
        Published => "publiée",
        Withdrawn => "retirée",
    }
    PartnerState {
        Active => "active",
        Dismissed => "terminée",
        Erased => "terminée, contact effacé",
    }
    PlacementFlag {
        AuthorisationWithdrawn => "autorisation retirée",
        KeptByHead => "maintenu par le chef d'établissement",
        PupilLeft => "élève parti",
        OutcomesContradict => "issues contradictoires",
        NotEligible => "collège non éligible",
    }
    PlacementState {
        Placed => "placé",
        CancelledByPupil => "annulé par l'élève",
        CancelledByHost => "annulé par la structure d'accueil",
        Completed => "effectué",
        Missed => "élève absent",
        CancelledByCollege => "annulé par le collège",
    }
    PooledOfferState {
        Published => "publiée",
        Ended => "terminée",
        WithdrawnByHost => "retirée par la structure d'accueil",
    }
    PrivateForm {
        Company => "entreprise",
        Association => "association",
    }
    ReservationState {
        Requested => "demandée",
        Withdrawn => "retirée",
        Declined => "refusée",
        Accepted => "acceptée",
    }
    StudentStanding {
        Present => "présent",
        EnrolledByMistake => "inscrit par erreur",
        Left => "parti",
    }
    WaiverDecision {
        Awaited => "attendue",
        Agreed => "accord",
        Refused => "refus",
        Withdrawn => "accord retiré",
    }
    WaiverState {
        NotAsked => "non demandée",
        Awaited => "attendue",
        Granted => "accordée",
        Refused => "refusée",
        Withdrawn => "retirée",
    }
    WeekDeposit {
        TooEarly => "pas encore ouvert",
        Open => "ouvert",
        Over => "terminé",
    }
    WeekCollision {
        None => "aucune rencontre",
        EnoughSeats => "assez de places",
        TooFewSeats => "places insuffisantes",
    }
}
