//! Why an offer's stream says no.
use jiff::civil::Date;

use crate::calendar::Week;
use crate::explain::{Explain, Explanation, RefusalKind, because};
use crate::in_words::{day_in_english, day_in_french, week_in_english, week_in_french};
use crate::personal::BadText;
use crate::reference::bounds::Misplaced;

/// A refusal of an offer's rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.explain().english)]
pub enum Refusal {
    /// There is no such offer.
    NoSuchOffer,
    /// It is published already.
    AlreadyPublished,
    /// It was withdrawn.
    Withdrawn,
    /// Its host withdrew it: the partner that fed it in does not bring it back.
    WithdrawnByHost,
    /// A pooled offer stays with its host.
    PooledHostStays,
    /// The partner fed no offer in by that identifier.
    IdentifierUnknown,
    /// The host is not registered.
    HostUnknown,
    /// The sector is in no list.
    SectorUnknown,
    /// The college it is reserved for is not registered.
    ReservedForUnknown,
    /// The tutor was erased: nobody knows any more who that was.
    TutorErased,
    /// A text is empty or too long.
    BadText {
        /// Which field.
        field: &'static str,
        /// Longest allowed, in characters.
        most: usize,
    },
    /// A text holds characters that are hidden or that nobody can read.
    Characters(BadText),
    /// The place is not where its department is.
    Misplaced(Misplaced),
    /// No week, or weeks of several school years.
    NoWeeksOfOneYear,
    /// A week outside the time of placements of the school year.
    WeekOutsideSeason {
        /// The week.
        week: Week,
        /// First day of the time of placements.
        from: Date,
        /// Its last day.
        until: Date,
    },
    /// The weeks of a school year are not deposited yet.
    TooEarly {
        /// The week.
        week: Week,
        /// The first day on which it may be.
        from: Date,
    },
    /// The week begins too soon for anybody to be accepted.
    TooLate {
        /// The week.
        week: Week,
        /// Since when.
        since: Date,
    },
    /// A week has begun.
    WeekBegun(Week),
    /// Seats a week out of range.
    BadSeats {
        /// Most allowed.
        most: u16,
    },
    /// A group of fewer than two, or of more than the seats.
    BadGroup,
    /// Departure before arrival.
    BadHours,
    /// The postal code is not five digits.
    BadPostalCode,
    /// A week with accepted placements cannot be dropped.
    WeekInUse(Week),
    /// Seats cannot be fewer than those taken.
    SeatsInUse {
        /// The week.
        week: Week,
        /// Seats taken in it.
        taken: u16,
    },
    /// A reserved offer cannot go to another college while another's pupils have its seats.
    ReservationInUse,
    /// Somebody asks for the offer, or has a seat, as an offer for one pupil or for groups.
    FormatInUse,
    /// The offer is for groups: nobody comes alone.
    TakesGroups,
    /// No request of the college to reserve the offer waits for an answer.
    NoReservationRequested,
    /// The offer lies beyond the radius of the college that asks.
    OutOfReach,
    /// The offer does not hold that week.
    WeekNotOffered(Week),
    /// Every seat of that week is taken.
    NoSeatLeft(Week),
    /// The offer is for one pupil each.
    NotCollective,
    /// A group of fewer than two, or of more than the offer takes.
    GroupSize {
        /// Most allowed.
        most: u16,
    },
    /// A pupil is named twice in a group.
    PupilNamedTwice,
    /// Fewer seats are left than the group needs.
    TooFewSeatsForGroup {
        /// The week.
        week: Week,
        /// Seats left in it.
        left: u16,
    },
    /// There is no such application of a group.
    NoSuchGroup,
    /// The application of the group does not wait for an answer any more.
    GroupNotPending,
    /// One of the group cannot come, so nobody does.
    GroupIncomplete,
}

impl From<BadText> for Refusal {
    fn from(bad: BadText) -> Self {
        Self::Characters(bad)
    }
}

