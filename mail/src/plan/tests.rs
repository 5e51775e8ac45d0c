//! Given what happened, when something more happens, then these letters are due.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod agreements;
mod campaigns;
mod corrections;
mod heads;
mod help;
mod host_invitations;
mod hosts;
mod invitations;
mod preparation;
mod reminders;
mod reservations;
mod travel_aid;
mod waivers;

use std::collections::BTreeSet;

use domain::calendar::{SchoolYear, Week};
use domain::establishment::{EstablishmentEvent, Level, Listing, Network, Right, StaffRole};
use domain::geography::Coordinates;
use domain::host::{HostEvent, HostKind, Organisation};
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{
    Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, ReleaseCause, Tutor,
    WithdrawalReason,
};
use domain::schema::Fact;
use domain::sealed::Sealed;
use domain::student::{
    CompletionWitness, DeclineCause, FlagCause, Gender, RefusedBecause, StudentEvent,
    WithdrawalCause, WithdrawnBy,
};
use eventlog::{Position, RecordedAt};
use jiff::Timestamp;
use jiff::civil::{date, time};
use projections::Record;
use projections::entities::EntityIndex;
use uuid::Uuid;

use super::plan;
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

const HEAD: StaffId = StaffId(Uuid::from_u128(0xa0));
const TEACHER: StaffId = StaffId(Uuid::from_u128(0xa1));
const GUARDIAN: GuardianId = GuardianId(Uuid::from_u128(0xf1));
const PUPIL: StudentId = StudentId(Uuid::from_u128(0xb1));
const CLASS: ClassId = ClassId(Uuid::from_u128(0xc1));
const OFFER: OfferId = OfferId(Uuid::from_u128(0xd1));
const ASKED: ApplicationId = ApplicationId(Uuid::from_u128(0xe1));
const ANNE: HostPersonId = HostPersonId(Uuid::from_u128(0x11));
const BRUNO: HostPersonId = HostPersonId(Uuid::from_u128(0x12));

fn uai() -> Uai {
    "0752398Z".parse().unwrap()
}

fn siret() -> Siret {
    "73282932000074".parse().unwrap()
}

fn week() -> Week {
    "2026-W11".parse().unwrap()
}

fn year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

fn sealed<T>() -> Sealed<T> {
    Sealed::from_text("sealed")
}

fn college(event: EstablishmentEvent) -> Fact {
    Fact::Establishment(uai(), event)
}

fn host(event: HostEvent) -> Fact {
    Fact::Host(siret(), event)
}

fn pupil(event: StudentEvent) -> Fact {
    Fact::Student(PUPIL, event)
}

fn offer(event: OfferEvent) -> Fact {
    Fact::Offer(OFFER, event)
}

fn listed() -> Fact {
    college(EstablishmentEvent::EstablishmentListed {
        uai: uai(),
        listing: Listing {
            name: "Collège Évariste Galois".into(),
            city: "Paris".into(),
            department: "75".parse().unwrap(),
            network: Network::Rep,
            position: None,
        },
    })
}

