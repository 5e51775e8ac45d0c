//! The streams of a pupil and of the agreement of their placement, and what everybody holds in hand.
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use domain::agreement::{
    Agreement, AgreementCommand, AgreementEvent, AgreementState, AgreementTerms, OpenAgreement,
    Party, Signatory, draft,
};
use domain::decider::Decider;
use domain::digest::TermsDigest;
use domain::personal::PersonIdentity;
use domain::placement_policy::{Step, after_student_event};
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{PlacePupil, Student, StudentCommand, StudentState};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::streams::{
    GUARDIAN, OFFER, TEACHER, TUTOR, application, college, host, pupil, student_id, terms, week,
};

/// The day of the acceptance; of each reminder; and the first day of the placement.
pub const DAYS: [Date; 4] = [
    date(2026, 1, 5),
    date(2026, 1, 26),
    date(2026, 2, 6),
    date(2026, 2, 9),
];

/// A version that somebody has read or printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Read {
    pub version: u32,
    /// SHA-256.
    pub digest: [u8; 32],
}

/// A step that a fact of the pupil's stream asks of the agreement's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    Open,
    End,
}

/// What was told, kept beside the state: by it the state is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Told {
    pub versions: BTreeMap<u32, [u8; 32]>,
    pub signed: BTreeSet<(u32, Party)>,
    pub reminders: Vec<u16>,
    pub first_days: u8,
    pub ended: bool,
    /// The first thing that must never be.
    pub broken: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct World {
    pub pupil: StudentState,
    pub agreement: AgreementState,
    pub told: Told,
    pub day: usize,
    pub open: BTreeMap<Asked, Step>,
    /// Somebody is about to open it: the placement held when they looked.
    pub opening: u8,
    /// What each party has read last, and may sign at any time, however often.
    pub read: BTreeMap<Party, Read>,
    /// What the college has printed.
    pub printed: Option<Read>,
    /// In whose place host or college word the terms anew.
    pub worded_on: Option<u32>,
    pub worded: u8,
    pub given_up: bool,
    pub crashes: u8,
}

pub fn signatory(party: Party) -> Signatory {
    match party {
        Party::College => Signatory::College(TEACHER),
        Party::Host => Signatory::Host(TUTOR),
        Party::Pupil => Signatory::Pupil,
        Party::Guardian => Signatory::Guardian(GUARDIAN),
    }
}

/// A version of the terms with its digest: each has a salt of its own.
pub fn version(number: u32) -> (AgreementTerms, TermsDigest) {
    let words = draft(&terms(), Uuid::from_u128(number.into()));
    let drafted = AgreementTerms::drafted(&terms(), week(), Sealed::from_text("words"));
    let digest = drafted.digest(application(0), number, &words, &tutor());
    (drafted, digest)
}

pub fn tutor() -> Sealed<PersonIdentity> {
    terms().tutor.identity
}

impl World {
    /// The pupil was just placed.
    pub fn new() -> Self {
        let mut world = Self {
            pupil: pupil(0),
            agreement: AgreementState::default(),
            told: Told::default(),
            day: 0,
            open: BTreeMap::new(),
            opening: 0,
            read: BTreeMap::new(),
            printed: None,
            worded_on: None,
            worded: 0,
            given_up: false,
            crashes: 0,
        };
        world.pupil(StudentCommand::PlacePupil(PlacePupil {
            application: application(0),
            offer: OFFER,
            week: week(),
            message: None,
        }));
        world
    }

    pub fn today(&self) -> Date {
        DAYS[self.day]
    }

    pub fn is_placed(&self) -> bool {
        self.pupil.applications[&application(0)].is_placement()
    }

    pub fn pupil(&mut self, command: StudentCommand) {
        let decided = Student::decide(&self.pupil, command, &Rules::default());
        for event in decided.unwrap_or_default() {
            self.pupil = Student::evolve(std::mem::take(&mut self.pupil), &event);
            for step in after_student_event(student_id(0), &event) {
                let asked = match &step {
                    Step::OpenAgreement(..) => Asked::Open,
                    Step::EndAgreement(..) => Asked::End,
                    _ => continue,
                };
                self.open.insert(asked, step);
            }
        }
    }

