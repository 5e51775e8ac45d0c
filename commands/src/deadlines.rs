//! When a host is reminded of each pending application, and when it expires (STU-13): a fold of the
//! log, which the placement process reads by the clock.
pub(crate) mod kept;

use std::collections::{BTreeMap, HashMap};

use domain::calendar::Week;
use domain::establishment::EstablishmentEvent;
use domain::ids::{ApplicationId, StudentId, Uai};
use domain::reference::zones::{self, PARIS, Zone};
use domain::rules::Rules;
use domain::student::{Application, Due, StudentEvent, Unanswered};
use eventlog::Position;
use jiff::Timestamp;

use crate::due::Calendar;

/// An application of which something is due at an instant: its host is reminded, or it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Midnight of the day on which something is due, where the college is.
    pub at: Timestamp,
    /// Midnight of the day on which it expires.
    pub expires_at: Timestamp,
    /// Whose it is.
    pub student: StudentId,
    /// Which it is.
    pub application: ApplicationId,
    /// Where the college is.
    pub zone: Zone,
    /// The event since which it waits so.
    pub since: Position,
}

/// The deadlines of all pending applications. Of what was answered nothing is kept; trees give back
/// what they took, so that after the weeks in which most apply nothing is left of these.
#[derive(Default, PartialEq)]
pub struct Deadlines {
    zones: HashMap<Uai, Zone>,
    pending: BTreeMap<ApplicationId, Pending>,
    due: Calendar<ApplicationId>,
}

/// An application that waits, and on which days something is due for it. Kept by the hundred thousand:
/// days instead of instants, and its id is but the key.
#[derive(Clone, Copy, PartialEq)]
struct Pending {
    waiting: Waiting,
    due: Due,
}

/// How an application waits.
#[derive(Clone, Copy, PartialEq)]
struct Waiting {
    student: StudentId,
    since: Position,
    unanswered: Unanswered,
    zone: Zone,
}

impl Deadlines {
    /// What a college's event says of where it is.
    pub fn establishment(&mut self, uai: Uai, event: &EstablishmentEvent) {
        if let EstablishmentEvent::EstablishmentListed { listing, .. }
        | EstablishmentEvent::ListingCorrected { listing } = event
        {
            self.zones.insert(uai, zones::of(listing.department));
        }
    }

    /// Where a college is; as Paris where that is not known.
    #[must_use]
    pub fn zone_of(&self, college: Option<Uai>) -> Zone {
        let zone = college.and_then(|uai| self.zones.get(&uai).copied());
        zone.unwrap_or(PARIS)
    }

    /// An application asks from an instant on: submitted, or reinstated.
    pub fn asked(
        &mut self,
        (student, college): (StudentId, Option<Uai>),
        (application, week): (ApplicationId, Week),
        asked_at: Timestamp,
        since: Position,
        rules: &Rules,
    ) {
        let zone = self.zone_of(college);
        let unanswered = Unanswered {
            asked_on: zone.day_of(asked_at),
            examined: false,
            reminded: 0,
            week,
        };
        let waiting = Waiting {
            student,
            since,
            unanswered,
            zone,
        };
        self.end(application);
        self.set(application, waiting, rules);
    }

    /// What another event says of an application that waits: the host looks at it or was reminded, or
    /// it is answered.
    pub fn follow(&mut self, event: &StudentEvent, since: Position, rules: &Rules) {
        let Some((application, change)) = event.concerns().application else {
            return;
        };
        if let StudentEvent::HostReminded { after_days, .. } = event
            && let Some(mut waiting) = self.end(application)
        {
            waiting.unanswered.reminded = *after_days;
            return self.set(application, waiting, rules);
        }
        if let StudentEvent::ApplicationJoinedGroup { first: false, .. } = event
            && let Some(mut waiting) = self.end(application)
        {
            waiting.unanswered.reminded = Application::NEVER_REMINDED;
            return self.set(application, waiting, rules);
        }
        let Some(state) = change.state() else { return };
        if !state.is_pending() {
            self.end(application);
        } else if let StudentEvent::ApplicationExamined { .. } = event
            && let Some(mut waiting) = self.end(application)
        {
            waiting.unanswered.examined = true;
            waiting.since = since;
            self.set(application, waiting, rules);
        }
    }

    /// Those that are due at an instant, the oldest first: a page of so many at the most, behind
    /// the last one of the page before.
    #[must_use]
    pub fn due_at(&self, now: Timestamp, after: Option<&Deadline>, most: usize) -> Vec<Deadline> {
        let after = after.map(|last| (last.at, last.application));
        let due = self.due.due_by(now, after, most);
        due.filter_map(|application| Some(self.pending.get(&application)?.deadline(application)))
            .collect()
    }

    /// It waits so from now on, and did not before.
    fn set(&mut self, application: ApplicationId, waiting: Waiting, rules: &Rules) {
        let due = waiting.unanswered.due(rules);
        let pending = Pending { waiting, due };
        self.due.put(pending.at(), application);
        self.pending.insert(application, pending);
    }