fn terms() -> OfferTerms {
    OfferTerms {
        title: "Une semaine à l'atelier".into(),
        description: "Une semaine".into(),
        sector: "mode".parse().unwrap(),
        place: Place {
            street: "1 rue de la Paix".into(),
            postal_code: "02000".into(),
            city: "Laon".into(),
            department: "02".parse().unwrap(),
            position: Coordinates::new(49.5, 3.6).unwrap(),
        },
        weeks: [week()].into(),
        seats_per_week: 2,
        format: Format::Individual,
        tutor: Tutor {
            person: ANNE,
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

/// A college with its head and a main teacher, a host of two with an offer, a pupil with a
/// guardian who has asked for a week. The position of each fact is its place in the list.
fn scene() -> Vec<Fact> {
    let teacher = EstablishmentEvent::StaffJoined {
        staff: TEACHER,
        role: StaffRole::Teacher,
        rights: BTreeSet::new(),
        identity: sealed(),
    };
    let registered = HostEvent::HostRegistered {
        siret: siret(),
        organisation: Organisation {
            name: "Atelier Laon".into(),
            kind: HostKind::Public {
                administration: "Ville".into(),
            },
        },
        person: ANNE,
        identity: sealed(),
    };
    let enrolled = StudentEvent::StudentEnrolled {
        student: PUPIL,
        establishment: uai(),
        class: CLASS,
        level: Level::Troisieme,
        school_year: year(),
        gender: Gender::Girl,
        identity: sealed(),
    };
    let published = OfferEvent::OfferPublished {
        offer: OFFER,
        host: siret(),
        terms: terms(),
    };
    vec![
        listed(), // 1
        college(EstablishmentEvent::EstablishmentRegistered {
            head: HEAD,
            identity: sealed(),
        }), // 2
        college(class_opened()), // 3
        college(teacher), // 4
        college(EstablishmentEvent::MainTeacherNamed {
            class: CLASS,
            teacher: TEACHER,
        }), // 5
        host(registered), // 6
        host(HostEvent::HostPersonAdded {
            person: BRUNO,
            identity: sealed(),
        }), // 7
        offer(published), // 8
        pupil(enrolled), // 9
        pupil(authorised()), // 10
        pupil(submitted()), // 11
    ]
}

fn class_opened() -> EstablishmentEvent {
    EstablishmentEvent::ClassOpened {
        class: CLASS,
        label: "3e A".into(),
        level: Level::Troisieme,
        school_year: year(),
    }
}

fn authorised() -> StudentEvent {
    StudentEvent::AuthorisationRecorded {
        guardian: GUARDIAN,
        identity: sealed(),
        signed_on: date(2025, 9, 10),
        collected_by: TEACHER,
        form_digest: None,
    }
}

fn submitted() -> StudentEvent {
    StudentEvent::ApplicationSubmitted {
        application: ASKED,
        offer: OFFER,
        host: siret(),
        week: week(),
        sector: "mode".parse().unwrap(),
        letter: sealed(),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn invited(role: StaffRole) -> Fact {
    college(EstablishmentEvent::StaffInvited {
        staff: StaffId(Uuid::from_u128(0xa7)),
        role,
        rights: [Right::ManagePupils].into(),
        identity: sealed(),
    })
}

/// The letters of the last of these facts after the scene.
fn letters(facts: impl IntoIterator<Item = Fact>) -> Vec<Letter> {
    due(scene().into_iter().chain(facts))
}

fn due(facts: impl IntoIterator<Item = Fact>) -> Vec<Letter> {
    let mut entities = EntityIndex::default();
    let mut letters = vec![];
    for (position, fact) in (1_u64..).zip(facts) {
        let record = Record {
            position: Position(position),
            recorded_at: RecordedAt(0),
            event_id: Uuid::from_u128(u128::from(position)),
            actor: None,
            fact,
        };
        entities.apply(&record).unwrap();
        letters = plan(&entities, &record);
    }
    letters
}

/// To whom (and where their identity stands), and which kind.
fn told(letters: &[Letter]) -> Vec<(Uuid, u64, Kind)> {
    let one = |letter: &Letter| (letter.to.person.0, letter.to.identity.0, letter.kind);
    letters.iter().map(one).collect()
}

fn to_host(kind: Kind) -> Vec<(Uuid, u64, Kind)> {
    vec![(ANNE.0, 6, kind), (BRUNO.0, 7, kind)]
}

fn to_pupil(kind: Kind) -> Vec<(Uuid, u64, Kind)> {
    vec![(PUPIL.0, 9, kind)]
}

#[test]
fn a_new_application_is_told_to_all_of_the_host_and_not_who_asks() {
    let letters = due(scene());
    assert_eq!(told(&letters), to_host(Kind::ApplicationReceived));
    let facts = Facts {
        to: Some(letters[0].to),
        offer: Some(Position(8)),
        host: Some("Atelier Laon".into()),
        week: Some(week()),
        application: Some((PUPIL, ASKED)),
        ..Facts::default()
    };
    assert_eq!(letters[0].facts, facts, "no pupil, no class, no college");
    assert_ne!(letters[0].id, letters[1].id);
}

#[test]
fn answers_go_to_the_pupil() {
    let declined = |cause| {
        pupil(StudentEvent::ApplicationDeclined {
            application: ASKED,
            cause,
        })
    };
    let accepted = pupil(StudentEvent::ApplicationAccepted {
        application: ASKED,
        offer: OFFER,
        week: week(),
        message: Some(sealed()),
    });
    let expired = pupil(StudentEvent::ApplicationExpired {
        application: ASKED,
        due: jiff::civil::date(2026, 1, 14),
    });
    let cases = [
        (accepted, Kind::ApplicationAccepted),
        (expired, Kind::ApplicationExpired),
        (
            declined(DeclineCause::ByHost { message: sealed() }),
            Kind::ApplicationDeclined,
        ),
        (declined(DeclineCause::OfferWithdrawn), Kind::OfferWithdrawn),
        (declined(DeclineCause::WeekDropped), Kind::WeekDropped),
        (
            declined(DeclineCause::ReservedElsewhere),
            Kind::OfferReservedElsewhere,
        ),
    ];
    for (fact, kind) in cases {
        assert_eq!(told(&letters([fact])), to_pupil(kind), "{kind}");
    }
}

#[test]
fn the_host_is_told_what_falls_away_but_never_why() {
    let causes = [
        WithdrawalCause::ByPupil { reason: None },
        WithdrawalCause::PlacedThatWeek { by: ASKED },
        WithdrawalCause::YearlyLimitReached { by: ASKED },
        WithdrawalCause::AuthorisationWithdrawn,
    ];
    let mut seen = vec![];
    for cause in causes {
        let application = ASKED;
        let letters = letters([pupil(StudentEvent::ApplicationWithdrawn {
            application,
            cause,
        })]);
        assert_eq!(told(&letters), to_host(Kind::ApplicationWithdrawn));
        seen.push(letters);
    }
    assert!(seen.windows(2).all(|two| two[0] == two[1]), "all alike");
    let refused = StudentEvent::AcceptanceRefused {
        application: ASKED,
        offer: OFFER,
        week: week(),
        because: RefusedBecause::NotAuthorised,
    };
    let letters = letters([pupil(refused)]);
    assert_eq!(told(&letters), to_host(Kind::AcceptanceRefused));
    assert_eq!(letters[0].facts.week, Some(week()));
}

#[test]
fn a_placement_the_host_gives_up_is_told_to_pupil_head_and_main_teacher() {
    let cancelled = || {
        pupil(StudentEvent::PlacementCancelledByHost {
            application: ASKED,
            offer: OFFER,
            week: week(),
            reason: sealed(),
        })
    };
    let kind = Kind::PlacementCancelledForCollege;
    let to_college = [(HEAD.0, 2, kind), (TEACHER.0, 4, kind)];
    let expected = [to_pupil(Kind::PlacementCancelled), to_college.to_vec()].concat();
    let told_three = letters([cancelled()]);
    assert_eq!(told(&told_three), expected);
    let to_head = &told_three[1].facts;
    assert_eq!(to_head.class.as_deref(), Some("3e A"));
    assert_eq!(to_head.pupil.map(|pupil| pupil.person.0), Some(PUPIL.0));
    assert_eq!(told_three[0].facts.pupil, None, "the pupil knows");

    // A head who is the main teacher is written to once; whoever was shut out is not.
    let by_head = EstablishmentEvent::MainTeacherNamed {
        class: CLASS,
        teacher: HEAD,
    };
    let revoked = EstablishmentEvent::StaffRevoked { staff: TEACHER };
    let told_two = letters([college(by_head), cancelled()]);
    assert_eq!(told(&told_two), expected[..2]);
    let told_two = letters([college(revoked), cancelled()]);
    assert_eq!(told(&told_two), expected[..2]);
}

#[test]
fn a_placement_the_pupil_gives_up_is_told_to_the_host() {
    let letters = letters([pupil(StudentEvent::PlacementCancelledByPupil {
        application: ASKED,
        offer: OFFER,
        week: week(),
        reason: sealed(),
    })]);
    assert_eq!(told(&letters), to_host(Kind::PlacementGivenUp));
}

#[test]
fn a_flagged_placement_is_told_to_the_head() {
    let flagged = || {
        pupil(StudentEvent::PlacementFlagged {
            application: ASKED,
            cause: FlagCause::AuthorisationWithdrawn,
        })
    };
    let withdrawn = pupil(StudentEvent::AuthorisationWithdrawn {
        by: WithdrawnBy::Guardian,
    });
    let to_head = letters([withdrawn, flagged()]);
    assert_eq!(told(&to_head), [(HEAD.0, 2, Kind::PlacementFlagged)]);
    assert!(to_head[0].facts.pupil.is_some());
    assert_eq!(letters([flagged()]), vec![], "given again");
}

#[test]
fn a_placement_the_college_gives_up_is_told_to_host_pupil_and_guardian() {
    let withdrawn = pupil(StudentEvent::AuthorisationWithdrawn {
        by: WithdrawnBy::Guardian,
    });
    let cancelled = pupil(StudentEvent::PlacementCancelledByCollege {
        application: ASKED,
        offer: OFFER,
        week: week(),
        reason: sealed(),
    });
    let letters = letters([withdrawn, cancelled]);
    let kind = Kind::PlacementCancelledForFamily;
    let to_host = to_host(Kind::PlacementCancelledByCollege);
    let expected = [to_host, to_pupil(kind)].concat();
    assert_eq!(told(&letters)[..expected.len()], expected);
    let guardian = &letters[expected.len()..];
    assert_eq!(guardian.len(), 1);
    assert_eq!(
        (guardian[0].to.person.0, guardian[0].kind),
        (GUARDIAN.0, kind)
    );
    assert_eq!(
        guardian[0].facts.pupil.map(|pupil| pupil.person.0),
        Some(PUPIL.0)
    );
}

#[test]
fn everything_else_is_no_news() {
    let silent = [
        college(class_opened()),
        college(EstablishmentEvent::ClassTaken {
            staff: TEACHER,
            class: CLASS,
        }),
        pupil(StudentEvent::AuthorisationFormHanded {
            by: TEACHER,
            on: None,
        }),
        pupil(StudentEvent::AccessOpened { by: TEACHER }),
        pupil(StudentEvent::AuthorisationWithdrawn {
            by: WithdrawnBy::Guardian,
        }),
        pupil(StudentEvent::CvSaved {
            version: 1,
            cv: sealed(),
        }),
        pupil(StudentEvent::ApplicationExamined {
            application: ASKED,
            at: Timestamp::UNIX_EPOCH,
        }),
        pupil(StudentEvent::PlacementCompleted {
            application: ASKED,
            witness: CompletionWitness::Host,
        }),
        offer(OfferEvent::OfferRevised {
            revision: 2,
            terms: terms(),
        }),
        offer(OfferEvent::SeatReleased {
            application: ASKED,
            student: PUPIL,
            week: week(),
            cause: ReleaseCause::CancelledByHost,
        }),
        offer(OfferEvent::OfferWithdrawn {
            reason: WithdrawalReason::Closure,
        }),
    ];
    for fact in silent {
        let shown = format!("{fact:?}");
        assert_eq!(letters([fact]), vec![], "{shown}");
    }
}

#[test]
fn the_same_event_asks_for_the_same_letters() {
    let once = due(scene());
    assert_eq!(once, due(scene()));
    let body = serde_json::to_string(&once[0].facts).unwrap();
    assert_eq!(serde_json::from_str::<Facts>(&body).unwrap(), once[0].facts);
}
