//! The stored form of every event at every version, byte for byte, in `golden/{category}`.
//!
//! A stored event is never edited: when the form of one changes, its version goes up, the sample
//! of the version before moves to `samples::old`, and an upcast lifts it.
//! `PLACEMENT_BLESS=1 cargo test -p domain --test golden` writes the files anew.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use domain::agreement::{Agreement, AgreementEvent};
use domain::campaign::{Campaign, CampaignEvent};
use domain::decider::{Decider, Event};
use domain::establishment::{Establishment, EstablishmentEvent};
use domain::host::{Host, HostEvent};
use domain::mandate::{Mandate, MandateEvent};
use domain::offer::{Offer, OfferEvent};
use domain::partner::{Partner, PartnerEvent};
use domain::reference_lists::{Reference, ReferenceEvent};
use domain::schema::{Fact, UPCASTS, Undecodable, decode};
use domain::student::{Student, StudentEvent};

/// One sample of a stored event, and the fact that it is read as today.
struct Sample {
    category: &'static str,
    stream_id: String,
    event_type: &'static str,
    version: u16,
    payload: Vec<u8>,
    fact: Fact,
}

impl Sample {
    fn file(&self) -> PathBuf {
        folder()
            .join(self.category)
            .join(format!("{}.v{}.json", self.event_type, self.version))
    }

