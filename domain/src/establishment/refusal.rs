//! Why a college is refused what it asks.
use jiff::civil::Date;

use super::help_refusal::HelpRefusal;
use super::host_invitation_refusal::HostInvitationRefusal;
use super::move_refusal::MoveRefusal;
use super::scheme_refusal::SchemeRefusal;
use super::waiver_refusal::WaiverRefusal;
use super::year_refusal::YearRefusal;
use crate::calendar::Week;
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french, week_in_english, week_in_french};
use crate::personal::BadText;
use crate::reference::bounds::Misplaced;
use crate::season::Season;

/// Why what was asked of a college is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The national directory does not tell of it.
    #[error("the college is not in the national directory")]
    NotListed,
    /// The stream is that of another college.
    #[error("the college is listed under another UAI")]
    ListedUnderAnotherUai,
    /// A text of the listing is empty, too long or not a text.
    #[error("the {0} of the listing is empty, too long or not a text")]
    ListingUnfit(&'static str),
    /// A text holds characters that are hidden or that nobody can read.
    #[error(transparent)]
    Characters(#[from] BadText),
    /// The head has not registered it.
    #[error("the college is not registered")]
    NotRegistered,
    /// It was registered before.
    #[error("the college is registered already")]
    RegisteredAlready,
    /// Nothing is done about a waiver (EST-2).
    #[error(transparent)]
    Waiver(#[from] WaiverRefusal),
    /// Nothing is done about a request for help (EST-14).
    #[error(transparent)]
    Help(#[from] HelpRefusal),
    /// Nothing is done about the invitation of a host (EST-11).
    #[error(transparent)]
    HostInvitation(#[from] HostInvitationRefusal),
    /// Nothing is stated of a scheme of equal chances (EST-15).
    #[error(transparent)]
    Scheme(#[from] SchemeRefusal),
    /// A choice of weeks without a week.
    #[error("no week is chosen")]
    NoWeek,
    /// The week is not one of the placements of that school year.
    #[error("week {week} is not within {from} to {until}")]
    WeekOutsideSeason {
        /// The week.
        week: Week,
        /// First day of the time of placements.
        from: Date,
        /// Its last day.
        until: Date,
    },
    /// The week has begun or is over.
    #[error("week {0} has begun")]
    WeekBegun(Week),
    /// The week is in the holidays.
    #[error("week {0} is in the school holidays")]
    WeekInHolidays(Week),
    /// The week is just before the holidays, without an exception.
    #[error("week {0} is just before the school holidays")]
    WeekJustBeforeHolidays(Week),
    /// The week may be chosen as any other: nothing is to be asked for.
    #[error("week {0} needs no exception")]
    WeekNeedsNoException(Week),
    /// Pupils have applied for the week.
    #[error("week {0} has pending or accepted applications")]
    WeekInUse(Week),
    /// The label is empty or too long.
    #[error("the label of the class is empty, too long or not a text")]
    LabelUnfit,
    /// The label holds letters of another alphabet, which only look like those of another label.
    #[error("the label of the class holds letters of another alphabet")]
    LabelNotLatin,
    /// Where it is said to stand is not where its department is.
    #[error("the college does not lie in its department")]
    Misplaced(Misplaced),
    /// Another open class of that year has the label.
    #[error("another open class of that school year has the label")]
    LabelTaken,
    /// The id is that of another class.
    #[error("the id is that of another class")]
    ClassIdTaken,
    /// There is no such class.
    #[error("there is no such class")]
    ClassUnknown,
    /// The class is closed.
    #[error("the class is closed")]
    ClassClosed,
    /// A class cannot move so (EST-13).
    #[error(transparent)]
    Moves(#[from] MoveRefusal),
    /// There is no such member of staff.
    #[error("there is no such member of staff")]
    StaffUnknown,
    /// The member of staff was revoked.
    #[error("the member of staff was revoked")]
    StaffRevoked,
    /// The member of staff has not followed the invitation.
    #[error("the member of staff has not followed the invitation")]
    StaffNotActive,
    /// The member of staff has asked to join and was not admitted yet.
    #[error("the member of staff was not admitted yet")]
    StaffNotAdmitted,
    /// Only the head says which rights an invitation carries.
    #[error("only the head gives rights")]
    OnlyHeadGivesRights,
    /// The person is on the staff already, otherwise than asked.
    #[error("the person is on the staff already")]
    OnStaffAlready,
    /// The address is that of an account of somebody on the staff.
    #[error("the address is one of the college's staff")]
    AddressOnStaff,
    /// The invitation or membership names another role.
    #[error("the person was invited or has joined in another role")]
    AnotherRole,
    /// Only teachers teach.
    #[error("the person is not a teacher")]
    NotATeacher,
    /// Nobody has confirmed that the person is the head.
    #[error("nobody has confirmed the head")]
    HeadNotConfirmed,
    /// There is no head of whom this is said.
    #[error("the person is not the head")]
    NoHead,
    /// Somebody else than the head hands over.
    #[error("only the head hands over")]
    OnlyHeadHandsOver,
    /// The successor is the head themself.
    #[error("the head does not succeed themself")]
    SuccessorIsHead,
    /// The person was not named to be head.
    #[error("the person was not named to succeed the head")]
    NotTheSuccessor,
    /// The head has every right.
    #[error("the rights of the head cannot be narrowed")]
    HeadKeepsRights,
    /// The head cannot be shut out.
    #[error("the head cannot be revoked")]
    HeadCannotBeRevoked,
    /// The head cannot be erased while head.
    #[error("the head cannot be erased while head")]
    HeadCannotBeErased,
    /// The member of staff was erased.
    #[error("the member of staff was erased")]
    StaffErased,
    /// Somebody else is responsible for the class.
    #[error("the class has a main teacher")]
    ClassHasMainTeacher,
    /// Nothing is done in that school year (EST-8, EST-13).
    #[error(transparent)]
    Year(#[from] YearRefusal),
}

impl Refusal {
    /// The week lies outside the time of placements of its school year.
    pub(super) fn outside_season(week: Week, season: Season) -> Self {
        let (from, until) = season.days(week.school_year());
        Self::WeekOutsideSeason { week, from, until }
    }
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::NotListed => because(
                "ESTABLISHMENT_NOT_LISTED",
                "EST-1",
                "Ce collège ne figure pas dans l'annuaire national.",
                "This college is not in the national directory.",
            ),
            Self::ListedUnderAnotherUai => because(
                "ESTABLISHMENT_LISTED_UNDER_ANOTHER_UAI",
                "EST-1",
                "Ce collège figure dans l'annuaire sous un autre UAI.",
                "This college is listed under another UAI.",
            )
            .on("uai"),
            Self::Characters(bad) => bad.explain(),
            Self::ListingUnfit(field) => because(
                "LISTING_UNFIT",
                "EST-1",
                "Le nom du collège a de 1 à 200 caractères, celui de la ville de 1 à 100.",
                "The college's name has 1 to 200 characters, the city's 1 to 100.",
            )
            .on(field),
            Self::NotRegistered => because(
                "ESTABLISHMENT_NOT_REGISTERED",
                "EST-1",
                "Le chef d'établissement n'a pas encore inscrit ce collège.",
                "The head has not registered this college yet.",
            ),
            Self::RegisteredAlready => because(
                "ESTABLISHMENT_REGISTERED_ALREADY",
                "EST-1",
                "Ce collège est déjà inscrit.",
                "This college is registered already.",
            ),
            Self::Waiver(refusal) => refusal.explain(),
            Self::Help(refusal) => refusal.explain(),
            Self::HostInvitation(refusal) => refusal.explain(),
            Self::Scheme(refusal) => refusal.explain(),
            Self::NoWeek => because(
                "NO_WEEK",
                "EST-3",
                "Choisissez au moins une semaine.",
                "Choose at least one week.",
            )
            .on("weeks"),
            Self::WeekOutsideSeason { week, from, until } => because(
                "WEEK_OUTSIDE_SEASON",
                "EST-3",
                format!(
                    "La {} n'est pas dans la période des stages de l'année scolaire, du {} au {}.",
                    week_in_french(*week), day_in_french(*from), day_in_french(*until),
                ),
                format!(
                    "The {} is not within the school year's time of placements, {} to {}.",
                    week_in_english(*week), day_in_english(*from), day_in_english(*until),
                ),
            )
            .on("weeks"),
            Self::WeekBegun(week) => because(
                "WEEK_BEGUN",
                "EST-3",
                format!("La {} a déjà commencé.", week_in_french(*week)),
                format!("The {} has begun already.", week_in_english(*week)),
            )
            .on("weeks"),
            Self::WeekInHolidays(week) => because(
                "WEEK_IN_HOLIDAYS",
                "EST-3",
                format!("La {} est dans les vacances scolaires.", week_in_french(*week)),
                format!("The {} is in the school holidays.", week_in_english(*week)),
            )
            .on("weeks"),
            Self::WeekJustBeforeHolidays(week) => because(
                "WEEK_JUST_BEFORE_HOLIDAYS",
                "EST-3",
                format!("La {} précède les vacances : il y faut l'accord du directeur académique.", week_in_french(*week)),
                format!("The {} is just before holidays: it needs the academic director's exception.", week_in_english(*week)),
            )
            .on("weeks"),
            Self::WeekNeedsNoException(week) => because(
                "WEEK_NEEDS_NO_EXCEPTION",
                "EST-3",
                format!("La {} ne précède pas de vacances connues : choisissez-la sans dérogation.", week_in_french(*week)),
                format!("The {} is not just before known holidays: choose it without an exception.", week_in_english(*week)),
            )
            .on("week"),
            Self::WeekInUse(week) => because(
                "WEEK_IN_USE",
                "EST-4",
                format!("Des élèves ont candidaté pour la {} : elle ne peut pas être retirée.", week_in_french(*week)),
                format!("Pupils have applied for the {}: it cannot be dropped.", week_in_english(*week)),
            )
            .on("weeks"),
            Self::LabelUnfit => because(
                "CLASS_LABEL_UNFIT",
                "EST-5",
                "Le nom de la classe a de 1 à 20 caractères.",
                "The label of a class has 1 to 20 characters.",
            )
            .on("label"),
            Self::LabelNotLatin => because(
                "LABEL_NOT_LATIN",
                "EST-5",
                "Le nom de la classe s'écrit avec les lettres et les chiffres du français ; un caractère d'un autre alphabet leur ressemble.",
                "The label of the class is written in letters and digits of French; one of another alphabet looks like them.",
            )
            .on("label"),
            Self::Misplaced(misplaced) => misplaced.explain("EST-1").on("position"),
            Self::LabelTaken => because(
                "CLASS_LABEL_TAKEN",
                "EST-5",
                "Une autre classe ouverte porte déjà ce nom cette année-là.",
                "Another open class has that label in that school year.",
            )
            .on("label"),
            Self::ClassIdTaken => because(
                "CLASS_ID_TAKEN",
                "EST-5",
                "Cet identifiant est celui d'une autre classe.",
                "That id is the id of another class.",
            )
            .on("class"),
            Self::ClassUnknown => because(
                "CLASS_UNKNOWN",
                "EST-5",
                "Cette classe n'existe pas.",
                "There is no such class.",
            )
            .on("class"),
            Self::Moves(why) => why.explain(),
            Self::ClassClosed => because(
                "CLASS_CLOSED",
                "EST-5",
                "Cette classe est fermée.",
                "That class is closed.",
            )
            .on("class"),
            Self::StaffUnknown => because(
                "STAFF_UNKNOWN",
                "EST-6",
                "Cette personne n'est pas de l'établissement.",
                "That person is not on the staff of the college.",
            )
            .on("staff"),
            Self::StaffRevoked => because(
                "STAFF_REVOKED",
                "EST-6",
                "L'accès de cette personne a été révoqué.",
                "That person's access was revoked.",
            )
            .on("staff"),
            Self::StaffNotActive => because(
                "STAFF_NOT_ACTIVE",
                "EST-6",
                "Cette personne n'a pas encore répondu à son invitation.",
                "That person has not followed the invitation yet.",
            )
            .on("staff"),
            Self::StaffNotAdmitted => because(
                "STAFF_NOT_ADMITTED",
                "EST-6",
                "Cette personne a demandé à rejoindre l'établissement et n'a pas encore été admise.",
                "That person has asked to join the college and was not admitted yet.",
            )
            .on("staff"),
            Self::OnlyHeadGivesRights => because(
                "ONLY_HEAD_GIVES_RIGHTS",
                "EST-6",
                "Seul le chef d'établissement donne des droits : invitez cette personne sans droits.",
                "Only the head gives rights: invite that person without rights.",
            )
            .on("rights"),
            Self::OnStaffAlready => because(
                "ON_STAFF_ALREADY",
                "EST-6",
                "Cette personne est déjà de l'établissement.",
                "That person is on the staff of the college already.",
            )
            .on("staff"),
            Self::AddressOnStaff => because(
                "ADDRESS_ON_STAFF",
                "EST-6",
                "Cette adresse est celle d'une personne qui est déjà de l'établissement.",
                "That address is one of somebody who is on the staff of the college already.",
            )
            .on("identity.mail"),
            Self::AnotherRole => because(
                "ANOTHER_ROLE",
                "EST-6",
                "Cette personne a été invitée ou inscrite dans une autre fonction.",
                "That person was invited or has joined in another role.",
            )
            .on("role"),
            Self::NotATeacher => because(
                "NOT_A_TEACHER",
                "EST-6",
                "Seul un enseignant peut avoir une classe.",
                "Only a teacher can have a class.",
            )
            .on("staff"),
            Self::HeadNotConfirmed => because(
                "HEAD_NOT_CONFIRMED",
                "EST-1a",
                "Ni la boîte aux lettres du collège ni le directeur académique n'ont encore confirmé le chef d'établissement.",
                "Neither the college's own mailbox nor the academic director has confirmed the head yet.",
            )
            .on("name"),
            Self::NoHead => because(
                "NO_HEAD_TO_CONFIRM",
                "EST-1a",
                "Cette personne n'est pas le chef d'établissement de ce collège.",
                "That person is not the head of this college.",
            )
            .on("name"),
            Self::OnlyHeadHandsOver => because(
                "ONLY_HEAD_HANDS_OVER",
                "EST-1a",
                "Seul le chef d'établissement désigne son successeur.",
                "Only the head names their successor.",
            ),
            Self::SuccessorIsHead => because(
                "SUCCESSOR_IS_HEAD",
                "EST-1a",
                "Le successeur est une autre personne que le chef d'établissement.",
                "The successor is somebody else than the head.",
            )
            .on("successor.mail"),
            Self::NotTheSuccessor => because(
                "NOT_THE_SUCCESSOR",
                "EST-1a",
                "Cette personne n'a pas été désignée pour diriger ce collège.",
                "That person was not named to head this college.",
            )
            .on("name"),
            Self::HeadKeepsRights => because(
                "HEAD_KEEPS_RIGHTS",
                "EST-6",
                "Les droits du chef d'établissement ne peuvent pas être réduits.",
                "The rights of the head cannot be narrowed.",
            )
            .on("staff"),
            Self::HeadCannotBeRevoked => because(
                "HEAD_CANNOT_BE_REVOKED",
                "EST-6",
                "L'accès du chef d'établissement ne peut pas être révoqué.",
                "The head's access cannot be revoked.",
            )
            .on("staff"),
            Self::HeadCannotBeErased => because(
                "HEAD_CANNOT_BE_ERASED",
                "SPEC-7",
                "Les données du chef d'établissement ne peuvent pas être effacées tant qu'il est en fonction.",
                "The head's data cannot be erased while they are head.",
            )
            .on("name"),
            Self::StaffErased => because(
                "STAFF_ERASED",
                "SPEC-7",
                "Les données de cette personne ont été effacées : elle ne revient pas sous cet identifiant.",
                "That person's data was erased: they do not come back under that id.",
            )
            .on("staff"),
            Self::ClassHasMainTeacher => because(
                "CLASS_HAS_MAIN_TEACHER",
                "EST-7",
                "Cette classe a déjà un professeur principal.",
                "That class has a main teacher already.",
            )
            .on("class"),
            Self::Year(refusal) => refusal.explain(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotListed | Self::ClassUnknown | Self::StaffUnknown => RefusalKind::Missing,
            Self::Help(refusal) => refusal.kind(),
            Self::HostInvitation(refusal) => refusal.kind(),
            Self::ListingUnfit(_)
            | Self::NoWeek
            | Self::LabelUnfit
            | Self::LabelNotLatin
            | Self::Characters(_)
            | Self::Misplaced(_) => RefusalKind::Malformed,
            Self::ListedUnderAnotherUai
            | Self::NotRegistered
            | Self::RegisteredAlready
            | Self::Waiver(_)
            | Self::Scheme(_)
            | Self::WeekOutsideSeason { .. }
            | Self::WeekBegun(_)
            | Self::WeekInHolidays(_)
            | Self::WeekJustBeforeHolidays(_)
            | Self::WeekInUse(_)
            | Self::WeekNeedsNoException(_)
            | Self::LabelTaken
            | Self::ClassIdTaken
            | Self::ClassClosed
            | Self::Moves(_)
            | Self::StaffRevoked
            | Self::StaffNotActive
            | Self::StaffNotAdmitted
            | Self::OnlyHeadGivesRights
            | Self::OnStaffAlready
            | Self::AddressOnStaff
            | Self::AnotherRole
            | Self::NotATeacher
            | Self::HeadNotConfirmed
            | Self::NoHead
            | Self::OnlyHeadHandsOver
            | Self::SuccessorIsHead
            | Self::NotTheSuccessor
            | Self::HeadKeepsRights
            | Self::HeadCannotBeRevoked
            | Self::HeadCannotBeErased
            | Self::StaffErased
            | Self::ClassHasMainTeacher
            | Self::Year(_) => RefusalKind::Rule,
        }
    }
}
