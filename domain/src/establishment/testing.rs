//! The college that the tests of its rules speak of.
use jiff::civil::date;

pub use crate::testing::{CLASS, HEAD, TEACHER, TODAY, id, sealed, uai, week};

use super::choose_weeks::ChooseWeeks;
use super::open_class::OpenClass;
use super::{
    DecidingOffice, Establishment, EstablishmentEvent, Level, Listing, Network, Right, StaffRole,
};
use crate::calendar::SchoolYear;
use crate::ids::{ClassId, RepresentativeId, StaffId};
use crate::reference::holidays::{Holiday, HolidayZone};
use crate::testing::{Given, given};

pub const CLASS_B: ClassId = ClassId(id(105));
pub const OTHER_TEACHER: StaffId = StaffId(id(104));
pub const ADVISER: StaffId = StaffId(id(106));
pub const STRANGER: StaffId = StaffId(id(107));
pub const OTHER_SUCCESSOR: StaffId = StaffId(id(108));
pub const REPRESENTATIVE: RepresentativeId = RepresentativeId(id(111));

/// Weeks of 2026 and their standing in [`holidays`].
pub const BEFORE_HOLIDAYS: i8 = 6;
pub const IN_HOLIDAYS: i8 = 7;

pub fn year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

pub fn holidays() -> Vec<Holiday> {
    vec![Holiday {
        zone: HolidayZone::A,
        name: "Vacances d'Hiver".into(),
        from: date(2026, 2, 7),
        until: date(2026, 2, 22),
    }]
}

/// A college with this past.
pub fn college(events: impl IntoIterator<Item = EstablishmentEvent>) -> Given<Establishment> {
    given(events)
}

/// A registered college with this past since.
pub fn registered_college(
    events: impl IntoIterator<Item = EstablishmentEvent>,
) -> Given<Establishment> {
    given([listed(), registered()]).and(events)
}

/// A registered college outside priority education, with this past since.
pub fn outside_priority(
    events: impl IntoIterator<Item = EstablishmentEvent>,
) -> Given<Establishment> {
    let listing = Listing {
        network: Network::None,
        ..listing()
    };
    registered_college([EstablishmentEvent::ListingCorrected { listing }]).and(events)
}

/// A registered college with two classes and an active teacher, another one and an education
/// adviser, and this past since.
pub fn staffed_college(
    events: impl IntoIterator<Item = EstablishmentEvent>,
) -> Given<Establishment> {
    registered_college([
        opened(CLASS, "3e A"),
        opened(CLASS_B, "3e B"),
        joined(TEACHER, StaffRole::Teacher),
        joined(OTHER_TEACHER, StaffRole::Teacher),
        joined(ADVISER, StaffRole::EducationAdviser),
    ])
    .and(events)
}

pub fn listing() -> Listing {
    Listing {
        name: "Collège Lumière".into(),
        city: "Oyonnax".into(),
        department: "01".parse().unwrap(),
        network: Network::Rep,
        position: None,
    }
}

pub fn listed() -> EstablishmentEvent {
    EstablishmentEvent::EstablishmentListed {
        uai: uai(),
        listing: listing(),
    }
}

pub fn registered() -> EstablishmentEvent {
    EstablishmentEvent::EstablishmentRegistered {
        head: HEAD,
        identity: sealed(),
    }
}

pub fn confirmation_requested() -> EstablishmentEvent {
    EstablishmentEvent::HeadConfirmationRequested { head: HEAD }
}

pub fn successor_named(successor: StaffId) -> EstablishmentEvent {
    let identity = sealed();
    EstablishmentEvent::SuccessorNamed {
        successor,
        identity,
    }
}

pub fn head_relieved(head: StaffId) -> EstablishmentEvent {
    EstablishmentEvent::HeadRelieved { head }
}

pub fn head_succeeded(head: StaffId) -> EstablishmentEvent {
    let identity = sealed();
    EstablishmentEvent::HeadSucceeded { head, identity }
}

pub fn waiver_requested() -> EstablishmentEvent {
    EstablishmentEvent::WaiverRequested {
        school_year: year(),
        by: HEAD,
        reason: sealed(),
    }
}

pub fn agreed(office: DecidingOffice) -> EstablishmentEvent {
    EstablishmentEvent::WaiverAgreed {
        school_year: year(),
        office,
        by: REPRESENTATIVE,
        reason: sealed(),
    }
}

