//! What people do, as commands.
use domain::placement_policy::{PresentPupil, after_eligibility};

use super::*;

impl Model {
    pub(super) fn play(&mut self, deed: &Deed) {
        match deed.clone() {
            Deed::HandForm(n) => {
                let hand = HandAuthorisationForm {
                    by: staff(),
                    on: Some(today()),
                    today: today(),
                };
                self.ask_student(n, StudentCommand::HandAuthorisationForm(hand));
            }
            Deed::RecordForm(n) => {
                let record = RecordAuthorisation {
                    first: domain::student::Signature {
                        guardian: GuardianId(Uuid::nil()),
                        signed_before: false,
                        identity: sealed(),
                        address_of_staff: false,
                    },
                    second: None,
                    signed_on: today(),
                    collected_by: staff(),
                    by_head: false,
                    form_digest: None,
                    today: today(),
                };
                self.ask_student(n, StudentCommand::RecordAuthorisation(record));
            }
            Deed::OpenAccess(n) => {
                self.ask_student(
                    n,
                    StudentCommand::OpenAccess(OpenAccess {
                        by: staff(),
                        participation: domain::establishment::Participation::Open,
                    }),
                );
            }
            Deed::GuardianWithdraws(n) => {
                let withdraw = WithdrawAuthorisation {
                    by: WithdrawnBy::Guardian,
                };
                self.ask_student(n, StudentCommand::WithdrawAuthorisation(withdraw));
            }
            Deed::NotEligible(n) => {
                let enrolment = self.students[n].0.enrolment;
                let step = enrolment.and_then(|enrolment| {
                    let asked = self.students[n].0.applications.values();
                    let asked = asked.filter(|asked| asked.is_pending() || asked.is_placement());
                    let pupil = PresentPupil {
                        student: student_id(n),
                        college: enrolment.establishment,
                        class: Some(enrolment.class),
                        school_year: enrolment.school_year,
                        access: self.students[n].0.access,
                        closed_in: None,
                        applications: u32::try_from(asked.count()).unwrap(),
                    };
                    after_eligibility(&pupil, false)
                });
                self.wait(step);
            }
            Deed::EraseGuardian(n) => {
                let (guardian, by) = (GuardianId(Uuid::nil()), WithdrawnBy::College);
                let erase = EraseGuardian { guardian, by };
                self.ask_student(n, StudentCommand::EraseGuardian(erase));
            }
            Deed::ErasePupil(n) => {
                let (student, today) = (student_id(n), today());
                let erase = EraseStudent { student, today };
                self.ask_student(n, StudentCommand::EraseStudent(erase));
            }
            Deed::Apply {
                pupil,
                offer,
                week: number,
                stale,
            } => {
                self.apply(pupil, offer, week(WEEKS[number]), stale);
            }
            Deed::TakeBack(which) => {
                self.about(which, |application| {
                    let reason = None;
                    StudentCommand::WithdrawApplication(WithdrawApplication {
                        application,
                        reason,
                    })
                });
            }
            Deed::Reinstate(which) => self.reinstate(which),
            Deed::Accept(which) => self.accept(which),
            Deed::Decline(which) => {
                self.about(which, |application| {
                    let cause = DeclineCause::ByHost { message: sealed() };
                    StudentCommand::DeclineApplication(DeclineApplication { application, cause })
                });
            }
            Deed::CancelByPupil(which) => self.cancel(which, CancelledBy::Pupil),
            Deed::CancelByHost(which) => self.cancel(which, CancelledBy::Host),
            Deed::CancelByCollege(which) => self.cancel(which, CancelledBy::College),
            Deed::Keep(which) => self.about(which, |application| {
                StudentCommand::KeepPlacement(KeepPlacement { application })
            }),
            Deed::Tell(which, came) => {
                let outcome = if came {
                    Outcome::Completed
                } else {
                    Outcome::Missed
                };
                self.about(which, |application| {
                    let (witness, today) = (CompletionWitness::Host, long_after());
                    let tell = TellOutcome {
                        application,
                        outcome,
                        witness,
                        today,
                    };
                    StudentCommand::TellOutcome(tell)
                });
            }
            Deed::WithdrawOffer(n) => {
                let reason = WithdrawalReason::Other;
                self.ask_offer(n, OfferCommand::Withdraw(WithdrawOffer { reason }));
            }
            Deed::Revise {
                offer,
                without,
                seats,
            } => {
                let mut terms = terms_of(seats);
                if let Some(dropped) = WEEKS.get(without) {
                    terms.weeks.remove(&week(dropped));
                }
                let revise = ReviseOffer {
                    is_asked_for: false,
                    terms,
                    facts: facts(),
                    today: today(),
                };
                self.ask_offer(offer, OfferCommand::Revise(revise));
            }
            Deed::Close(college, open) => self.classes_open[college] = open,
            Deed::Take(which) => {
                if !self.waiting.is_empty() {
                    let step = self.waiting.remove(which % self.waiting.len());
                    self.take(step);
                }
            }
            Deed::TakeAgain(which) => {
                if !self.taken.is_empty() {
                    let step = self.taken[which % self.taken.len()].clone();
                    self.take_again(step);
                }
            }
        }
    }

