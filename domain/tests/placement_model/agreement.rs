//! An agreement that four sign, while its terms change, its placement is given up, and reminders fall
//! due (AGR-1, AGR-2, AGR-3): whoever signs has read a version some time before, steps are lost, late
//! or taken twice.
use std::collections::BTreeSet;

use domain::agreement::{
    AgreementCommand, AmendAgreement, Editor, PARTIES, Party, RecordPaperSignatures,
    RemindOfAgreement, SignAgreement,
};
use domain::digest::{FormDigest, TermsDigest};
use domain::placement_policy::Step;
use domain::rules::Rules;
use domain::sealed::Sealed;
use domain::student::{CancelPlacement, CancelledBy, StudentCommand};
use stateright::{Model, Property};

use super::agreement_world::{Asked, DAYS, Read, World, signatory, version};
use super::check;
use super::streams::{TEACHER, application};

/// What is different between the models that are checked.
#[derive(Clone)]
struct Agreements {
    /// Who signs on the platform.
    on_platform: Vec<Party>,
    /// Who signs a printed copy, which the college records some time later.
    on_paper: BTreeSet<Party>,
    /// How often the terms change.
    changes: u8,
    /// Whether the placement may be given up.
    given_up: bool,
    /// Until which of the days it goes on.
    last_day: usize,
    /// How often a step is lost.
    crashes: u8,
    rules: Rules,
}

#[derive(Clone, Debug, PartialEq)]
enum Happens {
    /// Somebody looks whether the placement still holds, and is about to open its agreement.
    BeginOpening,
    Opens,
    OpeningIsLost,
    Ends,
    Reads(Party),
    Signs(Party),
    Prints,
    RecordsCopy,
    /// Host or college sit down over the present version.
    BeginsToWord,
    Words(Editor),
    Cancels(CancelledBy),
    /// A server looks what is due.
    Looks,
    DayPasses,
}

impl Agreements {
    fn present(world: &World) -> Option<Read> {
        world.agreement.current().map(|now| Read {
            version: now.version,
            digest: now.digest.0,
        })
    }

    fn remind(&self, world: &mut World) {
        let today = world.today();
        let look = AgreementCommand::Remind(RemindOfAgreement { today });
        world.agreement(look, &self.rules);
    }

    /// As the program's process sees it: a placement is opened, a placement that was given up is
    /// ended where it was opened.
    fn something_is_left(world: &World) -> bool {
        let opened = world.agreement.current().is_some();
        world.opening > 0
            || (world.open.contains_key(&Asked::Open) && world.is_placed())
            || (world.open.contains_key(&Asked::End) && opened)
    }

    /// Covered just where each of the four has signed the last version, and the placement's
    /// agreement has not ended.
    fn covered_by_four(&self, world: &World) -> bool {
        let last = world.told.versions.last_key_value().map(|(n, _)| *n);
        let all = last.is_some_and(|last| {
            let mut parties = PARTIES.iter();
            parties.all(|party| world.told.signed.contains(&(last, *party)))
        });
        world.agreement.is_covered() == (all && !world.told.ended)
    }

    fn ends_with_its_placement(&self, world: &World) -> bool {
        Self::something_is_left(world)
            || world.agreement.current().is_none()
            || world.told.ended != world.is_placed()
    }

    fn is_at_an_end(&self, world: &World) -> bool {
        world.day == self.last_day && !Self::something_is_left(world)
    }
}

impl Model for Agreements {
    type State = World;
    type Action = Happens;