    /// It waits no more, or is about to wait otherwise.
    fn end(&mut self, application: ApplicationId) -> Option<Waiting> {
        let ended = self.pending.remove(&application)?;
        self.due.remove(ended.at(), application);
        Some(ended.waiting)
    }
}

impl Pending {
    /// The instant at which something is due.
    fn at(&self) -> Timestamp {
        self.waiting.zone.midnight(self.due.next)
    }

    fn deadline(&self, application: ApplicationId) -> Deadline {
        let Waiting {
            student,
            since,
            zone,
            unanswered: _,
        } = self.waiting;
        Deadline {
            at: self.at(),
            expires_at: zone.midnight(self.due.expires_on),
            student,
            application,
            zone,
            since,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::OfferId;
    use domain::sealed::Sealed;
    use domain::student::DeclineCause;
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn application(n: u128) -> ApplicationId {
        ApplicationId(Uuid::from_u128(n))
    }

    /// Without reminders.
    fn silent() -> Rules {
        Rules {
            reminders_after_days: vec![],
            ..Rules::default()
        }
    }

    fn asked(deadlines: &mut Deadlines, n: u128, when: &str) {
        let student = StudentId(Uuid::from_u128(1));
        let week = "2026-W11".parse().unwrap();
        let asked = (application(n), week);
        deadlines.asked((student, None), asked, at(when), Position(1), &silent());
    }

    fn due(deadlines: &Deadlines, when: &str) -> Vec<ApplicationId> {
        let due = deadlines.due_at(at(when), None, 10);
        due.iter().map(|deadline| deadline.application).collect()
    }

    #[test]
    fn each_is_due_at_midnight_of_its_day_and_no_more_once_answered() {
        let mut deadlines = Deadlines::default();
        asked(&mut deadlines, 1, "2026-01-10T12:00:00Z");
        asked(&mut deadlines, 2, "2026-01-05T12:00:00Z");
        asked(&mut deadlines, 3, "2026-02-25T12:00:00Z");
        assert!(due(&deadlines, "2026-01-19T22:59:59Z").is_empty());
        assert_eq!(due(&deadlines, "2026-01-19T23:00:00Z"), [application(2)]);
        let examined = StudentEvent::ApplicationExamined {
            application: application(2),
            at: at("2026-01-06T12:00:00Z"),
        };
        deadlines.follow(&examined, Position(2), &silent());
        assert!(due(&deadlines, "2026-01-19T23:00:00Z").is_empty());
        let cause = DeclineCause::OfferWithdrawn;
        let declined = StudentEvent::ApplicationDeclined {
            application: application(1),
            cause,
        };
        deadlines.follow(&declined, Position(3), &silent());
        // Three working days before its week.
        assert_eq!(
            due(&deadlines, "2026-03-03T23:00:00Z"),
            [2, 3].map(application)
        );
        assert_eq!(due(&deadlines, "2026-03-03T22:59:59Z"), [application(2)]);
        // Page by page, whatever comes of the first one.
        let first = deadlines.due_at(Timestamp::MAX, None, 1);
        assert_eq!(first[0].application, application(2));
        let second = deadlines.due_at(Timestamp::MAX, first.last(), 1);
        assert_eq!(second[0].application, application(3));
        assert!(
            deadlines
                .due_at(Timestamp::MAX, second.last(), 1)
                .is_empty()
        );
        let accepted = StudentEvent::ApplicationAccepted {
            application: application(3),
            offer: OfferId(Uuid::nil()),
            week: "2026-W11".parse().unwrap(),
            message: None::<Sealed<_>>,
        };
        deadlines.follow(&accepted, Position(4), &silent());
        assert_eq!(due(&deadlines, "2027-01-01T00:00:00Z"), [application(2)]);
    }

    #[test]
    fn reminders_are_due_before_it_expires_and_each_once() {
        let rules = Rules::default();
        let mut deadlines = Deadlines::default();
        let student = StudentId(Uuid::from_u128(1));
        let asked = (application(1), "2026-W11".parse().unwrap());
        let when = at("2026-01-05T12:00:00Z");
        deadlines.asked((student, None), asked, when, Position(1), &rules);
        let next = |deadlines: &Deadlines| deadlines.due_at(Timestamp::MAX, None, 1)[0];
        assert_eq!(next(&deadlines).at, at("2026-01-11T23:00:00Z"));
        assert_eq!(next(&deadlines).expires_at, at("2026-01-19T23:00:00Z"));
        let reminded = |after_days| StudentEvent::HostReminded {
            application: application(1),
            after_days,
            expires_on: jiff::civil::date(2026, 1, 20),
        };
        deadlines.follow(&reminded(7), Position(2), &rules);
        assert_eq!(next(&deadlines).at, at("2026-01-18T23:00:00Z"));
        assert_eq!(next(&deadlines).since, Position(1), "it waits since then");
        deadlines.follow(&reminded(14), Position(3), &rules);
        assert_eq!(next(&deadlines).at, next(&deadlines).expires_at);
        assert_eq!(deadlines.due.len(), 1);
    }
}
