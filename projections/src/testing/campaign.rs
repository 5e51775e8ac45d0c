//! A campaign made up of the domain's events: the same seed gives the same events. It stands on
//! the public names of other packages only, so that the benchmark can take it in too.
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::calendar::{SchoolYear, Week};
use domain::decider::Event;
use domain::establishment::{EstablishmentEvent, Level, Listing, Network, Right, StaffRole};
use domain::geography::Coordinates;
use domain::host::{HostEvent, HostKind, Organisation, PrivateForm};
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{
    Accessibility, DailyHours, Format, OfferEvent, OfferTerms, Place, ReleaseCause, Tutor,
    WithdrawalReason,
};
use domain::reference::{departments, sectors};
use domain::sealed::Sealed;
use domain::student::{
    CompletionWitness, DeclineCause, FlagCause, Gender, RefusedBecause, Skill, StudentEvent,
    WithdrawalCause, WithdrawnBy,
};
use eventlog::{Append, EventLog, NewEvent, Position, Recorded, RecordedAt, StreamId};
use jiff::Timestamp;
use jiff::civil::{date, time};
use rustc_hash::FxHashMap;
use uuid::Uuid;

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
    pub odd_one_in: usize,
}

/// The events of a campaign, in order.
pub struct Campaign {
    random: Random,
    events: Vec<(StreamId, NewEvent)>,
    colleges: Vec<College>,
    hosts: Vec<Siret>,
    offers: Vec<Offered>,
    pupils: Vec<Pupil>,
}

struct College {
    uai: Uai,
    classes: Vec<ClassId>,
    staff: StaffId,
}

struct Offered {
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
    applications: Vec<Made>,
}

#[derive(Clone, Copy, PartialEq)]
enum Stands {
    Pending,
    Withdrawn,
    Over,
    Placed,
    Completed,
}

struct Made {
    application: ApplicationId,
    offer: usize,
    week: Week,
    stands: Stands,
}

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.draw() % bound.max(1) as u64) as usize
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// An id.
    pub fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.draw(), self.draw())
    }

    /// Something that looks sealed, of so many characters.
    pub fn sealed<T>(&mut self, length: usize) -> Sealed<T> {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let text: String = (0..length)
            .map(|_| char::from(ALPHABET[self.below(64)]))
            .collect();
        Sealed::from_text(text)
    }
}

/// The school year of every campaign.
pub fn year() -> SchoolYear {
    SchoolYear::beginning_in(2025)
}

/// A UAI of a number below ten million.
pub fn uai(number: usize) -> Uai {
    let letter = char::from(b"ABCDEFGHJKLMNPRSTUVWXYZ"[number % 23]);
    format!("{number:07}{letter}").parse().unwrap()
}

/// A SIRET of a number.
pub fn siret(number: usize) -> Siret {
    let thirteen = format!("{:013}", number + 1);
    (0..10)
        .find_map(|check| format!("{thirteen}{check}").parse().ok())
        .unwrap()
}

/// What a directory tells of a college in the n-th department.
pub fn listing(number: usize) -> Listing {
    let rows = departments::all();
    Listing {
        name: "Collège Jean Moulin".into(),
        city: "Villeneuve".into(),
        department: rows[number % rows.len()].code,
        network: Network::RepPlus,
        position: Coordinates::new(43.0 + (number % 7) as f64, 2.5).ok(),
    }
}