impl Explain for Refusal {
    fn explain(&self) -> Explanation {
        match self {
            Self::NoSuchOffer => because(
                "OFFER_NOT_FOUND",
                "OFF-2",
                "Cette offre n'existe pas.",
                "There is no such offer.",
            )
            .on("offer"),
            Self::AlreadyPublished => because(
                "OFFER_ALREADY_PUBLISHED",
                "OFF-2",
                "Cette offre est déjà publiée.",
                "This offer is already published.",
            ),
            Self::Withdrawn => because(
                "OFFER_WITHDRAWN",
                "OFF-4",
                "Cette offre a été retirée.",
                "This offer was withdrawn.",
            ),
            Self::WithdrawnByHost => because(
                "WITHDRAWN_BY_HOST",
                "OFF-8",
                "L'organisme a retiré cette offre : la plateforme qui l'avait versée ne la rétablit pas.",
                "The host withdrew this offer: the platform that fed it in does not bring it back.",
            )
            .on("identifier"),
            Self::PooledHostStays => because(
                "POOLED_HOST_STAYS",
                "OFF-8",
                "Une offre versée reste celle de son organisme : terminez-la, et versez l'autre sous un autre identifiant.",
                "A pooled offer stays with its host: end it, and feed the other in by another identifier.",
            )
            .on("host.name"),
            Self::IdentifierUnknown => because(
                "IDENTIFIER_UNKNOWN",
                "OFF-8",
                "Aucune offre n'a été versée sous cet identifiant.",
                "No offer was fed in by this identifier.",
            )
            .on("identifier"),
            Self::HostUnknown => because(
                "HOST_NOT_FOUND",
                "OFF-1",
                "Cet organisme n'est pas inscrit.",
                "This host is not registered.",
            )
            .on("host"),
            Self::SectorUnknown => because(
                "SECTOR_UNKNOWN",
                "OFF-2",
                "Ce secteur professionnel n'existe pas.",
                "There is no such professional sector.",
            )
            .on("sector"),
            Self::ReservedForUnknown => because(
                "ESTABLISHMENT_NOT_REGISTERED",
                "EST-9",
                "Le collège bénéficiaire n'est pas inscrit.",
                "The college it is reserved for is not registered.",
            )
            .on("reserved_for"),
            Self::NoReservationRequested => because(
                "NO_RESERVATION_REQUESTED",
                "EST-9",
                "Aucune demande de ce collège de réserver cette offre n'attend de réponse.",
                "No request of that college to reserve this offer waits for an answer.",
            ),
            Self::OutOfReach => because(
                "OUT_OF_REACH",
                "EST-8",
                "L'offre est hors du périmètre de recherche du collège.",
                "The offer lies beyond the college's search area.",
            )
            .on("offer"),
            Self::TutorErased => because(
                "TUTOR_ERASED",
                "OFF-10",
                "Le tuteur de cette offre a été effacé : publiez une nouvelle offre avec un autre tuteur.",
                "The tutor of this offer was erased: publish a new offer with another tutor.",
            ),
            Self::BadText { field, most } => because(
                "BAD_TEXT",
                "OFF-2",
                format!("Le texte est vide ou dépasse {most} caractères."),
                format!("The text is empty or longer than {most} characters."),
            )
            .on(field),
            Self::Characters(bad) => bad.explain(),
            Self::Misplaced(misplaced) => misplaced.explain("OFF-2").on(match misplaced {
                Misplaced::PostalCode(_) => "postal_code",
                Misplaced::Nowhere | Misplaced::Swapped(_) | Misplaced::FarAway(_) => "coordinates",
            }),
            Self::NoWeeksOfOneYear => because(
                "BAD_WEEK",
                "OFF-2",
                "Une offre a des semaines, d'une seule année scolaire.",
                "An offer has weeks, all of one school year.",
            )
            .on("weeks"),
            Self::WeekOutsideSeason { week, from, until } => because(
                "BAD_WEEK",
                "OFF-2",
                format!(
                    "La {} est hors de la période des stages de l'année scolaire, du {} au {}.",
                    week_in_french(*week),
                    day_in_french(*from),
                    day_in_french(*until)
                ),
                format!(
                    "The {} lies outside the year's time of placements, {} to {}.",
                    week_in_english(*week),
                    day_in_english(*from),
                    day_in_english(*until)
                ),
            )
            .on("weeks"),
            Self::TooEarly { week, from } => because(
                "TOO_EARLY",
                "OFF-2",
                format!(
                    "La {} se dépose à partir du {}.",
                    week_in_french(*week),
                    day_in_french(*from)
                ),
                format!(
                    "The {} is deposited from {} on.",
                    week_in_english(*week),
                    day_in_english(*from)
                ),
            )
            .on("weeks"),
            Self::TooLate { week, since } => because(
                "TOO_LATE_FOR_WEEK",
                "OFF-5",
                format!(
                    "La {} commence trop tôt : plus personne ne peut y être accepté depuis le {}.",
                    week_in_french(*week),
                    day_in_french(*since),
                ),
                format!(
                    "The {} begins too soon: since {} nobody can be accepted for it.",
                    week_in_english(*week),
                    day_in_english(*since),
                ),
            ),
            Self::WeekBegun(week) => because(
                "WEEK_BEGUN",
                "OFF-2",
                format!("La {} a commencé.", week_in_french(*week)),
                format!("The {} has begun.", week_in_english(*week)),
            )
            .on("weeks"),
            Self::BadSeats { most } => because(
                "BAD_SEATS",
                "OFF-2",
                format!("Le nombre de places par semaine va de 1 à {most}."),
                format!("Seats a week go from 1 to {most}."),
            )
            .on("seats_per_week"),
            Self::BadGroup => because(
                "BAD_GROUP",
                "OFF-2",
                "Un groupe compte au moins deux élèves et au plus les places de la semaine.",
                "A group has at least two pupils and at most the seats of a week.",
            )
            .on("group_size"),
            Self::BadHours => because(
                "BAD_HOURS",
                "OFF-2",
                "L'heure de départ suit l'heure d'arrivée.",
                "Departure comes after arrival.",
            )
            .on("hours"),
            Self::BadPostalCode => because(
                "BAD_POSTAL_CODE",
                "OFF-2",
                "Un code postal a cinq chiffres, zéros du début compris.",
                "A postal code has five digits, the zeros in front included.",
            )
            .on("postal_code"),
            Self::WeekInUse(week) => because(
                "WEEK_IN_USE",
                "OFF-4",
                format!(
                    "La {} a des stages acceptés et ne peut être retirée.",
                    week_in_french(*week)
                ),
                format!(
                    "The {} has accepted placements and cannot be dropped.",
                    week_in_english(*week)
                ),
            )
            .on("weeks"),
            Self::SeatsInUse { week, taken } => because(
                "SEATS_IN_USE",
                "OFF-4",
                format!("{taken} places sont prises la {}.", week_in_french(*week)),
                format!("{taken} seats are taken in the {}.", week_in_english(*week)),
            )
            .on("seats_per_week"),
            Self::FormatInUse => because(
                "FORMAT_IN_USE",
                "OFF-7",
                "Des candidatures attendent une réponse ou des places sont prises : l'offre ne peut \
                 passer d'individuelle à collective, ni l'inverse.",
                "Applications wait for an answer or seats are taken: the offer cannot turn from \
                 individual to collective, nor the other way round.",
            )
            .on("format"),
            Self::TakesGroups => because(
                "OFFER_TAKES_GROUPS",
                "OFF-7",
                "Cette offre est collective : elle reçoit un groupe, et non un élève seul.",
                "This offer is collective: it takes a group, and nobody alone.",
            ),
            Self::ReservationInUse => because(
                "RESERVATION_IN_USE",
                "EST-9",
                "Des places sont prises ; la réservation ne peut changer de collège.",
                "Seats are taken; the reservation cannot go to another college.",
            )
            .on("reserved_for"),
            Self::WeekNotOffered(week) => because(
                "WEEK_NOT_OFFERED",
                "OFF-3",
                format!("L'offre n'est pas ouverte la {}.", week_in_french(*week)),
                format!("The offer is not open in the {}.", week_in_english(*week)),
            )
            .on("week"),
            Self::NoSeatLeft(week) => because(
                "NO_SEAT_LEFT",
                "OFF-3",
                format!("Il n'y a plus de place la {}.", week_in_french(*week)),
                format!("No seat is left in the {}.", week_in_english(*week)),
            )
            .on("week"),
            Self::NotCollective => because(
                "NOT_A_COLLECTIVE_OFFER",
                "OFF-7",
                "Cette offre n'est pas collective : chaque élève candidate pour soi.",
                "This offer is not collective: each pupil applies alone.",
            )
            .on("offer"),
            Self::GroupSize { most } => because(
                "BAD_GROUP_SIZE",
                "OFF-7",
                format!("Un groupe pour cette offre compte de 2 à {most} élèves."),
                format!("A group for this offer has 2 to {most} pupils."),
            )
            .on("students"),
            Self::PupilNamedTwice => because(
                "PUPIL_NAMED_TWICE",
                "OFF-7",
                "Un élève est nommé deux fois dans le groupe.",
                "A pupil is named twice in the group.",
            )
            .on("students"),
            Self::TooFewSeatsForGroup { week, left } => because(
                "TOO_FEW_SEATS_FOR_GROUP",
                "OFF-7",
                format!(
                    "Il reste {left} places la {} : un groupe les obtient toutes ou n'en obtient aucune.",
                    week_in_french(*week)
                ),
                format!(
                    "{left} seats are left in the {}: a group gets all of its seats or none.",
                    week_in_english(*week)
                ),
            )
            .on("week"),
            Self::NoSuchGroup => because(
                "GROUP_APPLICATION_NOT_FOUND",
                "OFF-7",
                "Cette candidature de groupe n'existe pas.",
                "There is no such application of a group.",
            )
            .on("name"),
            Self::GroupNotPending => because(
                "GROUP_APPLICATION_NOT_PENDING",
                "OFF-7",
                "Cette candidature de groupe n'attend plus de réponse.",
                "This application of a group no longer waits for an answer.",
            )
            .on("name"),
            Self::GroupIncomplete => because(
                "GROUP_INCOMPLETE",
                "OFF-7",
                "Un élève du groupe ne peut pas venir : aucune place n'est prise, toutes sont libres à nouveau.",
                "A pupil of the group cannot come: no seat is taken, all are free again.",
            ),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoSuchOffer | Self::IdentifierUnknown | Self::HostUnknown | Self::NoSuchGroup => {
                RefusalKind::Missing
            }
            Self::BadText { .. }
            | Self::BadSeats { .. }
            | Self::BadGroup
            | Self::BadHours
            | Self::BadPostalCode
            | Self::Characters(_)
            | Self::Misplaced(_) => RefusalKind::Malformed,
            Self::AlreadyPublished
            | Self::Withdrawn
            | Self::WithdrawnByHost
            | Self::PooledHostStays
            | Self::SectorUnknown
            | Self::TutorErased
            | Self::ReservedForUnknown
            | Self::NoWeeksOfOneYear
            | Self::WeekOutsideSeason { .. }
            | Self::TooEarly { .. }
            | Self::TooLate { .. }
            | Self::WeekBegun(_)
            | Self::WeekInUse(_)
            | Self::SeatsInUse { .. }
            | Self::ReservationInUse
            | Self::FormatInUse
            | Self::TakesGroups
            | Self::NoReservationRequested
            | Self::OutOfReach
            | Self::WeekNotOffered(_)
            | Self::NoSeatLeft(_)
            | Self::NotCollective
            | Self::GroupSize { .. }
            | Self::PupilNamedTwice
            | Self::TooFewSeatsForGroup { .. }
            | Self::GroupNotPending
            | Self::GroupIncomplete => RefusalKind::Rule,
        }
    }
}
