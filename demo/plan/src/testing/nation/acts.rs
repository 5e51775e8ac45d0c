//! What a pupil's year looks like in the log.
use domain::agreement::{AgreementEvent, AgreementTerms, Signatory};
use domain::calendar::Week;
use domain::digest::TermsDigest;
use domain::establishment::Level;
use domain::offer::OfferEvent;
use domain::student::{
    CompletionWitness, DeclineCause, Gender, Skill, StudentEvent, WithdrawalCause,
};
use eventlog::{Append, RecordedAt};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::hosts::{IDENTITY, hours};
use super::ids::mix;
use super::layout::Layout;
use super::pupil::{Act, Planned, Pupil, Signer};
use super::sealing::sealed;
use super::written::{Asked, Pen};
use crate::testing::{Random, year};

/// Bytes of a few words, and of what an agreement says.
const WORDS: usize = 60;
const AGREED: usize = 400;

impl Pupil {
    /// One of their appends; `last` is what the one before it begins with.
    pub(super) fn append(
        &self,
        layout: &Layout,
        pen: &mut Pen,
        offers: &mut [u16],
        planned: Planned,
        last: Uuid,
    ) -> Append {
        let mut random = Random(pen.ids.seed ^ mix(pen.events));
        match planned.act {
            Act::TakeSeat(index) => self.take_seat(layout, pen, offers, &mut random, index),
            Act::OpenAgreement(index) => {
                let command = Asked::by(self.host(layout, index), "OpenAgreement");
                let events = self.agreement(layout, pen, &mut random, index);
                let asked = command.because_of(last);
                let id = layout.application(self.number, index as u64).to_string();
                pen.append("agreement", &id, planned.version, &asked, &events)
            }
            Act::Sign(index, signer) => {
                let (actor, signatory) = self.signatory(layout, index, signer);
                let signed = AgreementEvent::AgreementSigned {
                    version: 1,
                    digest: self.digest(layout, index),
                    signatory,
                };
                let asked = Asked::by(actor, "SignAgreement");
                let id = layout.application(self.number, index as u64).to_string();
                pen.append("agreement", &id, planned.version, &asked, &[signed])
            }
            act => {
                let (asked, events) = self.own(layout, pen.now(), &mut random, act);
                let asked = match act {
                    Act::Accept(_) => asked.because_of(last),
                    _ => asked,
                };
                let id = layout.student(self.number).to_string();
                pen.append("student", &id, planned.version, &asked, &events)
            }
        }
    }

    fn take_seat(
        &self,
        layout: &Layout,
        pen: &mut Pen,
        offers: &mut [u16],
        random: &mut Random,
        index: usize,
    ) -> Append {
        let made = &self.applications[index];
        let taken = OfferEvent::SeatTaken {
            application: layout.application(self.number, index as u64),
            student: layout.student(self.number),
            week: made.week,
            message: Some(sealed(random, WORDS)),
        };
        let version = &mut offers[made.offer as usize];
        let asked = Asked::by(self.host(layout, index), "AcceptApplication");
        let id = layout.offer(made.offer).to_string();
        let append = pen.append("offer", &id, u64::from(*version), &asked, &[taken]);
        *version += 1;
        append
    }

    /// What stands in the pupil's own stream.
    fn own(
        &self,
        layout: &Layout,
        now: RecordedAt,
        random: &mut Random,
        act: Act,
    ) -> (Asked, Vec<StudentEvent>) {
        let by = layout.teacher(self.college, self.class);
        let (teacher, pupil) = (format!("teacher:{by}"), self.actor(layout));
        let application = |index: usize| layout.application(self.number, index as u64);
        let at = Timestamp::from_microsecond(now.0).unwrap();
        let (asked, event) = match act {
            Act::Enrol => (
                Asked::by(teacher, "EnrolStudent"),
                StudentEvent::StudentEnrolled {
                    student: layout.student(self.number),
                    establishment: layout.uai(self.college),
                    class: layout.class(self.college, self.class),
                    level: Level::Troisieme,
                    school_year: year(),
                    gender: [Gender::Girl, Gender::Boy, Gender::NotStated][random.below(3)],
                    identity: sealed(random, IDENTITY),
                },
            ),
            Act::HandForm => (
                Asked::by(teacher, "HandAuthorisationForm"),
                StudentEvent::AuthorisationFormHanded {
                    by,
                    on: Some(day(now)),
                },
            ),
            Act::RecordAuthorisation => (
                Asked::by(teacher, "RecordAuthorisation"),
                StudentEvent::AuthorisationRecorded {
                    guardian: layout.guardian(self.number),
                    identity: sealed(random, IDENTITY),
                    signed_on: day(now),
                    collected_by: by,
                    form_digest: None,
                },
            ),
            Act::OpenAccess => (
                Asked::by(teacher, "OpenAccess"),
                StudentEvent::AccessOpened { by },
            ),
            Act::SaveCv => (
                Asked::by(pupil, "SaveCv"),
                StudentEvent::CvSaved {
                    version: 1,
                    cv: sealed(random, layout.size.letter * 3 / 2),
                },
            ),
            Act::Submit(index) => (
                Asked::by(pupil, "SubmitApplication"),
                self.submitted(layout, random, index, at),
            ),
            Act::Examine(index) => (
                Asked::by(self.host(layout, index), "ExamineApplication"),
                StudentEvent::ApplicationExamined {
                    application: application(index),
                    at,
                },
            ),
            Act::Decline(index) => {
                let message = sealed(random, WORDS);
                (
                    Asked::by(self.host(layout, index), "DeclineApplication"),
                    StudentEvent::ApplicationDeclined {
                        application: application(index),
                        cause: DeclineCause::ByHost { message },
                    },
                )
            }
            Act::Expire(index) => (
                Asked::by("platform", "ExpireApplication"),
                StudentEvent::ApplicationExpired {
                    application: application(index),
                    due: day(now),
                },
            ),
            Act::Withdraw(index) => (
                Asked::by(pupil, "WithdrawApplication"),
                StudentEvent::ApplicationWithdrawn {
                    application: application(index),
                    cause: WithdrawalCause::ByPupil { reason: None },
                },
            ),
            Act::Accept(index) => return self.accepted(layout, random, index),
            Act::Complete(index) => (
                Asked::by(teacher, "CompletePlacement"),
                StudentEvent::PlacementCompleted {
                    application: application(index),
                    witness: CompletionWitness::College,
                },
            ),
            Act::Debrief(index) => (
                Asked::by(pupil, "RecordDebrief"),
                StudentEvent::DebriefRecorded {
                    application: application(index),
                    skills: vec![Skill::Citizenship],
                    debrief: sealed(random, AGREED),
                },
            ),
            Act::TakeSeat(_) | Act::OpenAgreement(_) | Act::Sign(..) => {
                unreachable!("stands in another stream")
            }
        };
        (asked, vec![event])
    }

