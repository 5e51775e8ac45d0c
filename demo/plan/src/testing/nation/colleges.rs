//! How colleges begin the year: they register, choose weeks, and open their classes.
use std::collections::BTreeSet;

use domain::establishment::{EstablishmentEvent, Level, Listing, Network, Right, StaffRole};
use eventlog::Append;

use super::hosts::IDENTITY;
use super::layout::{CLASSES, Layout};
use super::sealing::sealed;
use super::written::{Asked, Pen};
use crate::testing::{Random, year};

/// Appends of a college.
pub(super) const STEPS: u64 = 3 + 3 * CLASSES;

impl Layout {
    /// The `step`-th append of a college, one event each.
    pub(super) fn begin_college(&self, pen: &mut Pen, college: u64, step: u64) -> Append {
        let mut random = Random(self.ids.seed ^ college << 7 | step << 2 | 3);
        let head = self.head(college);
        let (asked, event) = match step {
            0 => (
                Asked::by("operator", "ListEstablishments"),
                EstablishmentEvent::EstablishmentListed {
                    uai: self.uai(college),
                    listing: self.listing(college),
                },
            ),
            1 => (
                Asked::by(format!("head:{head}"), "RegisterEstablishment"),
                EstablishmentEvent::EstablishmentRegistered {
                    head,
                    identity: sealed(&mut random, IDENTITY),
                },
            ),
            2 => (
                Asked::by(format!("head:{head}"), "ChooseWeeks"),
                EstablishmentEvent::WeeksChosen {
                    school_year: year(),
                    weeks: self.weeks.iter().copied().collect(),
                },
            ),
            step => self.begin_class(&mut random, college, step - 3),
        };
        let uai = self.uai(college);
        pen.append("establishment", uai.as_str(), step, &asked, &[event])
    }

    fn begin_class(
        &self,
        random: &mut Random,
        college: u64,
        step: u64,
    ) -> (Asked, EstablishmentEvent) {
        let class = step % CLASSES;
        let (head, staff) = (self.head(college), self.teacher(college, class));
        let teacher = format!("teacher:{staff}");
        match step / CLASSES {
            0 => (
                Asked::by(teacher, "JoinStaff"),
                EstablishmentEvent::StaffJoined {
                    staff,
                    role: StaffRole::Teacher,
                    rights: BTreeSet::from([Right::ManagePupils, Right::ManagePlacements]),
                    identity: sealed(random, IDENTITY),
                },
            ),
            1 => (
                Asked::by(format!("head:{head}"), "OpenClass"),
                EstablishmentEvent::ClassOpened {
                    class: self.class(college, class),
                    label: format!("3e {}", class + 1).into(),
                    level: Level::Troisieme,
                    school_year: year(),
                },
            ),
            _ => (
                Asked::by(teacher, "TakeClass"),
                EstablishmentEvent::ClassTaken {
                    staff,
                    class: self.class(college, class),
                },
            ),
        }
    }

    fn listing(&self, college: u64) -> Listing {
        Listing {
            name: format!("Collège Jean Moulin {college}").into(),
            city: "Villeneuve".into(),
            department: self.department(college).code,
            network: if college.is_multiple_of(2) {
                Network::RepPlus
            } else {
                Network::Rep
            },
            position: Some(self.position(college)),
        }
    }
}
