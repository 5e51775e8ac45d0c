//! What of the deadlines of agreements is kept in a snapshot. When something is due follows from it,
//! by the numbers of the scheme as they are at the start.
use std::collections::{BTreeSet, HashMap};

use domain::agreement::{Party, Unsigned};
use domain::ids::{ApplicationId, StudentId};
use domain::rules::Rules;
use eventlog::Position;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Agreed, AgreementDeadline, AgreementDeadlines};
use crate::compact::{Numbers, names_of, numbered, zones_of};

/// The kept form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptAgreementDeadlines {
    zones: Vec<String>,
    agreed: Vec<KeptAgreed>,
}

#[derive(Serialize, Deserialize)]
struct KeptAgreed {
    application: ApplicationId,
    student: StudentId,
    zone: u32,
    opened: u64,
    version: u32,
    made_on: Date,
    first_day: Date,
    reminded: Option<u16>,
    first_day_came: bool,
    signed: BTreeSet<Party>,
}

impl AgreementDeadlines {
    /// What is kept.
    pub(crate) fn kept(&self) -> KeptAgreementDeadlines {
        let mut zones = Numbers::default();
        let agreed = self.agreed.values().map(|agreed| {
            let Agreed {
                version,
                unsigned,
                signed,
                deadline,
            } = agreed;
            KeptAgreed {
                application: deadline.application,
                student: deadline.student,
                zone: zones.of(deadline.zone),
                opened: deadline.opened.0,
                version: *version,
                made_on: unsigned.made_on,
                first_day: unsigned.first_day,
                reminded: unsigned.reminded,
                first_day_came: unsigned.first_day_came,
                signed: signed.clone(),
            }
        });
        let agreed = agreed.collect();
        KeptAgreementDeadlines {
            zones: names_of(zones),
            agreed,
        }
    }

    /// The deadlines again, if it is something that was kept.
    pub(crate) fn of_kept(kept: KeptAgreementDeadlines, rules: &Rules) -> Option<Self> {
        let zones = zones_of(&kept.zones)?;
        let mut deadlines = Self {
            agreed: HashMap::with_capacity(kept.agreed.len()),
            ..Self::default()
        };
        for one in kept.agreed {
            let unsigned = Unsigned {
                made_on: one.made_on,
                first_day: one.first_day,
                reminded: one.reminded,
                first_day_came: one.first_day_came,
            };
            let deadline = AgreementDeadline {
                at: Timestamp::MAX,
                student: one.student,
                application: one.application,
                zone: numbered(&zones, one.zone)?,
                opened: Position(one.opened),
            };
            let agreed = Agreed {
                version: one.version,
                unsigned,
                signed: one.signed,
                deadline,
            };
            deadlines.set(agreed, rules);
        }
        Some(deadlines)
    }
}
