//! When something is to be said of each agreement that not all have signed (AGR-3): a reminder, or that
//! the first day came. A fold of the log, which the placement process reads by the clock.
pub(crate) mod kept;

use std::collections::{BTreeSet, HashMap};

use domain::agreement::{AgreementEvent, PARTIES, Party, Unsigned};
use domain::ids::{ApplicationId, StudentId};
use domain::reference::zones::Zone;
use domain::rules::Rules;
use eventlog::Position;
use jiff::Timestamp;

use crate::due::Calendar;

/// An agreement of which something is to be said at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgreementDeadline {
    /// Midnight of the day on which it is due, where the college is.
    pub at: Timestamp,
    /// Whose placement it is.
    pub student: StudentId,
    /// The application that became it.
    pub application: ApplicationId,
    /// Where the college is.
    pub zone: Zone,
    /// The event that opened it.
    pub opened: Position,
}

/// The deadlines of all agreements that hold.
#[derive(Default, PartialEq)]
pub(crate) struct AgreementDeadlines {
    agreed: HashMap<ApplicationId, Agreed>,
    due: Calendar<ApplicationId>,
}

#[derive(PartialEq)]
struct Agreed {
    version: u32,
    unsigned: Unsigned,
    signed: BTreeSet<Party>,
    deadline: AgreementDeadline,
}

impl AgreementDeadlines {
    /// What an agreement's event says of it; `zone` is that of the college.
    pub fn follow(
        &mut self,
        application: ApplicationId,
        event: &AgreementEvent,
        (at, zone): (Position, Zone),
        rules: &Rules,
    ) {
        if let AgreementEvent::AgreementOpened {
            student, on, terms, ..
        } = event
        {
            let unsigned = Unsigned {
                made_on: *on,
                first_day: terms.first_day,
                reminded: None,
                first_day_came: false,
            };
            let deadline = AgreementDeadline {
                at: Timestamp::MAX,
                student: *student,
                application,
                zone,
                opened: at,
            };
            let agreed = Agreed {
                version: 1,
                unsigned,
                signed: BTreeSet::new(),
                deadline,
            };
            return self.set(agreed, rules);
        }
        let Some(mut agreed) = self.end(application) else {
            return;
        };
        match event {
            AgreementEvent::AgreementAmended {
                version, on, terms, ..
            } => {
                agreed.version = *version;
                agreed.signed.clear();
                agreed.unsigned.made_on = *on;
                agreed.unsigned.first_day = terms.first_day;
                agreed.unsigned.first_day_came = false;
            }
            AgreementEvent::AgreementSigned {
                version, signatory, ..
            } if *version == agreed.version => {
                agreed.signed.insert(signatory.party());
            }
            AgreementEvent::AgreementSignedOnPaper {
                version, parties, ..
            } if *version == agreed.version => agreed.signed.extend(parties),
            AgreementEvent::AgreementReminded { days_before, .. } => {
                agreed.unsigned.reminded = Some(*days_before);
            }
            AgreementEvent::FirstDayCameUncovered { .. } => agreed.unsigned.first_day_came = true,
            AgreementEvent::AgreementEnded { .. } => return,
            AgreementEvent::AgreementOpened { .. }
            | AgreementEvent::AgreementTutorNamed { .. }
            | AgreementEvent::AgreementSigned { .. }
            | AgreementEvent::AgreementSignedOnPaper { .. }
            | AgreementEvent::HostContacted { .. }
            | AgreementEvent::HostContactCorrected { .. }
            | AgreementEvent::PupilVisited { .. }
            | AgreementEvent::VisitCorrected { .. } => {}
        }
        self.set(agreed, rules);
    }

    /// The placement was given up: nobody is reminded of its agreement, which is about to end.
    pub fn forget(&mut self, application: ApplicationId) {
        self.end(application);
    }

    /// Those of which something is due at an instant, the oldest first: a page of so many at the most,
    /// behind the last one of the page before.
    pub fn due_at(
        &self,
        now: Timestamp,
        after: Option<&AgreementDeadline>,
        most: usize,
    ) -> Vec<AgreementDeadline> {
        let after = after.map(|last| (last.at, last.application));
        let due = self.due.due_by(now, after, most);
        due.filter_map(|application| Some(self.agreed.get(&application)?.deadline))
            .collect()
    }

    fn set(&mut self, mut agreed: Agreed, rules: &Rules) {
        let application = agreed.deadline.application;
        let missing = PARTIES.iter().any(|party| !agreed.signed.contains(party));
        let due = agreed.unsigned.due(rules).filter(|_| missing);
        let zone = agreed.deadline.zone;
        agreed.deadline.at = due.map_or(Timestamp::MAX, |day| zone.midnight(day));
        if due.is_some() {
            self.due.put(agreed.deadline.at, application);
        }
        self.agreed.insert(application, agreed);
    }

    fn end(&mut self, application: ApplicationId) -> Option<Agreed> {
        let ended = self.agreed.remove(&application)?;
        self.due.remove(ended.deadline.at, application);
        Some(ended)
    }
}