    pub(super) fn about(
        &mut self,
        which: usize,
        command: impl FnOnce(ApplicationId) -> StudentCommand,
    ) {
        if let Some((pupil, application)) = self.made(which) {
            self.ask_student(pupil, command(application));
        }
    }

    pub(super) fn offer_facts(&self, n: usize, wanted: Week, stale: bool) -> OfferFacts {
        let state = &self.offers[n].0;
        let published = state.published.as_ref().unwrap();
        OfferFacts {
            offer: published.offer,
            host: published.host,
            sector: published.terms.sector.clone(),
            is_open: stale || published.status == OfferStatus::Open,
            format: published.terms.format,
            reserved_for: None,
            position: published.terms.place.position,
            seats_left: if stale {
                Some(1)
            } else {
                state.seats_left(wanted)
            },
        }
    }

    pub(super) fn apply(&mut self, pupil: usize, offer: usize, week: Week, stale: bool) {
        let application = ApplicationId(Uuid::from_u128(0xa << 64 | self.made.len() as u128));
        let college = pupil % COLLEGES;
        let submit = SubmitApplication {
            application,
            week,
            letter: domain::student::CoverLetter::Written(sealed()),
            offer: self.offer_facts(offer, week, stale),
            college: CollegeFacts {
                is_open: self.classes_open[college],
                weeks: weeks_of(college),
                area: SearchArea::RadiusKm(60.0),
                position: Some(oyonnax()),
            },
            at: jiff::Timestamp::UNIX_EPOCH,
            today: today(),
            group: None,
        };
        if self.ask_student(pupil, StudentCommand::SubmitApplication(submit)) {
            self.made.push((pupil, application));
        }
    }

    pub(super) fn reinstate(&mut self, which: usize) {
        let Some((pupil, application)) = self.made(which) else {
            return;
        };
        let found = &self.students[pupil].0.applications[&application];
        let offer = offer_of(found.offer);
        let facts = self.offer_facts(offer, found.week, false);
        let at = jiff::Timestamp::UNIX_EPOCH;
        let reinstate = ReinstateApplication {
            application,
            offer: facts,
            college: CollegeFacts {
                is_open: self.classes_open[pupil % COLLEGES],
                weeks: weeks_of(pupil % COLLEGES),
                area: SearchArea::RadiusKm(60.0),
                position: Some(oyonnax()),
            },
            at,
            today: today(),
        };
        self.ask_student(pupil, StudentCommand::ReinstateApplication(reinstate));
    }

    /// A host holds a seat for what it believes to be pending; the pupil's answer comes later.
    pub(super) fn accept(&mut self, which: usize) {
        let Some((pupil, application)) = self.made(which) else {
            return;
        };
        let found = self.students[pupil].0.applications[&application].clone();
        if found.is_pending() {
            let offer = offer_of(found.offer);
            let student = student_id(pupil);
            let seat = TakeSeat {
                application,
                student,
                week: found.week,
                message: None,
                today: today(),
            };
            self.ask_offer(offer, OfferCommand::TakeSeat(seat));
        }
    }

    pub(super) fn cancel(&mut self, which: usize, by: CancelledBy) {
        self.about(which, |application| {
            let (reason, today) = (sealed(), today());
            StudentCommand::CancelPlacement(CancelPlacement {
                application,
                by,
                reason,
                today,
            })
        });
    }
}
