//! Logs that the checks are tried with, written as no command would write them.

use domain::calendar::Week;
use domain::decider::Event;
use domain::geography::Coordinates;
use domain::ids::{ApplicationId, HostPersonId, OfferId, StudentId};
use domain::offer::{
    Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, ReleaseCause, Tutor,
};
use domain::personal::Letter;
use domain::rules::Rules;
use domain::sealed::{Personal, Sealed};
use domain::student::StudentEvent;
use eventlog::{Position, Recorded, RecordedAt, StreamId};
use jiff::civil::time;
use serde::Serialize;
use uuid::Uuid;
use vault::{MasterKey, PersonId, Vault};

use super::{Checked, Checks, PATIENCE};

/// 2026-01-01T00:00:00Z.
const BEGIN: i64 = 1_767_225_600_000_000;
const MASTER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
pub const PUPIL: Uuid = Uuid::from_u128(0x11);
pub const OFFER: OfferId = OfferId(Uuid::from_u128(0x22));
pub const A: ApplicationId = ApplicationId(Uuid::from_u128(0xa));
pub const B: ApplicationId = ApplicationId(Uuid::from_u128(0xb));
pub const C: ApplicationId = ApplicationId(Uuid::from_u128(0xc));

/// An event that is sound in itself; position, number and time are given by [`log_of`].
#[derive(Clone)]
pub struct Told {
    pub id: Uuid,
    pub recorded_at: RecordedAt,
    pub metadata: Vec<u8>,
    stream: StreamId,
    event_type: &'static str,
    event_version: u16,
    payload: Vec<u8>,
}

fn told<E: Event>(category: &str, id: &str, event: &E) -> Told {
    let request = Uuid::new_v4();
    let metadata = format!(
        r#"{{"request":"{request}","command":"Try","actor":"operator","correlation":"{request}"}}"#
    );
    Told {
        id: Uuid::new_v4(),
        recorded_at: RecordedAt(BEGIN),
        metadata: metadata.into_bytes(),
        stream: StreamId::new(category, id).unwrap(),
        event_type: event.event_type(),
        event_version: event.event_version(),
        payload: serde_json::to_vec(event).unwrap(),
    }
}

fn of_offer(event: &OfferEvent) -> Told {
    told("offer", &OFFER.0.to_string(), event)
}

fn of_pupil(event: &StudentEvent) -> Told {
    told("student", &PUPIL.to_string(), event)
}

fn week(number: i8) -> Week {
    Week::new(2026, number).unwrap()
}

/// An offer in weeks 1 to 5.
pub fn published(offer: OfferId, seats: u16) -> Told {
    let terms = OfferTerms {
        title: "Une semaine à la ferme".into(),
        description: "Avec les vaches.".into(),
        sector: "agriculture".parse().unwrap(),
        place: Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "01".parse().unwrap(),
            position: Coordinates::new(46.25, 5.65).unwrap(),
        },
        weeks: (1..=5).map(week).collect(),
        seats_per_week: seats,
        format: Format::Individual,
        tutor: Tutor {
            person: HostPersonId(Uuid::from_u128(0x77)),
            identity: Sealed::from_text("noise"),
        },
        hours: DailyHours {
            from: time(9, 0, 0, 0),
            until: time(16, 30, 0, 0),
        },
        accessibility: Accessibility::NotStated,
        reserved_for: None,
        what_to_bring: String::new(),
    };
    let host = "73282932000074".parse().unwrap();
    of_offer(&OfferEvent::OfferPublished { offer, host, terms })
}

pub fn taken(application: ApplicationId, number: i8) -> Told {
    of_offer(&OfferEvent::SeatTaken {
        application,
        student: StudentId(PUPIL),
        week: week(number),
        message: None,
    })
}

pub fn released(application: ApplicationId, number: i8) -> Told {
    of_offer(&OfferEvent::SeatReleased {
        application,
        student: StudentId(PUPIL),
        week: week(number),
        cause: ReleaseCause::CancelledByHost,
    })
}