#[cfg(test)]
mod tests {
    use domain::agreement::{AgreementTerms, Editor, EndCause, Signatory};
    use domain::digest::TermsDigest;
    use domain::geography::Coordinates;
    use domain::ids::{GuardianId, HostPersonId, OfferId, StaffId};
    use domain::offer::{DailyHours, Place};
    use domain::reference::zones::PARIS;
    use domain::sealed::Sealed;
    use jiff::civil::{Date, date, time};
    use uuid::Uuid;

    use super::*;

    const DIGEST: TermsDigest = TermsDigest([1; 32]);
    const A: ApplicationId = ApplicationId(Uuid::from_u128(5));

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn terms(first_day: Date) -> AgreementTerms {
        AgreementTerms {
            first_day,
            last_day: date(2026, 2, 13),
            hours: DailyHours {
                from: time(9, 0, 0, 0),
                until: time(16, 0, 0, 0),
            },
            place: Place {
                street: "1 rue des Prés".into(),
                postal_code: "01100".into(),
                city: "Oyonnax".into(),
                department: "01".parse().unwrap(),
                position: Coordinates::new(46.25, 5.65).unwrap(),
            },
            tutor: HostPersonId(Uuid::from_u128(7)),
            words: Sealed::from_text(""),
        }
    }

    fn opened() -> AgreementEvent {
        AgreementEvent::AgreementOpened {
            application: A,
            student: StudentId(Uuid::from_u128(1)),
            establishment: "0010035H".parse().unwrap(),
            host: "73282932000074".parse().unwrap(),
            offer: OfferId(Uuid::from_u128(2)),
            week: "2026-W07".parse().unwrap(),
            on: date(2025, 12, 1),
            terms: terms(date(2026, 2, 9)),
            digest: DIGEST,
        }
    }

    fn signed(version: u32, signatory: Signatory) -> AgreementEvent {
        AgreementEvent::AgreementSigned {
            version,
            digest: DIGEST,
            signatory,
        }
    }

    fn all_sign(version: u32) -> [AgreementEvent; 4] {
        let person = Uuid::from_u128(8);
        [
            Signatory::College(StaffId(person)),
            Signatory::Host(HostPersonId(person)),
            Signatory::Pupil,
            Signatory::Guardian(GuardianId(person)),
        ]
        .map(|signatory| signed(version, signatory))
    }

    fn reminded(days_before: u16) -> AgreementEvent {
        AgreementEvent::AgreementReminded {
            student: StudentId(Uuid::from_u128(1)),
            days_before,
            first_day: date(2026, 2, 9),
            missing: PARTIES.into(),
        }
    }

    fn after(events: &[AgreementEvent]) -> AgreementDeadlines {
        let mut deadlines = AgreementDeadlines::default();
        for event in events {
            deadlines.follow(A, event, (Position(1), PARIS), &Rules::default());
        }
        deadlines
    }

    fn next(events: &[AgreementEvent]) -> Option<Timestamp> {
        let due = after(events).due_at(Timestamp::MAX, None, 10);
        assert!(due.len() <= 1);
        due.first().map(|due| due.at)
    }

    #[test]
    fn reminders_and_the_first_day_are_due_at_midnight_where_the_college_is() {
        assert_eq!(next(&[opened()]), Some(at("2026-01-25T23:00:00Z")));
        assert!(
            after(&[opened()])
                .due_at(at("2026-01-25T22:59:59Z"), None, 10)
                .is_empty()
        );
        assert_eq!(
            next(&[opened(), reminded(14)]),
            Some(at("2026-02-05T23:00:00Z"))
        );
        assert_eq!(
            next(&[opened(), reminded(14), reminded(3)]),
            Some(at("2026-02-08T23:00:00Z"))
        );
        let came = AgreementEvent::FirstDayCameUncovered {
            student: StudentId(Uuid::from_u128(1)),
            first_day: date(2026, 2, 9),
            last_day: date(2026, 2, 13),
            on: date(2026, 2, 9),
            missing: PARTIES.into(),
        };
        assert_eq!(next(&[opened(), came]), None);
    }

    #[test]
    fn nothing_is_due_of_what_all_have_signed_until_its_terms_change() {
        let mut past = vec![opened()];
        past.extend(all_sign(1));
        assert_eq!(next(&past[..4]), Some(at("2026-01-25T23:00:00Z")));
        assert_eq!(next(&past), None);
        past.push(AgreementEvent::AgreementAmended {
            student: StudentId(Uuid::from_u128(1)),
            version: 2,
            by: Editor::Host,
            on: date(2026, 1, 27),
            terms: terms(date(2026, 2, 10)),
            digest: DIGEST,
        });
        assert_eq!(next(&past), Some(at("2026-02-06T23:00:00Z")));
        past.extend(all_sign(1));
        assert!(next(&past).is_some(), "an old version");
        past.extend(all_sign(2));
        assert_eq!(next(&past), None);
    }

    #[test]
    fn nothing_is_due_of_a_placement_that_was_given_up() {
        let cause = EndCause::CancelledByHost;
        assert_eq!(
            next(&[opened(), AgreementEvent::AgreementEnded { cause }]),
            None
        );
        let mut deadlines = after(&[opened()]);
        deadlines.forget(A);
        assert!(deadlines.due_at(Timestamp::MAX, None, 10).is_empty());
    }
}
