//! What happens to pupils and offers once the campaign runs: the usual, and what is out of the
//! ordinary.
use domain::establishment::{EstablishmentEvent, Level};
use domain::host::HostEvent;
use domain::ids::{ApplicationId, GuardianId, StudentId};
use domain::offer::{OfferEvent, ReleaseCause, WithdrawalReason};
use domain::student::{
    CompletionWitness, DeclineCause, FlagCause, RefusedBecause, Skill, StudentEvent,
    WithdrawalCause, WithdrawnBy,
};
use jiff::Timestamp;
use jiff::civil::date;

use super::{Application, Campaign, State};
use crate::testing::samples::{listing, organisation, year};

impl Campaign {
    pub(super) fn unusual(&mut self) {
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
        self.push(
            "establishment",
            uai.as_str(),
            &EstablishmentEvent::ListingCorrected { listing },
        );
    }

    fn describe_host(&mut self) {
        let host = self.hosts[self.random.below(self.hosts.len())];
        let organisation = organisation(self.random.below(2));
        self.push(
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
        self.push(
            "offer",
            &offer,
            &OfferEvent::OfferRevised { revision: 2, terms },
        );
    }

    fn withdraw_offer(&mut self) {
        let index = self.random.below(self.offers.len());
        let offer = self.offers[index].offer.to_string();
        let reason = WithdrawalReason::Other;
        self.push("offer", &offer, &OfferEvent::OfferWithdrawn { reason });
    }

    fn move_pupil(&mut self) {
        let pupil = self.random.below(self.pupils.len());
        let class = self.random.below(2);
        let class = self.colleges[self.pupils[pupil].college].classes[class];
        let (level, school_year) = (Level::Troisieme, year());
        self.push_student(
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
        self.push_student(pupil, StudentEvent::AuthorisationWithdrawn { by });
        for index in 0..self.pupils[pupil].applications.len() {
            let made = &self.pupils[pupil].applications[index];
            let application = made.application;
            match made.state {
                State::Pending => {
                    let cause = WithdrawalCause::AuthorisationWithdrawn;
                    self.push_student(
                        pupil,
                        StudentEvent::ApplicationWithdrawn { application, cause },
                    );
                    self.pupils[pupil].applications[index].state = State::Withdrawn;
                }
                State::Placed => {
                    let cause = FlagCause::AuthorisationWithdrawn;
                    self.push_student(pupil, StudentEvent::PlacementFlagged { application, cause });
                }
                State::Withdrawn | State::Over | State::Completed => {}
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
            let event = match made.state {
                State::Pending => StudentEvent::ApplicationWithdrawn {
                    application,
                    cause: WithdrawalCause::PupilErased,
                },
                State::Placed => StudentEvent::PlacementCancelledByErasure {
                    application,
                    offer,
                    week,
                },
                State::Withdrawn | State::Over | State::Completed => continue,
            };
            self.push_student(pupil, event);
        }
        let student = self.pupils[pupil].student;
        self.push_student(pupil, StudentEvent::StudentErased { student });
        self.pupils.swap_remove(pupil);
    }

    /// A seat is taken for an application that nobody knows, and goes back.
    fn refuse_unknown(&mut self) {
        let (student, application) = (StudentId(self.random.id()), ApplicationId(self.random.id()));
        let offer = &self.offers[self.random.below(self.offers.len())];
        let (offer, week) = (offer.offer, offer.weeks[0]);
        let taken = OfferEvent::SeatTaken {
            application,
            student,
            week,
            message: None,
        };
        self.push("offer", &offer.to_string(), &taken);
        let because = RefusedBecause::UnknownApplication;
        let refused = StudentEvent::AcceptanceRefused {
            application,
            offer,
            week,
            because,
        };
        self.push("student", &student.to_string(), &refused);
        let cause = ReleaseCause::AcceptanceRefused;
        let released = OfferEvent::SeatReleased {
            application,
            student,
            week,
            cause,
        };
        self.push("offer", &offer.to_string(), &released);
    }

    pub(super) fn pupil_goes_on(&mut self) {
        let pupil = self.random.below(self.pupils.len());
        let by = self.colleges[self.pupils[pupil].college].staff;
        if !self.pupils[pupil].handed {
            self.pupils[pupil].handed = true;
            return self.push_student(
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
            return self.push_student(pupil, recorded);
        }
        if !self.pupils[pupil].open {
            self.pupils[pupil].open = true;
            return self.push_student(pupil, StudentEvent::AccessOpened { by });
        }
        if self.random.once_in(12) || self.pupils[pupil].cv == 0 {
            self.pupils[pupil].cv += 1;
            let (version, cv) = (self.pupils[pupil].cv, self.random.sealed(900));
            return self.push_student(pupil, StudentEvent::CvSaved { version, cv });
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
        self.push_student(pupil, submitted);
        let state = State::Pending;
        self.pupils[pupil].applications.push(Application {
            application,
            offer,
            week,
            state,
        });
    }

    fn application_goes_on(&mut self, pupil: usize, index: usize) {
        let made = &self.pupils[pupil].applications[index];
        let (application, week) = (made.application, made.week);
        let offer = self.offers[made.offer].offer;
        let at = Timestamp::from_microsecond(1_760_000_100_000_000).unwrap();
        let (event, state) = match (made.state, self.random.below(6)) {
            (State::Pending, 0) => (
                StudentEvent::ApplicationExamined { application, at },
                State::Pending,
            ),
            (State::Pending, 1 | 2) => {
                let cause = DeclineCause::ByHost {
                    message: self.random.sealed(120),
                };
                (
                    StudentEvent::ApplicationDeclined { application, cause },
                    State::Over,
                )
            }
            (State::Pending, 3) => {
                let cause = WithdrawalCause::ByPupil { reason: None };
                (
                    StudentEvent::ApplicationWithdrawn { application, cause },
                    State::Withdrawn,
                )
            }
            (State::Pending, _) => return self.accept(pupil, index),
            (State::Withdrawn, 0) => (
                StudentEvent::ApplicationReinstated { application, at },
                State::Pending,
            ),
            (State::Placed, 0) => {
                let reason = self.random.sealed(120);
                let event = StudentEvent::PlacementCancelledByPupil {
                    application,
                    offer,
                    week,
                    reason,
                };
                (event, State::Over)
            }
            (State::Placed, 1) => {
                let reason = self.random.sealed(120);
                let event = StudentEvent::PlacementCancelledByHost {
                    application,
                    offer,
                    week,
                    reason,
                };
                (event, State::Over)
            }
            (State::Placed, 2) => {
                let witness = CompletionWitness::Host;
                (
                    StudentEvent::PlacementMissed {
                        application,
                        witness,
                    },
                    State::Over,
                )
            }
            (State::Placed, _) => {
                let witness = CompletionWitness::College;
                (
                    StudentEvent::PlacementCompleted {
                        application,
                        witness,
                    },
                    State::Completed,
                )
            }
            (State::Completed, 0) => {
                let (skills, debrief) = (vec![Skill::Citizenship], self.random.sealed(300));
                let event = StudentEvent::DebriefRecorded {
                    application,
                    skills,
                    debrief,
                };
                (event, State::Completed)
            }
            (State::Withdrawn | State::Over | State::Completed, _) => return self.submit(pupil),
        };
        self.pupils[pupil].applications[index].state = state;
        self.push_student(pupil, event);
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
        self.push("offer", &offer.to_string(), &taken);
        let message = Some(self.random.sealed(120));
        let accepted = StudentEvent::ApplicationAccepted {
            application,
            offer,
            week,
            message,
        };
        self.push_student(pupil, accepted);
        self.pupils[pupil].applications[index].state = State::Placed;
        let siblings: Vec<_> = self.pupils[pupil]
            .applications
            .iter_mut()
            .filter(|other| other.week == week && other.state == State::Pending)
            .map(|other| {
                other.state = State::Withdrawn;
                other.application
            })
            .collect();
        for sibling in siblings {
            let cause = WithdrawalCause::PlacedThatWeek { by: application };
            let withdrawn = StudentEvent::ApplicationWithdrawn {
                application: sibling,
                cause,
            };
            self.push_student(pupil, withdrawn);
        }
    }
}