pub fn placed(application: ApplicationId, number: i8) -> Told {
    of_pupil(&StudentEvent::ApplicationAccepted {
        application,
        offer: OFFER,
        week: week(number),
        message: None,
    })
}

pub fn cancelled(application: ApplicationId, number: i8) -> Told {
    of_pupil(&StudentEvent::PlacementCancelledByErasure {
        application,
        offer: OFFER,
        week: week(number),
    })
}

pub fn submitted(application: ApplicationId, number: i8) -> Told {
    let mut event = submitted_with(application, "noise".into());
    // Another week is another request for a seat; the rest stays.
    event.recorded_at.0 += i64::from(number);
    event
}

pub fn submitted_with(application: ApplicationId, letter: String) -> Told {
    of_pupil(&StudentEvent::ApplicationSubmitted {
        application,
        offer: OFFER,
        host: "73282932000074".parse().unwrap(),
        week: week(1),
        sector: "agriculture".parse().unwrap(),
        letter: Sealed::<Letter>::from_text(letter),
        at: jiff::Timestamp::from_microsecond(BEGIN).unwrap(),
    })
}

pub fn erased() -> Told {
    of_pupil(&StudentEvent::StudentErased {
        student: StudentId(PUPIL),
    })
}

/// An event of no consequence, when all that was half done has had its time.
pub fn much_later() -> Told {
    let mut event = of_offer(&OfferEvent::OfferWithdrawn {
        reason: domain::offer::WithdrawalReason::Other,
    });
    event.recorded_at.0 += PATIENCE + 2;
    event
}

/// The events in this order, from position 1.
fn recorded(events: Vec<Told>) -> Vec<Recorded> {
    let mut versions = std::collections::HashMap::new();
    let recorded = (1..).zip(events).map(|(position, event)| {
        let sequence = versions.entry(event.stream.clone()).or_insert(0_u64);
        *sequence += 1;
        Recorded {
            position: Position(position),
            sequence: *sequence,
            stream: event.stream,
            id: event.id,
            event_type: event.event_type.into(),
            event_version: event.event_version,
            recorded_at: event.recorded_at,
            payload: event.payload,
            metadata: event.metadata,
        }
    });
    recorded.collect()
}

async fn checked(vault: Option<&Vault>, name: &str, events: Vec<Told>) -> Checked {
    let mut checks = Checks::new(&Rules::default(), vault);
    checks.page(&recorded(events)).await.unwrap();
    let all = checks.end().await.unwrap();
    let found = all.into_iter().find(|checked| checked.name == name);
    found.unwrap_or_else(|| panic!("no check is named {name}"))
}

#[track_caller]
fn assert_found(checked: &Checked, expected: &[u64]) {
    let mut positions: Vec<_> = checked.found.first.iter().map(|(at, _)| at.0).collect();
    positions.sort_unstable();
    assert_eq!(positions, expected, "{checked:?}");
    assert_eq!(checked.passed(), expected.is_empty());
}

/// A check finds something at just these positions.
pub async fn finds(name: &str, events: Vec<Told>, positions: &[u64]) {
    assert_found(&checked(None, name, events).await, positions);
}

/// The same beside a vault.
pub async fn finds_with(vault: &Vault, name: &str, events: Vec<Told>, positions: &[u64]) {
    assert_found(&checked(Some(vault), name, events).await, positions);
}

/// What a check finds beside a vault.
pub async fn found_with(vault: &Vault, name: &str, events: Vec<Told>) -> Checked {
    checked(Some(vault), name, events).await
}

/// A vault of its own.
pub fn vault() -> (Vault, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(
        folder.path().join("vault.db"),
        MasterKey::from_base64(MASTER_KEY).unwrap(),
    );
    (vault.unwrap(), folder)
}

pub async fn seal<T: Personal + Serialize + Sync>(
    vault: &Vault,
    person: Uuid,
    clear: &T,
) -> String {
    vault
        .seal_for(PersonId(person), T::FIELD, clear)
        .await
        .unwrap()
}

/// A sealed text with one character another.
pub fn altered(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
    String::from_utf8(bytes).unwrap()
}