    fn decode(&self, payload: &[u8]) -> Result<Fact, Undecodable> {
        decode(
            self.category,
            &self.stream_id,
            self.event_type,
            self.version,
            payload,
        )
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// Samples of one stream in the versions that are stored today.
fn today<D: Decider>(
    stream_id: impl ToString,
    events: impl IntoIterator<Item = D::Event>,
    fact: impl Fn(D::Event) -> Fact,
) -> Vec<Sample> {
    let sample = |event: D::Event| Sample {
        category: D::CATEGORY,
        stream_id: stream_id.to_string(),
        event_type: event.event_type(),
        version: event.event_version(),
        payload: serde_json::to_vec(&event).unwrap(),
        fact: fact(event),
    };
    events.into_iter().map(sample).collect()
}

/// Samples of the versions that the log may hold from before.
fn old() -> impl Iterator<Item = Sample> {
    samples::old::stored()
        .into_iter()
        .map(|(event_type, version, payload, fact)| {
            let (category, stream_id) = match &fact {
                Fact::Establishment(uai, _) => (Establishment::CATEGORY, uai.to_string()),
                Fact::Student(student, _) => (Student::CATEGORY, student.to_string()),
                Fact::Offer(offer, _) => (Offer::CATEGORY, offer.to_string()),
                other => panic!("no event of {other:?} has an old version"),
            };
            Sample {
                category,
                stream_id,
                event_type,
                version,
                payload: payload.as_bytes().to_vec(),
                fact,
            }
        })
}

fn all() -> Vec<Sample> {
    let (uai, student) = (samples::uai(), samples::student_id());
    let (offer, siret) = (samples::offer_id(), samples::siret());
    let mut all = vec![];
    all.extend(today::<Establishment>(
        uai,
        samples::establishment::events(),
        |event| Fact::Establishment(uai, event),
    ));
    all.extend(today::<Student>(
        student,
        samples::student::events(),
        |event| Fact::Student(student, event),
    ));
    all.extend(today::<Offer>(offer, samples::offer::events(), |event| {
        Fact::Offer(offer, event)
    }));
    all.extend(today::<Host>(siret, samples::host::events(), |event| {
        Fact::Host(siret, event)
    }));
    let (representative, partner) = (
        samples::mandate::representative(),
        samples::partner::partner(),
    );
    all.extend(today::<Mandate>(
        representative,
        samples::mandate::events(),
        |event| Fact::Mandate(representative, event),
    ));
    all.extend(today::<Partner>(
        partner,
        samples::partner::events(),
        |event| Fact::Partner(partner, event),
    ));
    let agreement = samples::application(1);
    all.extend(today::<Agreement>(
        agreement,
        samples::agreement::events(),
        |event| Fact::Agreement(agreement, event),
    ));
    let campaign = samples::campaign::campaign();
    all.extend(today::<Campaign>(
        campaign,
        samples::campaign::events(),
        |event| Fact::Campaign(campaign, event),
    ));
    for event in samples::reference::events() {
        let list = event.list();
        all.extend(today::<Reference>(list, [event], |event| {
            Fact::Reference(list, event)
        }));
    }
    all.extend(old());
    all
}

/// What the log may hold: category, type and version.
fn storable() -> BTreeSet<(&'static str, &'static str, u16)> {
    let stored = [
        (Establishment::CATEGORY, EstablishmentEvent::STORED),
        (Student::CATEGORY, StudentEvent::STORED),
        (Offer::CATEGORY, OfferEvent::STORED),
        (Host::CATEGORY, HostEvent::STORED),
        (Reference::CATEGORY, ReferenceEvent::STORED),
        (Mandate::CATEGORY, MandateEvent::STORED),
        (Partner::CATEGORY, PartnerEvent::STORED),
        (Agreement::CATEGORY, AgreementEvent::STORED),
        (Campaign::CATEGORY, CampaignEvent::STORED),
    ];
    stored
        .into_iter()
        .flat_map(|(category, events)| events.iter().map(move |event| (category, event)))
        .flat_map(|(category, (name, version))| (1..=*version).map(move |v| (category, *name, v)))
        .collect()
}

/// The samples; written to their files first where that is asked for, once for all tests that read
/// them at the same time.
fn blessed() -> Vec<Sample> {
    static BLESSED: Once = Once::new();
    let samples = all();
    if std::env::var_os("PLACEMENT_BLESS").is_some_and(|set| set == "1") {
        BLESSED.call_once(|| {
            for sample in &samples {
                let file = sample.file();
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, &sample.payload).unwrap();
            }
        });
    }
    samples
}

#[test]
fn every_stored_event_has_its_golden_file_and_is_read_from_it() {
    for sample in blessed() {
        let file = sample.file();
        let golden = fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let [golden_text, stored_text] =
            [&golden, &sample.payload].map(|bytes| String::from_utf8_lossy(bytes));
        assert_eq!(golden_text, stored_text, "{}", file.display());
        assert_eq!(
            sample.decode(&golden).as_ref(),
            Ok(&sample.fact),
            "{}",
            file.display()
        );
    }
}

#[test]
fn every_event_at_every_version_has_just_one_sample() {
    let mut samples = BTreeMap::new();
    for sample in all() {
        *samples
            .entry((sample.category, sample.event_type, sample.version))
            .or_insert(0) += 1;
    }
    assert_eq!(samples.keys().copied().collect::<BTreeSet<_>>(), storable());
    assert!(samples.values().all(|count| *count == 1), "{samples:?}");
}

#[test]
fn no_golden_file_is_an_orphan() {
    let known: BTreeSet<PathBuf> = blessed().iter().map(Sample::file).collect();
    let folders = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let found: BTreeSet<PathBuf> = folders
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(found, known);
}

/// A seal that nobody knew of would be shown to nobody who asks for their data.
#[test]
fn whatever_is_sealed_in_an_event_is_held_of_somebody() {
    for sample in all() {
        let text = String::from_utf8(sample.payload.clone()).unwrap();
        let known = sample
            .fact
            .sealed_field()
            .map(|held| held.sealed.to_owned());
        let sealed: Vec<&str> = text
            .split('"')
            .filter(|text| text.starts_with("sealed "))
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        assert_eq!(sealed, known, "{}", sample.event_type);
    }
}

#[test]
fn every_old_version_has_its_way_up() {
    let current = |name: &str| {
        storable()
            .into_iter()
            .filter(|s| s.1 == name)
            .map(|s| s.2)
            .max()
    };
    let old: BTreeSet<_> = storable()
        .into_iter()
        .filter(|(_, name, version)| Some(*version) < current(name))
        .map(|(_, name, version)| (name, version))
        .collect();
    assert_eq!(
        UPCASTS
            .iter()
            .map(|(name, from, _)| (*name, *from))
            .collect::<BTreeSet<_>>(),
        old
    );
    assert_eq!(UPCASTS.len(), old.len());
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    let Sample {
        category,
        stream_id,
        payload,
        ..
    } = all()
        .into_iter()
        .find(|s| (s.event_type, s.version) == ("ClassOpened", 2))
        .unwrap();
    let type_name = || "ClassOpened".to_owned();
    let read = |category: &str, id: &str, version: u16, payload: &[u8]| {
        decode(category, id, "ClassOpened", version, payload).unwrap_err()
    };
    let no_category = Undecodable::Category("class".to_owned());
    assert_eq!(read("class", &stream_id, 2, &payload), no_category);
    assert_eq!(
        read(category, "0010035A", 2, &payload),
        Undecodable::StreamId(category)
    );
    for version in [0, 3] {
        let unknown = Undecodable::Type {
            event_type: type_name(),
            version,
        };
        assert_eq!(read(category, &stream_id, version, &payload), unknown);
    }
    let closed: &[u8] = br#"{"ClassClosed":{"class":"00000000-0000-0000-0000-000000000005"}}"#;
    for version in [1, 2] {
        for payload in [closed, b"{}", b"", b"[]", br#"{"ClassOpened":{}}"#] {
            let unfit = Undecodable::Payload {
                event_type: type_name(),
                version,
            };
            assert_eq!(read(category, &stream_id, version, payload), unfit);
        }
    }
}
