//! What of the deadlines is kept in a snapshot: since when each application waits. When something is
//! due follows from that, by the numbers of the scheme as they are at the start.
use domain::ids::{ApplicationId, StudentId, Uai};
use domain::rules::Rules;
use domain::student::Unanswered;
use eventlog::Position;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Deadlines, Waiting};
use crate::compact::{KeptWeek, Numbers, names_of, numbered, zones_of};

/// The kept form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptDeadlines {
    zones: Vec<String>,
    colleges: Vec<(Uai, u32)>,
    pending: Vec<KeptPending>,
}

#[derive(Serialize, Deserialize)]
struct KeptPending {
    application: ApplicationId,
    student: StudentId,
    zone: u32,
    since: u64,
    asked_on: Date,
    examined: bool,
    reminded: u16,
    week: KeptWeek,
}

impl Deadlines {
    /// What is kept.
    pub(crate) fn kept(&self) -> KeptDeadlines {
        let mut zones = Numbers::default();
        let colleges = self.zones.iter();
        let colleges = colleges.map(|(uai, zone)| (*uai, zones.of(*zone)));
        let colleges = colleges.collect();
        let pending = self.pending.iter().map(|(application, pending)| {
            let Waiting {
                student,
                since,
                unanswered,
                zone,
            } = pending.waiting;
            KeptPending {
                application: *application,
                student,
                zone: zones.of(zone),
                since: since.0,
                asked_on: unanswered.asked_on,
                examined: unanswered.examined,
                reminded: unanswered.reminded,
                week: unanswered.week.into(),
            }
        });
        let pending = pending.collect();
        KeptDeadlines {
            zones: names_of(zones),
            colleges,
            pending,
        }
    }

    /// The deadlines again, if it is something that was kept.
    pub(crate) fn of_kept(kept: KeptDeadlines, rules: &Rules) -> Option<Self> {
        let zones = zones_of(&kept.zones)?;
        let colleges = kept.colleges.into_iter();
        let colleges = colleges.map(|(uai, zone)| Some((uai, numbered(&zones, zone)?)));
        let mut deadlines = Self {
            zones: colleges.collect::<Option<_>>()?,
            ..Self::default()
        };
        for one in kept.pending {
            let unanswered = Unanswered {
                asked_on: one.asked_on,
                examined: one.examined,
                reminded: one.reminded,
                week: one.week.week()?,
            };
            let waiting = Waiting {
                student: one.student,
                since: Position(one.since),
                unanswered,
                zone: numbered(&zones, one.zone)?,
            };
            deadlines.set(one.application, waiting, rules);
        }
        Some(deadlines)
    }
}
