//! A campaign made up of the domain's events, step by step.
mod happenings;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::calendar::Week;
use domain::decider::Event;
use domain::establishment::{EstablishmentEvent, Level, Right, StaffRole};
use domain::geography::Coordinates;
use domain::host::HostEvent;
use domain::ids::{ApplicationId, ClassId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai};
use domain::offer::{Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, Tutor};
use domain::reference::{departments, sectors};
use domain::season::Season;
use domain::student::{Gender, StudentEvent};
use eventlog::{Append, EventLog, NewEvent, Position, Recorded, RecordedAt, StreamId};
use jiff::civil::time;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::random::Random;
use super::samples::{listing, organisation, siret, uai, year};

/// How large a campaign is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Colleges, two classes each.
    pub colleges: usize,
    /// Hosts.
    pub hosts: usize,
    /// Offers.
    pub offers: usize,
    /// Pupils.
    pub students: usize,
    /// Things that happen to pupils and offers after that; one may be several events.
    pub happenings: usize,
    /// One happening in so many is out of the ordinary: a corrected listing, a withdrawn offer or
    /// authorisation, an acceptance of an application that nobody knows.
    pub unusual_one_in: usize,
}

/// The events of a campaign, in order.
pub struct Campaign {
    random: Random,
    events: Vec<(StreamId, NewEvent)>,
    colleges: Vec<College>,
    hosts: Vec<Siret>,
    offers: Vec<Offer>,
    pupils: Vec<Pupil>,
}

struct College {
    uai: Uai,
    classes: Vec<ClassId>,
    staff: StaffId,
}

struct Offer {
    offer: OfferId,
    host: Siret,
    weeks: Vec<Week>,
    terms: OfferTerms,
}

struct Pupil {
    student: StudentId,
    college: usize,
    authorised: bool,
    handed: bool,
    open: bool,
    cv: u32,
    applications: Vec<Application>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Pending,
    Withdrawn,
    Over,
    Placed,
    Completed,
}

struct Application {
    application: ApplicationId,
    offer: usize,
    week: Week,
    state: State,
}

impl Campaign {
    /// Plays a campaign.
    pub fn play(seed: u64, size: Size) -> Self {
        let mut campaign = Self {
            random: Random(seed),
            events: Vec::new(),
            colleges: Vec::new(),
            hosts: Vec::new(),
            offers: Vec::new(),
            pupils: Vec::new(),
        };
        (0..size.colleges).for_each(|number| campaign.college(number));
        (0..size.hosts).for_each(|number| campaign.host(number));
        (0..size.offers).for_each(|_| campaign.offer());
        (0..size.students).for_each(|_| campaign.enrol());
        for _ in 0..size.happenings {
            if campaign.random.once_in(size.unusual_one_in) {
                campaign.unusual();
            } else {
                campaign.pupil_goes_on();
            }
        }
        campaign
    }

    /// The events as a log would give them, one a millisecond.
    pub fn recorded(self) -> Vec<Recorded> {
        let mut sequences: FxHashMap<StreamId, u64> = FxHashMap::default();
        let mut recorded = Vec::with_capacity(self.events.len());
        for (index, (stream, event)) in (1u64..).zip(self.events) {
            let sequence = sequences.entry(stream.clone()).or_default();
            *sequence += 1;
            recorded.push(Recorded {
                position: Position(index),
                sequence: *sequence,
                stream,
                id: event.id,
                event_type: event.event_type,
                event_version: event.event_version,
                recorded_at: RecordedAt(1_760_000_000_000_000 + index as i64 * 1_000),
                payload: event.payload,
                metadata: event.metadata,
            });
        }
        recorded
    }

    /// Appends the events to a log, one by one.
    pub async fn append_to(self, log: &dyn EventLog) {
        let mut versions: FxHashMap<StreamId, u64> = FxHashMap::default();
        for (stream, event) in self.events {
            let expected = versions.entry(stream.clone()).or_default();
            let append = Append {
                recorded_at: None,
                stream,
                expected: *expected,
                events: vec![event],
            };
            log.append(append).await.unwrap();
            *expected += 1;
        }
    }

    fn push<E: Event>(&mut self, category: &str, id: &str, event: &E) {
        let stream = StreamId::new(category, id).unwrap();
        let new = new_event(self.random.id(), event);
        self.events.push((stream, new));
    }