    fn submitted(
        &self,
        layout: &Layout,
        random: &mut Random,
        index: usize,
        at: Timestamp,
    ) -> StudentEvent {
        let made = &self.applications[index];
        StudentEvent::ApplicationSubmitted {
            application: layout.application(self.number, index as u64),
            offer: layout.offer(made.offer),
            host: layout.siret(layout.host_of(made.offer)),
            week: made.week,
            sector: layout.sector(made.offer),
            letter: sealed(random, layout.size.letter),
            at,
        }
    }

    /// The pupil is placed, and what else was asked for that week falls away.
    fn accepted(
        &self,
        layout: &Layout,
        random: &mut Random,
        index: usize,
    ) -> (Asked, Vec<StudentEvent>) {
        let made = &self.applications[index];
        let by = layout.application(self.number, index as u64);
        let mut events = vec![StudentEvent::ApplicationAccepted {
            application: by,
            offer: layout.offer(made.offer),
            week: made.week,
            message: Some(sealed(random, WORDS)),
        }];
        events.extend(self.siblings(index).map(|sibling| {
            let application = layout.application(self.number, sibling as u64);
            let cause = WithdrawalCause::PlacedThatWeek { by };
            StudentEvent::ApplicationWithdrawn { application, cause }
        }));
        (Asked::by(self.host(layout, index), "PlacePupil"), events)
    }

    fn agreement(
        &self,
        layout: &Layout,
        pen: &Pen,
        random: &mut Random,
        index: usize,
    ) -> Vec<AgreementEvent> {
        let made = &self.applications[index];
        let week: Week = made.week;
        let host = layout.host_of(made.offer);
        let tutor = layout.host_person(host);
        let opened = AgreementEvent::AgreementOpened {
            application: layout.application(self.number, index as u64),
            student: layout.student(self.number),
            establishment: layout.uai(self.college),
            host: layout.siret(host),
            offer: layout.offer(made.offer),
            week,
            on: day(pen.now()),
            terms: AgreementTerms {
                first_day: week.monday(),
                last_day: week.friday(),
                hours: hours(),
                place: layout.place_of(made.offer),
                tutor,
                words: sealed(random, AGREED),
            },
            digest: self.digest(layout, index),
        };
        let identity = sealed(random, IDENTITY);
        let named = AgreementEvent::AgreementTutorNamed { tutor, identity };
        vec![opened, named]
    }

    fn digest(&self, layout: &Layout, index: usize) -> TermsDigest {
        let mut digest = [0; 32];
        for (place, bytes) in (0..).zip(digest.chunks_exact_mut(8)) {
            let number = self.number << 8 | (index as u64) << 3 | place;
            bytes.copy_from_slice(&mix(layout.ids.seed ^ mix(number)).to_be_bytes());
        }
        TermsDigest(digest)
    }

    fn signatory(&self, layout: &Layout, index: usize, signer: Signer) -> (String, Signatory) {
        match signer {
            Signer::College => {
                let head = layout.head(self.college);
                (format!("head:{head}"), Signatory::College(head))
            }
            Signer::Host => {
                let host = layout.host_of(self.applications[index].offer);
                let person = layout.host_person(host);
                (format!("host_person:{person}"), Signatory::Host(person))
            }
            Signer::Pupil => (self.actor(layout), Signatory::Pupil),
            Signer::Guardian => {
                let guardian = layout.guardian(self.number);
                (
                    format!("guardian:{guardian}"),
                    Signatory::Guardian(guardian),
                )
            }
        }
    }

    fn actor(&self, layout: &Layout) -> String {
        format!("pupil:{}", layout.student(self.number))
    }

    /// Who answers for the offer of an application.
    fn host(&self, layout: &Layout, index: usize) -> String {
        let host = layout.host_of(self.applications[index].offer);
        format!("host_person:{}", layout.host_person(host))
    }
}

fn day(at: RecordedAt) -> Date {
    let at = Timestamp::from_microsecond(at.0).unwrap();
    at.to_zoned(TimeZone::UTC).date()
}