    pub fn agreement(&mut self, command: AgreementCommand, rules: &Rules) {
        let decided = Agreement::decide(&self.agreement, command, rules);
        for event in decided.unwrap_or_default() {
            self.tell(&event);
            self.agreement = Agreement::evolve(std::mem::take(&mut self.agreement), &event);
        }
    }

    /// Opens it as the program does, which asks the pupil's stream first.
    pub fn open_agreement(&mut self, rules: &Rules) {
        let (terms, digest) = version(1);
        let open = OpenAgreement {
            application: application(0),
            student: student_id(0),
            establishment: college(),
            host: host(),
            offer: OFFER,
            week: week(),
            today: self.today(),
            terms,
            tutor: tutor(),
            digest,
        };
        self.agreement(AgreementCommand::Open(open), rules);
    }

    fn must(&mut self, holds: bool, else_broken: &'static str) {
        if !holds && self.told.broken.is_none() {
            self.told.broken = Some(else_broken);
        }
    }

    fn made(&mut self, number: u32, digest: TermsDigest) {
        let last = self.told.versions.last_key_value().map_or(0, |(n, _)| *n);
        self.must(number == last + 1, "a version stands in another's place");
        self.told.versions.insert(number, digest.0);
    }

    fn signs(&mut self, number: u32, digest: TermsDigest, parties: &BTreeSet<Party>) {
        let known = self.told.versions.get(&number) == Some(&digest.0);
        self.must(known, "signed what no version says");
        let last = self.told.versions.last_key_value().map(|(n, _)| *n);
        self.must(last == Some(number), "an old version is signed");
        self.told
            .signed
            .extend(parties.iter().map(|party| (number, *party)));
    }

    fn tell(&mut self, event: &AgreementEvent) {
        self.must(!self.told.ended, "something is told after the end");
        match event {
            AgreementEvent::AgreementOpened { digest, .. } => self.made(1, *digest),
            AgreementEvent::AgreementAmended {
                version, digest, ..
            } => self.made(*version, *digest),
            AgreementEvent::AgreementSigned {
                version,
                digest,
                signatory,
            } => {
                let before = self.today() < week().monday();
                self.must(before, "signed once the first day has come");
                self.signs(*version, *digest, &[signatory.party()].into());
            }
            AgreementEvent::AgreementSignedOnPaper {
                version,
                digest,
                parties,
                ..
            } => self.signs(*version, *digest, parties),
            AgreementEvent::AgreementReminded { days_before, .. } => {
                let again = self.told.reminders.iter().any(|told| told <= days_before);
                self.must(!again, "reminded twice");
                let covered = self.agreement.is_covered();
                self.must(!covered && self.is_placed_or_stale(), "reminded in vain");
                self.told.reminders.push(*days_before);
            }
            AgreementEvent::FirstDayCameUncovered { .. } => {
                self.must(self.told.first_days == 0, "the first day comes twice");
                let covered = self.agreement.is_covered();
                self.must(!covered, "uncovered though all have signed");
                self.told.first_days += 1;
            }
            AgreementEvent::AgreementEnded { .. } => self.told.ended = true,
            AgreementEvent::AgreementTutorNamed { .. }
            | AgreementEvent::HostContacted { .. }
            | AgreementEvent::HostContactCorrected { .. }
            | AgreementEvent::PupilVisited { .. }
            | AgreementEvent::VisitCorrected { .. } => {}
        }
    }

    /// The placement holds, or its agreement is about to end.
    fn is_placed_or_stale(&self) -> bool {
        self.is_placed() || self.open.contains_key(&Asked::End)
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        (&self.pupil, &self.agreement, &self.told) == (&other.pupil, &other.agreement, &other.told)
            && self.open.keys().eq(other.open.keys())
            && (self.day, &self.read, self.printed, self.worded_on)
                == (other.day, &other.read, other.printed, other.worded_on)
            && (self.opening, self.worded, self.given_up, self.crashes)
                == (other.opening, other.worded, other.given_up, other.crashes)
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // What tells two worlds apart; streams are as what was told of them.
        self.told.hash(hasher);
        self.is_placed().hash(hasher);
        for asked in self.open.keys() {
            asked.hash(hasher);
        }
        (self.day, &self.read, self.printed, self.worded_on).hash(hasher);
        (self.opening, self.worded, self.given_up, self.crashes).hash(hasher);
    }
}