    fn init_states(&self) -> Vec<World> {
        vec![World::new()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Happens>) {
        if world.open.contains_key(&Asked::Open) && world.opening < 2 && world.is_placed() {
            actions.push(Happens::BeginOpening);
        }
        if world.opening > 0 {
            actions.push(Happens::Opens);
            if world.crashes < self.crashes {
                actions.push(Happens::OpeningIsLost);
            }
        }
        if world.open.contains_key(&Asked::End) && world.agreement.current().is_some() {
            actions.push(Happens::Ends);
        }
        if let Some(present) = Self::present(world) {
            for party in &self.on_platform {
                if world.read.get(party) != Some(&present) {
                    actions.push(Happens::Reads(*party));
                }
            }
            if !self.on_paper.is_empty() && world.printed != Some(present) {
                actions.push(Happens::Prints);
            }
            if world.worded_on.is_none() && world.worded < self.changes {
                actions.push(Happens::BeginsToWord);
            }
            actions.push(Happens::Looks);
        }
        actions.extend(world.read.keys().map(|party| Happens::Signs(*party)));
        if world.printed.is_some() {
            actions.push(Happens::RecordsCopy);
        }
        if world.worded_on.is_some() {
            actions.extend([Editor::Host, Editor::College].map(Happens::Words));
        }
        if self.given_up && !world.given_up {
            actions.extend([CancelledBy::Pupil, CancelledBy::Host].map(Happens::Cancels));
        }
        if world.day < self.last_day {
            actions.push(Happens::DayPasses);
        }
    }

    fn next_state(&self, world: &World, happens: Happens) -> Option<World> {
        let mut next = world.clone();
        match happens {
            Happens::BeginOpening => next.opening += 1,
            Happens::Opens => {
                next.opening -= 1;
                next.open_agreement(&self.rules);
                next.open.remove(&Asked::Open);
            }
            Happens::OpeningIsLost => {
                next.opening -= 1;
                next.crashes += 1;
            }
            Happens::Ends => {
                if let Some(Step::EndAgreement(_, end)) = next.open.get(&Asked::End).cloned() {
                    next.agreement(AgreementCommand::End(end), &self.rules);
                }
                // It stays there to be taken twice, while there is something to be lost.
                if world.told.ended || next.crashes >= self.crashes {
                    next.open.remove(&Asked::End);
                } else {
                    next.crashes += 1;
                }
            }
            Happens::Reads(party) => {
                next.read.insert(party, Self::present(world)?);
            }
            Happens::Signs(party) => {
                let read = next.read.get(&party)?;
                let sign = SignAgreement {
                    version: read.version,
                    digest: TermsDigest(read.digest),
                    signatory: signatory(party),
                    today: next.today(),
                };
                next.agreement(AgreementCommand::Sign(sign), &self.rules);
            }
            Happens::Prints => next.printed = Self::present(world),
            Happens::RecordsCopy => {
                let printed = next.printed?;
                let copy = RecordPaperSignatures {
                    version: printed.version,
                    digest: TermsDigest(printed.digest),
                    parties: self.on_paper.clone(),
                    // However late it is recorded.
                    signed_on: next.today().min(DAYS[2]),
                    copy: FormDigest([3; 32]),
                    by: TEACHER,
                    today: next.today(),
                };
                next.agreement(AgreementCommand::RecordPaperSignatures(copy), &self.rules);
            }
            Happens::BeginsToWord => next.worded_on = Some(Self::present(world)?.version),
            Happens::Words(by) => {
                let based_on = next.worded_on.take()?;
                next.worded += 1;
                let (terms, digest) = version(based_on + 1);
                let words = AmendAgreement {
                    based_on,
                    by,
                    terms,
                    tutor: None,
                    digest,
                    today: next.today(),
                };
                next.agreement(AgreementCommand::Amend(words), &self.rules);
            }
            Happens::Cancels(by) => {
                next.given_up = true;
                next.pupil(StudentCommand::CancelPlacement(CancelPlacement {
                    application: application(0),
                    by,
                    reason: Sealed::from_text(""),
                    today: next.today(),
                }));
            }
            Happens::Looks => self.remind(&mut next),
            Happens::DayPasses => next.day += 1,
        }
        // What changes nothing is no step: where only that is left is the end.
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("nothing that must never be", |_, world: &World| {
                world.told.broken.is_none()
            }),
            Property::always("covered by all four, on one version", Self::covered_by_four),
            Property::always("it ends with its placement", Self::ends_with_its_placement),
            Property::eventually("always an end", Self::is_at_an_end),
            Property::sometimes("another version is covered", |_, world: &World| {
                world.agreement.is_covered()
                    && (world.told.versions.len() > 1 || world.told.reminders.len() == 2)
            }),
        ];
        if self.given_up {
            properties.push(Property::sometimes(
                "what all have signed is given up, and stays",
                |_, world: &World| {
                    let current = world.agreement.current();
                    world.told.ended && current.is_some_and(|now| now.missing().is_empty())
                },
            ));
        }
        properties
    }
}

#[test]
fn four_signatures_with_a_change_of_terms_in_between() {
    check(Agreements {
        on_platform: vec![Party::Host, Party::Pupil, Party::Guardian],
        on_paper: [Party::College].into(),
        changes: 1,
        given_up: false,
        last_day: 0,
        crashes: 0,
        rules: Rules::default(),
    });
}

#[test]
fn terms_that_change_twice_under_those_who_sign() {
    check(Agreements {
        on_platform: vec![Party::Pupil, Party::Guardian],
        on_paper: [Party::College, Party::Host].into(),
        changes: 2,
        given_up: false,
        last_day: 0,
        crashes: 0,
        rules: Rules::default(),
    });
}

#[test]
fn a_placement_that_is_given_up_while_its_agreement_is_opened_and_signed() {
    check(Agreements {
        on_platform: vec![Party::Pupil, Party::Guardian],
        on_paper: [Party::College, Party::Host].into(),
        changes: 1,
        given_up: true,
        last_day: 0,
        crashes: 2,
        rules: Rules::default(),
    });
}

#[test]
fn reminders_and_a_first_day_that_comes() {
    check(Agreements {
        on_platform: vec![Party::Guardian],
        on_paper: [Party::College, Party::Host, Party::Pupil].into(),
        changes: 1,
        given_up: true,
        last_day: 3,
        crashes: 0,
        rules: Rules::default(),
    });
}
