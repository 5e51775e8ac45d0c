//! All streams of a model, and what a step does to them.
use std::hash::{Hash, Hasher};

use domain::calendar::{SchoolYear, Week};
use domain::decider::Decider;
use domain::establishment::{Level, SearchArea};
use domain::geography::Coordinates;
use domain::group_policy::{GroupProgress, GroupStep, next_steps};
use domain::ids::{ApplicationId, ClassId, GroupId, GuardianId, OfferId, StaffId, StudentId};
use domain::offer::{
    ConfirmGroup, EndGroup, Format, GroupMember, Offer, OfferCommand, OfferEvent, OfferState,
    OfferTerms, ReleaseCause, ReleaseSeat,
};
use domain::placement_policy::{Step, after_student_event};
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{
    CollegeFacts, Gender, InGroup, KeepWeekForGroup, LeaveGroup, OfferFacts, PlacePupil, Student,
    StudentCommand, StudentEvent, StudentState, SubmitApplication,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::Disturbance;

pub const TODAY: Date = date(2026, 1, 12);
pub const TEACHER: StaffId = StaffId(Uuid::from_u128(1));
pub const SEATS: u16 = 3;

/// All streams, and the steps that somebody has begun by what stood there then.
#[derive(Clone, Debug)]
pub struct World {
    pub offers: Vec<OfferState>,
    pub pupils: Vec<StudentState>,
    pub progress: Vec<GroupProgress>,
    pub begun: Vec<(usize, GroupStep)>,
    /// Seats that are to go back.
    pub to_release: Vec<(usize, ApplicationId)>,
    pub disturbed: Vec<Disturbance>,
    pub crashes: u8,
}

pub fn week() -> Week {
    Week::new(2026, 7).unwrap()
}

pub fn group_id(group: usize) -> GroupId {
    GroupId(Uuid::from_u128(0x100 + group as u128))
}

pub fn offer_id(offer: usize) -> OfferId {
    OfferId(Uuid::from_u128(0x200 + offer as u128))
}

pub fn student_id(pupil: usize) -> StudentId {
    StudentId(Uuid::from_u128(0x300 + pupil as u128))
}

pub fn pupil_of(student: StudentId) -> usize {
    usize::try_from(student.0.as_u128() - 0x300).unwrap()
}

pub fn application(group: usize, pupil: usize) -> ApplicationId {
    ApplicationId(Uuid::from_u128(0x400 + 16 * group as u128 + pupil as u128))
}

pub fn terms() -> OfferTerms {
    crate::farm::terms(week(), SEATS, Format::Collective { group_size: 3 })
}

pub fn pupil(n: usize) -> StudentState {
    let events = [
        StudentEvent::StudentEnrolled {
            student: student_id(n),
            establishment: "0010035H".parse().unwrap(),
            class: ClassId(Uuid::from_u128(3)),
            level: Level::Troisieme,
            school_year: SchoolYear::beginning_in(2025),
            gender: Gender::Girl,
            identity: Sealed::from_text(""),
        },
        StudentEvent::AuthorisationFormHanded {
            by: TEACHER,
            on: None,
        },
        StudentEvent::AuthorisationRecorded {
            guardian: GuardianId(Uuid::from_u128(4)),
            identity: Sealed::from_text(""),
            signed_on: date(2025, 10, 1),
            collected_by: TEACHER,
            form_digest: None,
        },
        StudentEvent::AccessOpened { by: TEACHER },
    ];
    events.iter().fold(StudentState::default(), Student::evolve)
}

pub fn release(application: ApplicationId) -> OfferCommand {
    let cause = ReleaseCause::AcceptanceRefused;
    OfferCommand::ReleaseSeat(ReleaseSeat { application, cause })
}

impl World {
    pub fn offer(&mut self, offer: usize, command: OfferCommand) {
        let decided = Offer::decide(&self.offers[offer], command, &Rules::default());
        for event in decided.unwrap_or_default() {
            self.offers[offer] = Offer::evolve(std::mem::take(&mut self.offers[offer]), &event);
            let told = match &event {
                OfferEvent::GroupSeated { group, .. }
                | OfferEvent::GroupAccepted { group }
                | OfferEvent::GroupEnded { group, .. } => Some(*group),
                _ => None,
            };
            let back = matches!(event, OfferEvent::SeatReleased { .. });
            for (n, progress) in self.progress.iter_mut().enumerate() {
                if back || told == Some(group_id(n)) {
                    progress.follow_offer(&event);
                }
            }
        }
    }

    /// Whether the pupil's stream took it.
    pub fn pupil(&mut self, n: usize, command: StudentCommand) -> bool {
        let decided = Student::decide(&self.pupils[n], command, &Rules::default());
        let Ok(events) = decided else { return false };
        for event in events {
            self.pupils[n] = Student::evolve(std::mem::take(&mut self.pupils[n]), &event);
            for progress in &mut self.progress {
                progress.follow_student(&event);
            }
            for step in after_student_event(student_id(n), &event) {
                if let Step::ReleaseSeat(offer, ReleaseSeat { application, .. }) = step {
                    let offer = usize::try_from(offer.0.as_u128() - 0x200).unwrap();
                    self.to_release.push((offer, application));
                }
            }
        }
        true
    }

    fn submission(
        &self,
        offer: usize,
        group: usize,
        member: GroupMember,
        first: bool,
    ) -> StudentCommand {
        let here = Coordinates::new(46.25, 5.63).unwrap();
        StudentCommand::SubmitApplication(SubmitApplication {
            application: member.application,
            week: week(),
            letter: domain::student::CoverLetter::Written(Sealed::from_text("")),
            offer: OfferFacts {
                offer: offer_id(offer),
                host: "73282932000074".parse().unwrap(),
                sector: "agriculture".parse().unwrap(),
                is_open: true,
                format: terms().format,
                reserved_for: None,
                position: terms().place.position,
                seats_left: self.offers[offer].seats_left(week()),
            },
            college: CollegeFacts {
                is_open: true,
                weeks: [week()].into(),
                area: SearchArea::RadiusKm(60.0),
                position: Some(here),
            },
            at: "2026-01-12T10:00:00Z".parse().unwrap(),
            today: TODAY,
            group: Some(InGroup {
                group: group_id(group),
                first,
            }),
        })
    }

    pub fn take(&mut self, offer: usize, group: usize, step: &GroupStep) {
        let id = group_id(group);
        let taken = match step {
            GroupStep::Join { member, first } => {
                let command = self.submission(offer, group, *member, *first);
                self.pupil(pupil_of(member.student), command)
            }
            GroupStep::KeepWeek(member) => {
                let application = member.application;
                let command = StudentCommand::KeepWeekForGroup(KeepWeekForGroup { application });
                self.pupil(pupil_of(member.student), command)
            }
            GroupStep::Confirm => {
                self.offer(
                    offer,
                    OfferCommand::ConfirmGroup(ConfirmGroup { group: id }),
                );
                true
            }
            GroupStep::Place(member) => {
                let command = StudentCommand::PlacePupil(PlacePupil {
                    application: member.application,
                    offer: offer_id(offer),
                    week: week(),
                    message: None,
                });
                self.pupil(pupil_of(member.student), command)
            }
            GroupStep::Release(member) => {
                self.offer(offer, release(member.application));
                true
            }
            GroupStep::Leave(member, cause) => {
                let command = StudentCommand::LeaveGroup(LeaveGroup {
                    application: member.application,
                    cause: cause.clone(),
                });
                self.pupil(pupil_of(member.student), command)
            }
            GroupStep::End(cause) => {
                let cause = cause.clone();
                self.offer(offer, OfferCommand::EndGroup(EndGroup { group: id, cause }));
                true
            }
        };
        if let (false, Some(next)) = (taken, step.refused()) {
            self.take(offer, group, &next);
        }
    }

    pub fn next(&self, offer: usize, group: usize) -> Vec<GroupStep> {
        next_steps(&self.offers[offer], group_id(group), |member| {
            self.pupils.get(pupil_of(member.student))
        })
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        (&self.offers, &self.pupils, &self.progress)
            == (&other.offers, &other.pupils, &other.progress)
            && self.begun == other.begun
            && self.to_release == other.to_release
            && self.disturbed == other.disturbed
            && self.crashes == other.crashes
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // What tells two worlds of one model apart; the rest is compared.
        for offer in &self.offers {
            offer.seats.values().for_each(|held| held.hash(hasher));
            offer
                .groups
                .values()
                .for_each(|group| group.status.hash(hasher));
        }
        for pupil in &self.pupils {
            pupil.is_authorised().hash(hasher);
            for application in pupil.applications.values() {
                application.was_placed().hash(hasher);
                application.is_pending().hash(hasher);
                application.week_kept.hash(hasher);
            }
        }
        self.progress.hash(hasher);
        format!("{:?}", self.begun).hash(hasher);
        self.to_release.hash(hasher);
        self.disturbed.hash(hasher);
        self.crashes.hash(hasher);
    }
}
