//! Names and events for the tests, and the folds after them.
use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::establishment::{EstablishmentEvent, Level};
use domain::geography::Coordinates;
use domain::host::HostEvent;
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, Tutor};
use domain::schema::Fact;
use domain::sealed::Sealed;
use domain::student::{Gender, StudentEvent};
use eventlog::{Position, RecordedAt};
use jiff::Timestamp;
use jiff::civil::{date, time};
use uuid::Uuid;

use crate::folds::Folds;
use crate::record::Record;
use demo_plan::testing::{Size, listing, organisation, siret, uai, year};

/// A college in the department of index 0, with two classes.
pub fn college() -> Uai {
    uai(7)
}

/// A public host.
pub fn host() -> Siret {
    siret(0)
}

pub const CLASS: ClassId = ClassId(Uuid::from_u128(0xc1));
pub const OTHER_CLASS: ClassId = ClassId(Uuid::from_u128(0xc2));
pub const HEAD: StaffId = StaffId(Uuid::from_u128(0xa0));
pub const TEACHER: StaffId = StaffId(Uuid::from_u128(0xa1));
pub const PUPIL: StudentId = StudentId(Uuid::from_u128(0xb1));
pub const OTHER_PUPIL: StudentId = StudentId(Uuid::from_u128(0xb2));
pub const OFFER: OfferId = OfferId(Uuid::from_u128(0xd1));
pub const A1: ApplicationId = ApplicationId(Uuid::from_u128(0xe1));
pub const A2: ApplicationId = ApplicationId(Uuid::from_u128(0xe2));

pub fn sealed<T>() -> Sealed<T> {
    Sealed::from_text("sealed")
}

/// The n-th week of placements of the year.
pub fn week(number: usize) -> Week {
    domain::season::Season::default()
        .weeks(year())
        .nth(number)
        .unwrap()
}

pub fn of_college(event: EstablishmentEvent) -> Fact {
    Fact::Establishment(college(), event)
}

pub fn of(student: StudentId, event: StudentEvent) -> Fact {
    Fact::Student(student, event)
}

pub fn of_pupil(event: StudentEvent) -> Fact {
    of(PUPIL, event)
}

pub fn class_opened(class: ClassId) -> Fact {
    of_college(EstablishmentEvent::ClassOpened {
        class,
        label: "3e A".into(),
        level: Level::Troisieme,
        school_year: year(),
    })
}

pub fn enrolled(student: StudentId, class: ClassId, gender: Gender) -> Fact {
    let identity = sealed();
    of(
        student,
        StudentEvent::StudentEnrolled {
            student,
            establishment: college(),
            class,
            level: Level::Troisieme,
            school_year: year(),
            gender,
            identity,
        },
    )
}

pub fn form_handed() -> Fact {
    of_pupil(StudentEvent::AuthorisationFormHanded {
        by: TEACHER,
        on: None,
    })
}

pub fn recorded() -> Fact {
    of_pupil(StudentEvent::AuthorisationRecorded {
        guardian: GuardianId(Uuid::from_u128(0xf1)),
        identity: sealed(),
        signed_on: date(2025, 9, 10),
        collected_by: TEACHER,
        form_digest: None,
    })
}

pub fn access_opened() -> Fact {
    of_pupil(StudentEvent::AccessOpened { by: TEACHER })
}

/// Ten weeks from the first, two seats each, in the department of index 1, in the sector "mode".
pub fn terms() -> OfferTerms {
    OfferTerms {
        title: "Une semaine".into(),
        description: "Une semaine".into(),
        sector: "mode".parse().unwrap(),
        place: Place {
            street: "1 rue de la Paix".into(),
            postal_code: "02000".into(),
            city: "Laon".into(),
            department: listing(1).department,
            position: Coordinates::new(49.5, 3.6).unwrap(),
        },
        weeks: domain::season::Season::default()
            .weeks(year())
            .take(10)
            .collect::<BTreeSet<_>>(),
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: HostPersonId(Uuid::from_u128(0x77)),
            identity: sealed(),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 0, 0, 0),
        },
        accessibility: Accessibility::NotStated,
        reserved_for: None,
        what_to_bring: String::new(),
    }
}

pub fn published(offer: OfferId) -> Fact {
    Fact::Offer(
        offer,
        OfferEvent::OfferPublished {
            offer,
            host: host(),
            terms: terms(),
        },
    )
}

pub fn submitted(application: ApplicationId, number: usize) -> Fact {
    of_pupil(StudentEvent::ApplicationSubmitted {
        application,
        offer: OFFER,
        host: host(),
        week: week(number),
        sector: "mode".parse().unwrap(),
        letter: sealed(),
        at: Timestamp::UNIX_EPOCH,
    })
}

pub fn accepted(application: ApplicationId, number: usize) -> Fact {
    let (offer, week, message) = (OFFER, week(number), None);
    of_pupil(StudentEvent::ApplicationAccepted {
        application,
        offer,
        week,
        message,
    })
}

/// A college with its head and two classes, a host with an offer, and a girl in the first class.
pub fn scene() -> Vec<Fact> {
    vec![
        of_college(EstablishmentEvent::EstablishmentListed {
            uai: college(),
            listing: listing(0),
        }),
        of_college(EstablishmentEvent::EstablishmentRegistered {
            head: HEAD,
            identity: sealed(),
        }),
        class_opened(CLASS),
        class_opened(OTHER_CLASS),
        Fact::Host(
            host(),
            HostEvent::HostRegistered {
                siret: host(),
                organisation: organisation(0),
                person: HostPersonId(Uuid::from_u128(0x78)),
                identity: sealed(),
            },
        ),
        published(OFFER),
        enrolled(PUPIL, CLASS, Gender::Girl),
    ]
}

/// How many events [`scene`] holds: the next one stands at this position plus one.
pub const SCENE: u64 = 7;

/// The folds after the scene and then these facts; the first fact stands at position 1.
pub fn after(facts: impl IntoIterator<Item = Fact>) -> Folds {
    after_all(scene().into_iter().chain(facts))
}

/// The folds after these facts alone.
pub fn after_all(facts: impl IntoIterator<Item = Fact>) -> Folds {
    let mut folds = Folds::default();
    for (index, fact) in (1u64..).zip(facts) {
        folds.apply_record(&record(index, fact));
    }
    folds
}

/// The fact at a position.
pub fn record(position: u64, fact: Fact) -> Record {
    Record {
        position: Position(position),
        recorded_at: RecordedAt(i64::try_from(position).unwrap() * 1_000),
        event_id: Uuid::from_u128(u128::from(position)),
        actor: None,
        fact,
    }
}

/// A campaign that a test can afford.
pub const SMALL: Size = Size {
    colleges: 3,
    hosts: 4,
    offers: 12,
    students: 15,
    happenings: 600,
    unusual_one_in: 20,
};