pub fn refused_by(office: DecidingOffice) -> EstablishmentEvent {
    EstablishmentEvent::WaiverRefused {
        school_year: year(),
        office,
        by: REPRESENTATIVE,
        reason: sealed(),
    }
}

pub fn withdrawn_by(office: DecidingOffice) -> EstablishmentEvent {
    EstablishmentEvent::WaiverAgreementWithdrawn {
        school_year: year(),
        office,
        by: REPRESENTATIVE,
        reason: sealed(),
    }
}

pub fn waiver_granted() -> EstablishmentEvent {
    EstablishmentEvent::WaiverGranted {
        school_year: year(),
    }
}

pub fn waiver_ended() -> EstablishmentEvent {
    EstablishmentEvent::WaiverEnded {
        school_year: year(),
    }
}

pub fn open(class: ClassId, label: &str) -> OpenClass {
    OpenClass {
        class,
        label: label.into(),
        level: Level::Troisieme,
        school_year: year(),
        present: year(),
    }
}

pub fn opened(class: ClassId, label: &str) -> EstablishmentEvent {
    let OpenClass {
        class,
        label,
        level,
        school_year,
        present: _,
    } = open(class, label);
    EstablishmentEvent::ClassOpened {
        class,
        label,
        level,
        school_year,
    }
}

pub fn closed(class: ClassId) -> EstablishmentEvent {
    EstablishmentEvent::ClassClosed { class }
}

pub fn choose<const N: usize>(numbers: [i8; N]) -> ChooseWeeks {
    ChooseWeeks {
        school_year: year(),
        weeks: numbers.map(week).into(),
        holidays: holidays(),
        weeks_in_use: [].into(),
        today: TODAY,
    }
}

pub fn chosen<const N: usize>(numbers: [i8; N]) -> EstablishmentEvent {
    EstablishmentEvent::WeeksChosen {
        school_year: year(),
        weeks: numbers.map(week).into(),
    }
}

pub fn invited(staff: StaffId, role: StaffRole) -> EstablishmentEvent {
    let rights = role.default_rights();
    EstablishmentEvent::StaffInvited {
        staff,
        role,
        rights,
        identity: sealed(),
    }
}

pub fn joined(staff: StaffId, role: StaffRole) -> EstablishmentEvent {
    let rights = role.default_rights();
    EstablishmentEvent::StaffJoined {
        staff,
        role,
        rights,
        identity: sealed(),
    }
}

pub fn requested(staff: StaffId, role: StaffRole) -> EstablishmentEvent {
    EstablishmentEvent::StaffAdmissionRequested {
        staff,
        role,
        identity: sealed(),
    }
}

pub fn admitted<const N: usize>(
    staff: StaffId,
    by: StaffId,
    rights: [Right; N],
) -> EstablishmentEvent {
    EstablishmentEvent::StaffAdmitted {
        staff,
        by,
        rights: rights.into(),
    }
}

pub fn revoked(staff: StaffId) -> EstablishmentEvent {
    EstablishmentEvent::StaffRevoked { staff }
}

pub fn taken(staff: StaffId, class: ClassId) -> EstablishmentEvent {
    EstablishmentEvent::ClassTaken { staff, class }
}

pub fn left(staff: StaffId, class: ClassId) -> EstablishmentEvent {
    EstablishmentEvent::ClassLeft { staff, class }
}

pub fn named(teacher: StaffId, class: ClassId) -> EstablishmentEvent {
    EstablishmentEvent::MainTeacherNamed { class, teacher }
}

pub fn relieved(teacher: StaffId, class: ClassId) -> EstablishmentEvent {
    EstablishmentEvent::MainTeacherRelieved { class, teacher }
}

pub fn granted(staff: StaffId, rights: impl IntoIterator<Item = Right>) -> EstablishmentEvent {
    EstablishmentEvent::RightsGranted {
        staff,
        rights: rights.into_iter().collect(),
    }
}

pub fn narrowed(staff: StaffId, rights: impl IntoIterator<Item = Right>) -> EstablishmentEvent {
    EstablishmentEvent::RightsNarrowed {
        staff,
        rights: rights.into_iter().collect(),
    }
}
