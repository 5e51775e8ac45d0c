//! The rules against every order of things: random commands over a few pupils, offers and
//! colleges, the placement policy's steps taken late, in any order and more than once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

#[path = "model/acts.rs"]
mod acts;
#[path = "model/deeds.rs"]
mod deeds;
#[path = "model/limits.rs"]
mod limits;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::Week;
use domain::decider::{Decider, Event};
use domain::establishment::{Level, SearchArea};
use domain::ids::{ApplicationId, ClassId, GuardianId, OfferId, StaffId, StudentId};
use domain::offer::{
    Offer, OfferCommand, OfferEvent, OfferState, OfferStatus, OfferTerms, PublishOffer,
    ReviseOffer, TakeSeat, TermsFacts, WithdrawOffer, WithdrawalReason,
};
use domain::placement_policy::{
    PendingApplication, Step, after_late_application, after_offer_event, after_student_event,
};
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{
    ApplicationStatus, CancelPlacement, CancelledBy, ClassFacts, CollegeFacts, CompletionWitness,
    DeclineApplication, DeclineCause, EnrolStudent, EraseGuardian, EraseStudent, Gender,
    HandAuthorisationForm, KeepPlacement, OfferFacts, OpenAccess, Outcome, RecordAuthorisation,
    ReinstateApplication, Student, StudentCommand, StudentEvent, StudentState, SubmitApplication,
    TellOutcome, WithdrawApplication, WithdrawAuthorisation, WithdrawnBy,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tests::cast::{draft, oyonnax};
use tests::names::{WEEKS, siret, this_year, uai, week};
use uuid::Uuid;

const PUPILS: usize = 3;
const OFFERS: usize = 3;
const COLLEGES: usize = 2;

/// What somebody does. Numbers name pupils, offers, weeks and applications, round and round.
#[derive(Clone, Debug)]
enum Deed {
    HandForm(usize),
    RecordForm(usize),
    OpenAccess(usize),
    GuardianWithdraws(usize),
    /// The college is not eligible any more: the process is to close the pupil's access.
    NotEligible(usize),
    EraseGuardian(usize),
    ErasePupil(usize),
    /// `stale`: the write side has not yet seen what became of the offer.
    Apply {
        pupil: usize,
        offer: usize,
        week: usize,
        stale: bool,
    },
    TakeBack(usize),
    Reinstate(usize),
    Accept(usize),
    Decline(usize),
    CancelByPupil(usize),
    CancelByHost(usize),
    CancelByCollege(usize),
    Keep(usize),
    Tell(usize, bool),
    WithdrawOffer(usize),
    /// Says the offer anew, without one of its weeks, or with other seats.
    Revise {
        offer: usize,
        without: usize,
        seats: u16,
    },
    /// The college shuts the pupils' class, or opens it.
    Close(usize, bool),
    /// A step of the process is taken, of those that wait.
    Take(usize),
    /// A step taken once is taken again, as after a crash.
    TakeAgain(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let (pupil, offer, which) = (0..PUPILS, 0..OFFERS, 0..24_usize);
    let apply = (
        pupil.clone(),
        offer.clone(),
        0..WEEKS.len(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(pupil, offer, week, stale)| Deed::Apply {
            pupil,
            offer,
            week,
            stale,
        });
    let revise = (offer.clone(), 0..=WEEKS.len(), 1..4_u16).prop_map(|(offer, without, seats)| {
        Deed::Revise {
            offer,
            without,
            seats,
        }
    });
    let deed = prop_oneof![
        1 => pupil.clone().prop_map(Deed::HandForm),
        1 => pupil.clone().prop_map(Deed::RecordForm),
        1 => pupil.clone().prop_map(Deed::OpenAccess),
        1 => pupil.clone().prop_map(Deed::GuardianWithdraws),
        1 => pupil.clone().prop_map(Deed::NotEligible),
        1 => pupil.clone().prop_map(Deed::EraseGuardian),
        1 => pupil.clone().prop_map(Deed::ErasePupil),
        12 => apply,
        2 => which.clone().prop_map(Deed::TakeBack),
        3 => which.clone().prop_map(Deed::Reinstate),
        10 => which.clone().prop_map(Deed::Accept),
        2 => which.clone().prop_map(Deed::Decline),
        2 => which.clone().prop_map(Deed::CancelByPupil),
        2 => which.clone().prop_map(Deed::CancelByHost),
        2 => which.clone().prop_map(Deed::CancelByCollege),
        1 => which.clone().prop_map(Deed::Keep),
        1 => (which.clone(), any::<bool>()).prop_map(|(which, came)| Deed::Tell(which, came)),
        1 => offer.prop_map(Deed::WithdrawOffer),
        1 => revise,
        1 => (0..COLLEGES, any::<bool>()).prop_map(|(college, open)| Deed::Close(college, open)),
        10 => which.clone().prop_map(Deed::Take),
        3 => which.prop_map(Deed::TakeAgain),
    ];
    prop::collection::vec(deed, 1..90)
}

/// Every stream, and the process between them.
struct Model {
    rules: Rules,
    students: Vec<(StudentState, Vec<StudentEvent>)>,
    offers: Vec<(OfferState, Vec<OfferEvent>)>,
    classes_open: [bool; COLLEGES],
    made: Vec<(usize, ApplicationId)>,
    /// The steps still to be taken, each with its cause.
    waiting: Vec<(usize, Step)>,
    taken: Vec<(usize, Step)>,
    /// The causes whose step has left a fact.
    over: BTreeSet<usize>,
    causes: usize,
}

fn student_id(n: usize) -> StudentId {
    StudentId(Uuid::from_u128(0x57 << 64 | n as u128))
}

fn offer_id(n: usize) -> OfferId {
    OfferId(Uuid::from_u128(0x0f << 64 | n as u128))
}

fn pupil_of(student: StudentId) -> usize {
    (0..PUPILS).find(|n| student_id(*n) == student).unwrap()
}

fn offer_of(offer: OfferId) -> usize {
    (0..OFFERS).find(|n| offer_id(*n) == offer).unwrap()
}

fn today() -> Date {
    date(2025, 9, 29)
}

fn long_after() -> Date {
    date(2026, 6, 1)
}

fn staff() -> StaffId {
    StaffId(Uuid::nil())
}

fn sealed<T>() -> Sealed<T> {
    Sealed::from_text("sealed")
}

fn terms_of(seats: u16) -> OfferTerms {
    draft(seats).terms
}

fn facts() -> TermsFacts {
    TermsFacts {
        sector_known: true,
        reserved_for_known: true,
    }
}

/// The second college chose one week less than the first.
fn weeks_of(college: usize) -> BTreeSet<Week> {
    WEEKS[..WEEKS.len() - college]
        .iter()
        .map(|text| week(text))
        .collect()
}

impl Model {
    fn new(seats: [u16; OFFERS]) -> Self {
        let mut model = Self {
            rules: Rules::default(),
            students: vec![Default::default(); PUPILS],
            offers: vec![Default::default(); OFFERS],
            classes_open: [true; COLLEGES],
            made: vec![],
            waiting: vec![],
            taken: vec![],
            over: BTreeSet::new(),
            causes: 0,
        };
        for (n, seats) in seats.into_iter().enumerate() {
            let publish = PublishOffer {
                offer: offer_id(n),
                host: siret(u32::try_from(n).unwrap()),
                host_registered: true,
                terms: terms_of(seats),
                facts: facts(),
                today: today(),
            };
            model.ask_offer(n, OfferCommand::Publish(publish));
        }
        for n in 0..PUPILS {
            let enrol = EnrolStudent {
                student: student_id(n),
                class: Self::class_of(n),
                gender: Gender::NotStated,
                identity: sealed(),
                present: Self::class_of(n).school_year,
            };
            model.ask_student(n, StudentCommand::Enrol(enrol));
            if n > 0 {
                model.play(&Deed::HandForm(n));
                model.play(&Deed::RecordForm(n));
                model.play(&Deed::OpenAccess(n));
            }
        }
        model
    }

    fn class_of(pupil: usize) -> ClassFacts {
        let college = pupil % COLLEGES;
        ClassFacts {
            establishment: uai(u32::try_from(college).unwrap()),
            class: ClassId(Uuid::from_u128(college as u128)),
            level: Level::Troisieme,
            school_year: this_year(),
            participation: domain::establishment::Participation::Open,
            class_open: true,
        }
    }

    fn ask_student(&mut self, n: usize, command: StudentCommand) -> bool {
        let could_act = self.students[n].0.may_act();
        let acts = acts::is_of_pupil(&command);
        let Ok(events) = Student::decide(&self.students[n].0, command, &self.rules) else {
            return false;
        };
        assert!(
            could_act || !acts || events.is_empty(),
            "a pupil without authorisation acted"
        );
        for event in events {
            let state = std::mem::take(&mut self.students[n].0);
            self.students[n].0 = Student::evolve(state, &event);
            let late = self.late(n, &event);
            let steps = after_student_event(student_id(n), &event);
            self.wait(steps.into_iter().chain(late));
            self.students[n].1.push(event);
        }
        true
    }

    /// What the process says of an application that came after the offer was gone.
    fn late(&self, student: usize, event: &StudentEvent) -> Option<Step> {
        let (StudentEvent::ApplicationSubmitted { application, .. }
        | StudentEvent::ApplicationReinstated { application, .. }) = event
        else {
            return None;
        };
        let application = *application;
        let found = &self.students[student].0.applications[&application];
        let published = self.offer(found.offer).published.as_ref().unwrap();
        let pending = PendingApplication {
            student: student_id(student),
            application,
            week: found.week,
            college: None,
        };
        match published.status {
            OfferStatus::Withdrawn => after_late_application(&pending, None),
            OfferStatus::Open => after_late_application(&pending, Some(&(&published.terms).into())),
        }
    }

    fn offer(&self, offer: OfferId) -> &OfferState {
        let states = self.offers.iter().map(|(state, _)| state);
        let mut found = states.filter(|state| {
            state
                .published
                .as_ref()
                .is_some_and(|published| published.offer == offer)
        });
        found.next().unwrap()
    }

    fn ask_offer(&mut self, n: usize, command: OfferCommand) {
        let Ok(events) = Offer::decide(&self.offers[n].0, command, &self.rules) else {
            return;
        };
        for event in events {
            let pending = self.pending_for(offer_id(n));
            let steps = after_offer_event(offer_id(n), &event, pending.into_iter());
            let state = std::mem::take(&mut self.offers[n].0);
            self.offers[n].0 = Offer::evolve(state, &event);
            self.offers[n].1.push(event);
            self.wait(steps);
        }
    }

    fn pending_for(&self, offer: OfferId) -> Vec<PendingApplication> {
        let of_student = |(n, (state, _)): (usize, &(StudentState, Vec<StudentEvent>))| {
            let asked = state.pending().filter(|(_, found)| found.offer == offer);
            let pending = asked.map(|(application, found)| PendingApplication {
                student: student_id(n),
                application,
                week: found.week,
                college: None,
            });
            pending.collect::<Vec<_>>()
        };
        self.students
            .iter()
            .enumerate()
            .flat_map(of_student)
            .collect()
    }

    /// An application of those made, with its pupil.
    fn made(&self, which: usize) -> Option<(usize, ApplicationId)> {
        if self.made.is_empty() {
            None
        } else {
            Some(self.made[which % self.made.len()])
        }
    }

    fn take(&mut self, step: (usize, Step)) {
        self.taken.push(step.clone());
        self.take_again(step);
    }

    fn wait(&mut self, steps: impl IntoIterator<Item = Step>) {
        for step in steps {
            self.causes += 1;
            self.waiting.push((self.causes, step));
        }
    }

    /// A step takes its request id from its cause: where it left a fact already, it is over.
    fn take_again(&mut self, (cause, step): (usize, Step)) {
        if self.over.contains(&cause) {
            return;
        }
        let before = self.facts();
        match step {
            Step::PlacePupil(student, command) => {
                self.ask_student(pupil_of(student), StudentCommand::PlacePupil(command));
            }
            Step::DeclineApplication(student, command) => {
                self.ask_student(
                    pupil_of(student),
                    StudentCommand::DeclineApplication(command),
                );
            }
            Step::CloseAccess(student, command) => {
                self.ask_student(pupil_of(student), StudentCommand::CloseAccess(command));
            }
            Step::ReleaseSeat(offer, command) => {
                self.ask_offer(offer_of(offer), OfferCommand::ReleaseSeat(command));
            }
            // Agreements move no seat and no week.
            Step::OpenAgreement(_) | Step::EndAgreement(..) => {}
            Step::CarryOnGroup(..) | Step::MoveWithClass(..) => {}
        }
        if self.facts() > before {
            self.over.insert(cause);
        }
    }

    fn facts(&self) -> usize {
        let of_students = self.students.iter().map(|(_, events)| events.len());
        of_students
            .chain(self.offers.iter().map(|(_, events)| events.len()))
            .sum()
    }
}

#[test]
fn whatever_happens_in_whatever_order_the_limits_hold() {
    let config = ProptestConfig {
        cases: 800,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let placed = Cell::new(0);
    let overtaken = Cell::new(0);
    let erased = Cell::new(0);
    let seats = [1..3_u16, 1..3_u16, 1..4_u16];
    let checked = TestRunner::new(config).run(&(seats, deeds()), |(seats, deeds)| {
        let mut model = Model::new(seats);
        for deed in &deeds {
            model.play(deed);
            model.within_limits();
        }
        model.settle();
        model.is_settled();
        model.replays();
        placed.set(placed.get() + model.count("ApplicationAccepted"));
        overtaken.set(overtaken.get() + model.count("AcceptanceRefused"));
        erased.set(erased.get() + model.count("PlacementCancelledByErasure"));
        Ok(())
    });
    checked.unwrap();
    // The deeds are worth something: pupils are placed and erased, and hosts are overtaken.
    assert!(placed.get() > 400, "{} placed", placed.get());
    assert!(overtaken.get() > 40, "{} overtaken", overtaken.get());
    assert!(erased.get() > 10, "{} given up by erasure", erased.get());
}

#[test]
fn the_model_does_place_pupils() {
    // What random deeds are worth: a plain story comes through.
    let mut model = Model::new([1, 1, 1]);
    let apply = |pupil, offer| Deed::Apply {
        pupil,
        offer,
        week: 0,
        stale: false,
    };
    for deed in [
        apply(1, 0),
        apply(2, 0),
        apply(1, 1),
        Deed::Accept(0),
        Deed::Accept(1),
    ] {
        model.play(&deed);
    }
    model.settle();
    model.is_settled();
    let placed = |n: usize| model.students[n].0.placement_in(week(WEEKS[0])).is_some();
    assert_eq!([placed(0), placed(1), placed(2)], [false, true, false]);
}
