//! A pupil, three offers and the days that go by: what somebody does is asked of the rules as the
//! platform asks them, with words.
use domain::calendar::{SchoolYear, Week};
use domain::decider::Decider;
use domain::establishment::{Level, Participation, SearchArea};
use domain::geography::Coordinates;
use domain::ids::{ApplicationId, ClassId, GroupId, GuardianId, OfferId, StaffId, StudentId, Uai};
use domain::offer::{
    Format, Offer, OfferCommand, OfferEvent, OfferState, ReleaseCause, ReleaseSeat, TakeSeat,
};
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{
    ApplicationAct as Act, CancelPlacement, CancelledBy, Circumstances, CollegeFacts,
    CompletionWitness, CorrectTravelAid, CoverLetter, DeclineApplication, DeclineCause,
    EraseStudent, ExamineApplication, Gender, GrantTravelAid, HandAuthorisationForm, InGroup,
    KeepPlacement, OfferFacts, OpenAccess, Outcome, PlacePupil, RecordAuthorisation, RecordDebrief,
    ReinstateApplication, SaveCv, SendCv, Signature, Skill, Student, StudentCommand, StudentEvent,
    StudentState, SubmitApplication, TellOutcome, TravelAid, UndoDecline, WithdrawApplication,
    WithdrawAuthorisation, WithdrawnBy,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::farm;

const PUPIL: StudentId = StudentId(Uuid::from_u128(1));
const TEACHER: StaffId = StaffId(Uuid::from_u128(2));
const CLASS: ClassId = ClassId(Uuid::from_u128(3));
const GUARDIAN: GuardianId = GuardianId(Uuid::from_u128(4));
/// The pupil's applications: which, to which offer, for which week, with a group or alone.
pub const ASKED: [(ApplicationId, usize, i8, bool); 4] = [
    (ApplicationId(Uuid::from_u128(11)), 0, 7, false),
    (ApplicationId(Uuid::from_u128(12)), 1, 7, false),
    (ApplicationId(Uuid::from_u128(13)), 0, 8, false),
    (ApplicationId(Uuid::from_u128(14)), 2, 7, true),
];
/// Days on which something is asked: long before, when nobody is placed any more, within the weeks,
/// and after.
const DAYS: [Date; 6] = [
    date(2026, 1, 5),
    date(2026, 2, 3),
    date(2026, 2, 4),
    date(2026, 2, 9),
    date(2026, 2, 14),
    date(2026, 2, 23),
];

fn week(number: i8) -> Week {
    Week::new(2026, number).unwrap()
}

fn college() -> Uai {
    "0010035H".parse().unwrap()
}

fn now() -> Timestamp {
    "2026-01-05T10:00:00Z".parse().unwrap()
}

fn words<T>() -> Sealed<T> {
    Sealed::from_text("some words")
}

fn offer_id(offer: usize) -> OfferId {
    OfferId(Uuid::from_u128(0x200 + offer as u128))
}

/// Something that happens, whether by the platform or by somebody who acts.
#[derive(Clone, Debug)]
pub enum Step {
    Submit(usize),
    Act(usize, Act, CompletionWitness),
    OfferGoes(usize),
    GroupIsTaken,
    SomebodyTakesASeat(usize),
    SaveCv,
    AuthorisationGoes,
    AuthorisationComes,
    HostWaits(bool),
    IsHeldBack(bool),
    Erase,
    DaysGoBy,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Something,
    Nothing,
    Refused,
}

#[derive(Clone)]
pub struct World {
    pub rules: Rules,
    pub pupil: StudentState,
    pub offers: [OfferState; 3],
    day: usize,
    host_waits: bool,
    is_held_back: bool,
    /// How many others hold a seat.
    others: u128,
}

impl World {
    pub fn new() -> Self {
        let formats = [
            Format::Individual,
            Format::Individual,
            Format::Collective { group_size: 2 },
        ];
        let mut number = 0;
        let offers = formats.map(|format| {
            let mut terms = farm::terms(week(7), 2, format);
            terms.weeks = [week(7), week(8)].into();
            let published = OfferEvent::OfferPublished {
                offer: offer_id(number),
                host: "73282932000074".parse().unwrap(),
                terms,
            };
            number += 1;
            Offer::evolve(OfferState::default(), &published)
        });
        let enrolled = StudentEvent::StudentEnrolled {
            student: PUPIL,
            establishment: college(),
            class: CLASS,
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
            gender: Gender::Girl,
            identity: words(),
        };
        let mut world = Self {
            rules: Rules::default(),
            pupil: Student::evolve(StudentState::default(), &enrolled),
            offers,
            day: 0,
            host_waits: false,
            is_held_back: false,
            others: 0,
        };
        world.authorise();
        world
    }

    fn today(&self) -> Date {
        DAYS[self.day]
    }

    /// The pupil's stream is asked.
    fn ask(&mut self, command: StudentCommand) -> Came {
        match Student::decide(&self.pupil, command, &self.rules) {
            Err(_) => Came::Refused,
            Ok(events) if events.is_empty() => Came::Nothing,
            Ok(events) => {
                let mut placed = true;
                for event in events {
                    placed &= !matches!(event, StudentEvent::AcceptanceRefused { .. });
                    self.give_seat_back(&event);
                    self.pupil = Student::evolve(std::mem::take(&mut self.pupil), &event);
                }
                if placed {
                    Came::Something
                } else {
                    Came::Refused
                }
            }
        }
    }

    /// What follows in the offer's stream.
    fn give_seat_back(&mut self, event: &StudentEvent) {
        let seat_back = event.concerns().seat_back;
        if let Some(application) = seat_back.map(|seat| seat.application) {
            for offer in 0..self.offers.len() {
                let cause = ReleaseCause::CancelledByPupil;
                let release = ReleaseSeat { application, cause };
                self.ask_offer(offer, OfferCommand::ReleaseSeat(release));
            }
        }
    }

    fn ask_offer(&mut self, offer: usize, command: OfferCommand) -> Came {
        match Offer::decide(&self.offers[offer], command, &self.rules) {
            Err(_) => Came::Refused,
            Ok(events) if events.is_empty() => Came::Nothing,
            Ok(events) => {
                for event in events {
                    let state = std::mem::take(&mut self.offers[offer]);
                    self.offers[offer] = Offer::evolve(state, &event);
                }
                Came::Something
            }
        }
    }

    pub fn college_facts(&self) -> CollegeFacts {
        CollegeFacts {
            is_open: true,
            weeks: [week(7), week(8)].into(),
            area: SearchArea::RadiusKm(60.0),
            position: Some(Coordinates::new(46.25, 5.63).unwrap()),
        }
    }

    /// When the offers were deposited, and since when others' come too late for the pupil.
    fn deposited(&self) -> (Timestamp, Option<Timestamp>) {
        let before = now() - jiff::SignedDuration::from_hours(24);
        (now(), self.is_held_back.then_some(before))
    }

    pub fn circumstances<'a>(
        &'a self,
        offer: &'a OfferState,
        college: &'a CollegeFacts,
        witness: CompletionWitness,
    ) -> Circumstances<'a> {
        let (deposited, held_back_after) = self.deposited();
        Circumstances {
            student: PUPIL,
            offer,
            host_awaits_confirmation: self.host_waits,
            deposited,
            college,
            held_back_after,
            witness,
            at: now(),
            today: self.today(),
        }
    }

    fn authorise(&mut self) {
        let signature = Signature {
            guardian: GUARDIAN,
            signed_before: false,
            identity: words(),
            address_of_staff: false,
        };
        let form = RecordAuthorisation {
            first: signature,
            second: None,
            signed_on: DAYS[0],
            collected_by: TEACHER,
            by_head: true,
            form_digest: None,
            today: self.today(),
        };
        let handed = HandAuthorisationForm {
            by: TEACHER,
            on: None,
            today: self.today(),
        };
        let open = OpenAccess {
            by: TEACHER,
            participation: Participation::Open,
        };
        self.ask(StudentCommand::HandAuthorisationForm(handed));
        self.ask(StudentCommand::RecordAuthorisation(form));
        self.ask(StudentCommand::OpenAccess(open));
    }

    fn facts_of_offer(&self, offer: usize, number: i8) -> Option<OfferFacts> {
        let (state, week) = (&self.offers[offer], Some(week(number)));
        OfferFacts::for_pupil_of(state, self.host_waits, week, college()).ok()
    }

    fn facts_of_open_offer(&self, offer: usize, number: i8) -> Option<OfferFacts> {
        let (deposited, after) = self.deposited();
        let facts = self.facts_of_offer(offer, number)?;
        facts.unless_held_back(after, deposited, college()).ok()
    }

    fn submit(&mut self, asked: usize) {
        let (application, offer, number, in_group) = ASKED[asked];
        let Some(offer) = self.facts_of_open_offer(offer, number) else {
            return;
        };
        let group = in_group.then_some(InGroup {
            group: GroupId(Uuid::from_u128(90)),
            first: true,
        });
        self.ask(StudentCommand::SubmitApplication(SubmitApplication {
            application,
            week: week(number),
            letter: CoverLetter::Written(words()),
            offer,
            college: self.college_facts(),
            at: now(),
            today: self.today(),
            group,
        }));
    }

    /// The host says yes: a seat is held, and then the pupil placed.
    fn accept(&mut self, asked: usize) -> Came {
        let (application, offer, number, _) = ASKED[asked];
        let Some(found) = self.pupil.applications.get(&application) else {
            return Came::Refused;
        };
        let may = found.may_be_accepted_by(&self.offers[offer], application);
        let take = TakeSeat {
            application,
            student: PUPIL,
            week: week(number),
            message: Some(words()),
            today: self.today(),
        };
        let held = OfferCommand::TakeSeat(take);
        if may.is_err() || self.ask_offer(offer, held) == Came::Refused {
            return Came::Refused;
        }
        self.ask(StudentCommand::PlacePupil(PlacePupil {
            application,
            offer: offer_id(offer),
            week: week(number),
            message: Some(words()),
        }))
    }

    fn cancel(&mut self, application: ApplicationId, by: CancelledBy) -> Came {
        self.ask(StudentCommand::CancelPlacement(CancelPlacement {
            application,
            by,
            reason: words(),
            today: self.today(),
        }))
    }

    fn tell(
        &mut self,
        application: ApplicationId,
        outcome: Outcome,
        witness: CompletionWitness,
    ) -> Came {
        self.ask(StudentCommand::TellOutcome(TellOutcome {
            application,
            outcome,
            witness,
            today: self.today(),
        }))
    }

    /// Somebody does it.
    pub fn act(&mut self, asked: usize, act: Act, witness: CompletionWitness) -> Came {
        use StudentCommand as C;
        let (application, offer, number, _) = ASKED[asked];
        let (at, today, college) = (now(), self.today(), self.college_facts());
        match act {
            Act::SendCv => self.ask(C::SendCv(SendCv {
                application,
                version: self.pupil.cv_versions,
            })),
            Act::WithdrawApplication => self.ask(C::WithdrawApplication(WithdrawApplication {
                application,
                reason: Some(words()),
            })),
            Act::ReinstateApplication => match self.facts_of_open_offer(offer, number) {
                None => Came::Refused,
                Some(offer) => self.ask(C::ReinstateApplication(ReinstateApplication {
                    application,
                    offer,
                    college,
                    at,
                    today,
                })),
            },
            Act::CancelPlacement => self.cancel(application, CancelledBy::Pupil),
            Act::ExamineApplication => self.ask(C::ExamineApplication(ExamineApplication {
                application,
                at,
            })),
            Act::AcceptApplication => self.accept(asked),
            Act::DeclineApplication => self.ask(C::DeclineApplication(DeclineApplication {
                application,
                cause: DeclineCause::ByHost { message: words() },
            })),
            Act::UndoDecline => match self.facts_of_offer(offer, number) {
                None => Came::Refused,
                Some(offer) => self.ask(C::UndoDecline(UndoDecline {
                    application,
                    offer,
                    college,
                    at,
                    today,
                })),
            },
            Act::CancelPlacementByHost => self.cancel(application, CancelledBy::Host),
            Act::KeepPlacement => self.ask(C::KeepPlacement(KeepPlacement { application })),
            Act::CancelPlacementByCollege => self.cancel(application, CancelledBy::College),
            Act::ConfirmCompletion => self.tell(application, Outcome::Completed, witness),
            Act::ReportAbsence => self.tell(application, Outcome::Missed, witness),
            Act::RecordDebrief => self.ask(C::RecordDebrief(RecordDebrief {
                application,
                skills: vec![Skill::Methods],
                debrief: words(),
            })),
            Act::GrantTravelAid => self.ask(C::GrantTravelAid(GrantTravelAid {
                application,
                aid: TravelAid {
                    cents: 1_250,
                    granted_on: DAYS[0],
                },
                today,
            })),
            Act::CorrectTravelAid => {
                let known = self.pupil.aids.get(&application);
                let cents = known.map_or(0, |known| known.cents) + 1;
                self.ask(C::CorrectTravelAid(CorrectTravelAid {
                    application,
                    aid: TravelAid {
                        cents,
                        granted_on: today,
                    },
                    reason: words(),
                    today,
                }))
            }
        }
    }

    pub fn happens(&mut self, step: &Step) {
        match step {
            Step::Submit(asked) => self.submit(*asked),
            Step::Act(asked, act, witness) => {
                self.act(*asked, *act, *witness);
            }
            Step::OfferGoes(asked) => {
                self.ask(StudentCommand::DeclineApplication(DeclineApplication {
                    application: ASKED[*asked].0,
                    cause: DeclineCause::OfferWithdrawn,
                }));
            }
            Step::GroupIsTaken => {
                let (application, offer, number, _) = ASKED[3];
                self.ask(StudentCommand::PlacePupil(PlacePupil {
                    application,
                    offer: offer_id(offer),
                    week: week(number),
                    message: None,
                }));
            }
            Step::SomebodyTakesASeat(offer) => {
                self.others += 1;
                let take = TakeSeat {
                    application: ApplicationId(Uuid::from_u128(0x500 + self.others)),
                    student: StudentId(Uuid::from_u128(0x600 + self.others)),
                    week: week(7),
                    message: None,
                    today: self.today(),
                };
                self.ask_offer(*offer, OfferCommand::TakeSeat(take));
            }
            Step::SaveCv => {
                self.ask(StudentCommand::SaveCv(SaveCv { cv: words() }));
            }
            Step::AuthorisationGoes => {
                let by = WithdrawnBy::Guardian;
                let withdraw = WithdrawAuthorisation { by };
                self.ask(StudentCommand::WithdrawAuthorisation(withdraw));
            }
            Step::AuthorisationComes => self.authorise(),
            Step::HostWaits(waits) => self.host_waits = *waits,
            Step::IsHeldBack(is) => self.is_held_back = *is,
            Step::Erase => {
                let (student, today) = (PUPIL, self.today());
                self.ask(StudentCommand::EraseStudent(EraseStudent {
                    student,
                    today,
                }));
            }
            Step::DaysGoBy => self.day = (self.day + 1).min(DAYS.len() - 1),
        }
    }
}