    fn college(&mut self, number: usize) {
        let uai = uai(number);
        let (head, staff) = (StaffId(self.random.id()), StaffId(self.random.id()));
        let classes = vec![ClassId(self.random.id()), ClassId(self.random.id())];
        let mut events = vec![
            EstablishmentEvent::EstablishmentListed {
                uai,
                listing: listing(number),
            },
            EstablishmentEvent::EstablishmentRegistered {
                head,
                identity: self.random.sealed(160),
            },
            EstablishmentEvent::WeeksChosen {
                school_year: year(),
                weeks: Season::default().weeks(year()).take(6).collect(),
            },
            EstablishmentEvent::StaffJoined {
                staff,
                role: StaffRole::Teacher,
                rights: BTreeSet::from([Right::ManagePupils]),
                identity: self.random.sealed(160),
            },
        ];
        for class in &classes {
            events.push(EstablishmentEvent::ClassOpened {
                class: *class,
                label: "3e A".into(),
                level: Level::Troisieme,
                school_year: year(),
            });
            events.push(EstablishmentEvent::ClassTaken {
                staff,
                class: *class,
            });
        }
        for event in &events {
            self.push("establishment", uai.as_str(), event);
        }
        self.colleges.push(College {
            uai,
            classes,
            staff,
        });
    }

    fn host(&mut self, number: usize) {
        let siret = siret(number);
        let event = HostEvent::HostRegistered {
            siret,
            organisation: organisation(number),
            person: HostPersonId(self.random.id()),
            identity: self.random.sealed(160),
        };
        self.push("host", siret.as_str(), &event);
        self.hosts.push(siret);
    }

    fn terms(&mut self) -> OfferTerms {
        let sectors = sectors::all();
        let departments = departments::all();
        let start = self.random.below(3);
        OfferTerms {
            title: "Découverte des métiers".into(),
            description: "Une semaine auprès des équipes. ".repeat(12),
            sector: sectors[self.random.below(sectors.len())]
                .code
                .parse()
                .unwrap(),
            place: Place {
                street: "1 rue de la Paix".into(),
                postal_code: "75002".into(),
                city: "Paris".into(),
                department: departments[self.random.below(departments.len())].code,
                position: Coordinates::new(44.0 + self.random.below(500) as f64 / 100.0, 2.0)
                    .unwrap(),
            },
            weeks: Season::default()
                .weeks(year())
                .skip(start)
                .take(1 + self.random.below(4))
                .collect(),
            seats_per_week: 1 + self.random.below(5) as u16,
            format: Format::Individual,
            tutor: Tutor {
                person: HostPersonId(self.random.id()),
                identity: self.random.sealed(160),
            },
            hours: DailyHours {
                from: time(9, 0, 0, 0),
                until: time(16, 30, 0, 0),
            },
            accessibility: Accessibility::NotStated,
            reserved_for: None,
            what_to_bring: String::new(),
        }
    }

    fn offer(&mut self) {
        let (offer, terms) = (OfferId(self.random.id()), self.terms());
        let host = self.hosts[self.random.below(self.hosts.len())];
        let event = OfferEvent::OfferPublished {
            offer,
            host,
            terms: terms.clone(),
        };
        self.push("offer", &offer.to_string(), &event);
        let weeks = terms.weeks.iter().copied().collect();
        self.offers.push(Offer {
            offer,
            host,
            weeks,
            terms,
        });
    }

    fn enrol(&mut self) {
        let student = StudentId(self.random.id());
        let college = self.random.below(self.colleges.len());
        let class = self.random.below(2);
        let gender = [Gender::Girl, Gender::Boy, Gender::NotStated][self.random.below(3)];
        let event = StudentEvent::StudentEnrolled {
            student,
            establishment: self.colleges[college].uai,
            class: self.colleges[college].classes[class],
            level: Level::Troisieme,
            school_year: year(),
            gender,
            identity: self.random.sealed(220),
        };
        self.push("student", &student.to_string(), &event);
        let (authorised, handed, open, cv) = (false, false, false, 0);
        let applications = Vec::new();
        self.pupils.push(Pupil {
            student,
            college,
            authorised,
            handed,
            open,
            cv,
            applications,
        });
    }

    fn push_student(&mut self, pupil: usize, event: StudentEvent) {
        let id = self.pupils[pupil].student.to_string();
        self.push("student", &id, &event);
    }
}

/// An event as it is stored, with metadata of the usual size.
pub fn new_event<E: Event>(id: Uuid, event: &E) -> NewEvent {
    let metadata = format!(
        r#"{{"actor":"teacher:{id}","request":"{id}","command":"Command","correlation":"{id}"}}"#
    );
    NewEvent {
        id,
        event_type: Arc::from(event.event_type()),
        event_version: event.event_version(),
        payload: serde_json::to_vec(event).unwrap(),
        metadata: metadata.into_bytes(),
    }
}