/// A public or a private organisation.
pub fn organisation(number: usize) -> Organisation {
    let kind = if number.is_multiple_of(2) {
        HostKind::Public {
            administration: "Hôpital".into(),
        }
    } else {
        HostKind::Private {
            form: PrivateForm::Company,
            group: None,
            paqte: false,
        }
    };
    Organisation {
        name: "Organisme".into(),
        kind,
    }
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
            if campaign.random.once_in(size.odd_one_in) {
                campaign.odd();
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

    fn tell<E: Event>(&mut self, category: &str, id: &str, event: &E) {
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
                weeks: year().weeks().take(6).collect(),
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
            self.tell("establishment", uai.as_str(), event);
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
        self.tell("host", siret.as_str(), &event);
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
            weeks: year()
                .weeks()
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
        self.tell("offer", &offer.to_string(), &event);
        let weeks = terms.weeks.iter().copied().collect();
        self.offers.push(Offered {
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
        self.tell("student", &student.to_string(), &event);
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

    fn about(&mut self, pupil: usize, event: StudentEvent) {
        let id = self.pupils[pupil].student.to_string();
        self.tell("student", &id, &event);
    }

    fn odd(&mut self) {
        match self.random.below(8) {
            0 => self.correct_listing(),
            1 => self.describe_host(),
            2 => self.revise_offer(),
            3 => self.withdraw_offer(),
            4 => self.move_pupil(),
            5 => self.withdraw_authorisation(),
            6 => self.erase_pupil(),
            _ => self.refuse_unknown(),
        }
    }

    fn correct_listing(&mut self) {
        let college = self.random.below(self.colleges.len());
        let listing = listing(self.random.below(100));
        let uai = self.colleges[college].uai;
        self.tell(
            "establishment",
            uai.as_str(),
            &EstablishmentEvent::ListingCorrected { listing },
        );
    }

    fn describe_host(&mut self) {
        let host = self.hosts[self.random.below(self.hosts.len())];
        let organisation = organisation(self.random.below(2));
        self.tell(
            "host",
            host.as_str(),
            &HostEvent::HostDescribed { organisation },
        );
    }

    fn revise_offer(&mut self) {
        let index = self.random.below(self.offers.len());
        let mut terms = self.terms();
        terms.weeks.clone_from(&self.offers[index].terms.weeks);
        let offer = self.offers[index].offer.to_string();
        self.offers[index].terms = terms.clone();
        self.tell(
            "offer",
            &offer,
            &OfferEvent::OfferRevised { revision: 2, terms },
        );
    }

    fn withdraw_offer(&mut self) {
        let index = self.random.below(self.offers.len());
        let offer = self.offers[index].offer.to_string();
        let reason = WithdrawalReason::Other;
        self.tell("offer", &offer, &OfferEvent::OfferWithdrawn { reason });
    }

    fn move_pupil(&mut self) {
        let pupil = self.random.below(self.pupils.len());
        let class = self.random.below(2);
        let class = self.colleges[self.pupils[pupil].college].classes[class];
        let (level, school_year) = (Level::Troisieme, year());
        self.about(
            pupil,
            StudentEvent::StudentMoved {
                class,
                level,
                school_year,
            },
        );
    }

    fn withdraw_authorisation(&mut self) {
        let pupil = self.random.below(self.pupils.len());
        if !self.pupils[pupil].authorised {
            return;
        }
        let by = WithdrawnBy::Guardian;
        self.about(pupil, StudentEvent::AuthorisationWithdrawn { by });
        for index in 0..self.pupils[pupil].applications.len() {
            let made = &self.pupils[pupil].applications[index];
            let application = made.application;
            match made.stands {
                Stands::Pending => {
                    let cause = WithdrawalCause::AuthorisationWithdrawn;
                    self.about(
                        pupil,
                        StudentEvent::ApplicationWithdrawn { application, cause },
                    );
                    self.pupils[pupil].applications[index].stands = Stands::Withdrawn;
                }
                Stands::Placed => {
                    let cause = FlagCause::AuthorisationWithdrawn;
                    self.about(pupil, StudentEvent::PlacementFlagged { application, cause });
                }
                Stands::Withdrawn | Stands::Over | Stands::Completed => {}
            }
        }
        let pupil = &mut self.pupils[pupil];
        (pupil.authorised, pupil.handed, pupil.open) = (false, false, false);
    }

    /// Nothing more happens to the pupil.
    fn erase_pupil(&mut self) {
        if self.pupils.len() < 2 {
            return;
        }
        let pupil = self.random.below(self.pupils.len());
        for index in 0..self.pupils[pupil].applications.len() {
            let made = &self.pupils[pupil].applications[index];
            let (application, week) = (made.application, made.week);
            let offer = self.offers[made.offer].offer;
            let event = match made.stands {
                Stands::Pending => StudentEvent::ApplicationWithdrawn {
                    application,
                    cause: WithdrawalCause::PupilErased,
                },
                Stands::Placed => StudentEvent::PlacementCancelledByErasure {
                    application,
                    offer,
                    week,
                },
                Stands::Withdrawn | Stands::Over | Stands::Completed => continue,
            };
            self.about(pupil, event);
        }
        let student = self.pupils[pupil].student;
        self.about(pupil, StudentEvent::StudentErased { student });
        self.pupils.swap_remove(pupil);
    }

    /// A seat is taken for an application that nobody knows, and goes back.
    fn refuse_unknown(&mut self) {
        let (student, application) = (StudentId(self.random.id()), ApplicationId(self.random.id()));
        let offered = &self.offers[self.random.below(self.offers.len())];
        let (offer, week) = (offered.offer, offered.weeks[0]);
        let taken = OfferEvent::SeatTaken {
            application,
            student,
            week,
            message: None,
        };
        self.tell("offer", &offer.to_string(), &taken);
        let because = RefusedBecause::UnknownApplication;
        let refused = StudentEvent::AcceptanceRefused {
            application,
            offer,
            week,
            because,
        };
        self.tell("student", &student.to_string(), &refused);
        let cause = ReleaseCause::AcceptanceRefused;
        let released = OfferEvent::SeatReleased {
            application,
            student,
            week,
            cause,
        };
        self.tell("offer", &offer.to_string(), &released);
    }

    fn pupil_goes_on(&mut self) {
        let pupil = self.random.below(self.pupils.len());
        let by = self.colleges[self.pupils[pupil].college].staff;
        if !self.pupils[pupil].handed {
            self.pupils[pupil].handed = true;
            return self.about(
                pupil,
                StudentEvent::AuthorisationFormHanded { by, on: None },
            );
        }
        if !self.pupils[pupil].authorised {
            self.pupils[pupil].authorised = true;
            let recorded = StudentEvent::AuthorisationRecorded {
                guardian: GuardianId(self.random.id()),
                identity: self.random.sealed(160),
                signed_on: date(2025, 9, 10),
                collected_by: by,
                form_digest: None,
            };
            return self.about(pupil, recorded);
        }
        if !self.pupils[pupil].open {
            self.pupils[pupil].open = true;
            return self.about(pupil, StudentEvent::AccessOpened { by });
        }
        if self.random.once_in(12) || self.pupils[pupil].cv == 0 {
            self.pupils[pupil].cv += 1;
            let (version, cv) = (self.pupils[pupil].cv, self.random.sealed(900));
            return self.about(pupil, StudentEvent::CvSaved { version, cv });
        }
        let made = self.pupils[pupil].applications.len();
        if made == 0 || self.random.below(10) < 4 {
            return self.submit(pupil);
        }
        let index = self.random.below(made);
        self.application_goes_on(pupil, index);
    }

    fn submit(&mut self, pupil: usize) {
        let application = ApplicationId(self.random.id());
        let offer = self.random.below(self.offers.len());
        let offered = &self.offers[offer];
        let week = offered.weeks[self.random.below(offered.weeks.len())];
        let submitted = StudentEvent::ApplicationSubmitted {
            application,
            offer: offered.offer,
            host: offered.host,
            week,
            sector: offered.terms.sector.clone(),
            letter: self.random.sealed(600),
            at: Timestamp::from_microsecond(1_760_000_000_000_000).unwrap(),
        };
        self.about(pupil, submitted);
        let stands = Stands::Pending;
        self.pupils[pupil].applications.push(Made {
            application,
            offer,
            week,
            stands,
        });
    }

    fn application_goes_on(&mut self, pupil: usize, index: usize) {
        let made = &self.pupils[pupil].applications[index];
        let (application, week) = (made.application, made.week);
        let offer = self.offers[made.offer].offer;
        let at = Timestamp::from_microsecond(1_760_000_100_000_000).unwrap();
        let (event, stands) = match (made.stands, self.random.below(6)) {
            (Stands::Pending, 0) => (
                StudentEvent::ApplicationExamined { application, at },
                Stands::Pending,
            ),
            (Stands::Pending, 1 | 2) => {
                let cause = DeclineCause::ByHost {
                    message: self.random.sealed(120),
                };
                (
                    StudentEvent::ApplicationDeclined { application, cause },
                    Stands::Over,
                )
            }
            (Stands::Pending, 3) => {
                let cause = WithdrawalCause::ByPupil { reason: None };
                (
                    StudentEvent::ApplicationWithdrawn { application, cause },
                    Stands::Withdrawn,
                )
            }
            (Stands::Pending, _) => return self.accept(pupil, index),
            (Stands::Withdrawn, 0) => (
                StudentEvent::ApplicationReinstated { application, at },
                Stands::Pending,
            ),
            (Stands::Placed, 0) => {
                let reason = self.random.sealed(120);
                let event = StudentEvent::PlacementCancelledByPupil {
                    application,
                    offer,
                    week,
                    reason,
                };
                (event, Stands::Over)
            }
            (Stands::Placed, 1) => {
                let reason = self.random.sealed(120);
                let event = StudentEvent::PlacementCancelledByHost {
                    application,
                    offer,
                    week,
                    reason,
                };
                (event, Stands::Over)
            }
            (Stands::Placed, 2) => {
                let witness = CompletionWitness::Host;
                (
                    StudentEvent::PlacementMissed {
                        application,
                        witness,
                    },
                    Stands::Over,
                )
            }
            (Stands::Placed, _) => {
                let witness = CompletionWitness::College;
                (
                    StudentEvent::PlacementCompleted {
                        application,
                        witness,
                    },
                    Stands::Completed,
                )
            }
            (Stands::Completed, 0) => {
                let (skills, debrief) = (vec![Skill::Citizenship], self.random.sealed(300));
                let event = StudentEvent::DebriefRecorded {
                    application,
                    skills,
                    debrief,
                };
                (event, Stands::Completed)
            }
            (Stands::Withdrawn | Stands::Over | Stands::Completed, _) => return self.submit(pupil),
        };
        self.pupils[pupil].applications[index].stands = stands;
        self.about(pupil, event);
    }

    fn accept(&mut self, pupil: usize, index: usize) {
        let student = self.pupils[pupil].student;
        let made = &self.pupils[pupil].applications[index];
        let (application, week) = (made.application, made.week);
        let offer = self.offers[made.offer].offer;
        let message = Some(self.random.sealed(120));
        let taken = OfferEvent::SeatTaken {
            application,
            student,
            week,
            message,
        };
        self.tell("offer", &offer.to_string(), &taken);
        let message = Some(self.random.sealed(120));
        let accepted = StudentEvent::ApplicationAccepted {
            application,
            offer,
            week,
            message,
        };
        self.about(pupil, accepted);
        self.pupils[pupil].applications[index].stands = Stands::Placed;
        let siblings: Vec<_> = self.pupils[pupil]
            .applications
            .iter_mut()
            .filter(|other| other.week == week && other.stands == Stands::Pending)
            .map(|other| {
                other.stands = Stands::Withdrawn;
                other.application
            })
            .collect();
        for sibling in siblings {
            let cause = WithdrawalCause::PlacedThatWeek { by: application };
            let withdrawn = StudentEvent::ApplicationWithdrawn {
                application: sibling,
                cause,
            };
            self.about(pupil, withdrawn);
        }
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
