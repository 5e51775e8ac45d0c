//! Letters that a later one about the same application makes needless: an application that came
//! and went before its host was told of it, and a reminder of one that wants no answer any more.
use std::cmp::Ordering;
use std::collections::HashMap;

use accounts::Message;
use projections::Folds;
use uuid::Uuid;

use crate::kind::Kind;
use crate::letter::Facts;

/// Why a letter is not sent.
pub const OVERTAKEN: &str = "overtaken by what came of the same application";

/// The letters of a round that are overtaken by others of it: of those that tell one reader how
/// one application stands one goes, which says how it stands now; none, where that is as before.
#[must_use]
pub fn overtaken(round: &[Message]) -> Vec<Uuid> {
    let mut by_application: HashMap<_, ApplicationLetters> = HashMap::new();
    for message in round {
        if let Some((application, wanted)) = application_letter(message) {
            let key = (message.recipient, application);
            let of_one = by_application.entry(key).or_default();
            match wanted {
                AnswerWanted::Yes => of_one.asks.push(message.id),
                AnswerWanted::No => of_one.no_longer.push(message.id),
            }
        }
    }
    by_application
        .into_values()
        .flat_map(ApplicationLetters::overtaken)
        .collect()
}

/// The letters of a round to one reader about one application. It asks and no longer asks in
/// turn, so that the counts tell how it stands now, in whatever order the letters come.
#[derive(Default)]
struct ApplicationLetters {
    asks: Vec<Uuid>,
    no_longer: Vec<Uuid>,
}

impl ApplicationLetters {
    fn overtaken(mut self) -> Vec<Uuid> {
        match self.asks.len().cmp(&self.no_longer.len()) {
            Ordering::Greater => self.asks.pop(),
            Ordering::Less => self.no_longer.pop(),
            Ordering::Equal => None,
        };
        self.asks.extend(self.no_longer);
        self.asks
    }
}

/// The reminders of a round that make no sense any more: of an application that wants no answer (STU-13)
/// or an agreement that wants no signature (AGR-3), and all but the last of one reader about one
/// application.
#[must_use]
pub fn needless_reminders(folds: &Folds, round: &[Message]) -> Vec<Uuid> {
    let (entities, follow_up) = (folds.entities(), folds.follow_up().fold());
    let agreements = folds.agreements().fold();
    let mut latest: HashMap<_, &Message> = HashMap::new();
    let mut needless = vec![];
    for message in round {
        let kind = message.kind.parse::<Kind>();
        let Some(about) = kind.ok().and_then(Reminder::of) else {
            continue;
        };
        let facts: Option<Facts> = serde_json::from_str(&message.body).ok();
        let Some((student, application)) = facts.and_then(|facts| facts.application) else {
            continue;
        };
        let is_settled = match about {
            Reminder::OfAnswer => {
                let state = follow_up.state_of(entities, student, application);
                state.is_some_and(|state| !state.is_pending())
            }
            Reminder::OfSignatures => {
                let coverage = agreements.coverage(entities, student, application);
                coverage.is_some_and(|coverage| !coverage.is_missing())
            }
        };
        if is_settled {
            needless.push(message.id);
            continue;
        }
        let of_one = (message.recipient, application);
        let known = latest.get(&of_one).copied();
        let is_later = known.is_none_or(|known| known.queued_at <= message.queued_at);
        let (kept, gone) = match (is_later, known) {
            (true, known) => (message, known),
            (false, Some(known)) => (known, Some(message)),
            (false, None) => (message, None),
        };
        needless.extend(gone.map(|gone| gone.id));
        latest.insert(of_one, kept);
    }
    needless
}

/// What a letter reminds of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reminder {
    OfAnswer,
    OfSignatures,
}

impl Reminder {
    fn of(kind: Kind) -> Option<Self> {
        let of_signatures = [
            Kind::AgreementReminder,
            Kind::AgreementNotCovered,
            Kind::PlacementCannotStart,
        ];
        if kind == Kind::HostReminder {
            Some(Self::OfAnswer)
        } else {
            of_signatures.contains(&kind).then_some(Self::OfSignatures)
        }
    }
}

/// Whether an application asks for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AnswerWanted {
    Yes,
    No,
}

fn application_letter(message: &Message) -> Option<(Uuid, AnswerWanted)> {
    let kind = message.kind.parse::<Kind>().ok()?;
    let asks = [Kind::ApplicationReceived, Kind::ApplicationReinstated].contains(&kind);
    let wanted = if asks {
        AnswerWanted::Yes
    } else if kind == Kind::ApplicationWithdrawn {
        AnswerWanted::No
    } else {
        return None;
    };
    let facts: Facts = serde_json::from_str(&message.body).ok()?;
    let (_, application) = facts.application?;
    Some((application.0, wanted))
}

#[cfg(test)]
mod tests {
    use domain::ids::{ApplicationId, StudentId};
    use vault::PersonId;

    use super::*;

    fn letter(n: u128, to: u128, kind: Kind, application: u128) -> Message {
        let facts = Facts {
            application: Some((
                StudentId(Uuid::from_u128(1)),
                ApplicationId(Uuid::from_u128(application)),
            )),
            ..Facts::default()
        };
        Message {
            id: Uuid::from_u128(n),
            recipient: PersonId(Uuid::from_u128(to)),
            address: "anne@atelier.example".into(),
            kind: kind.name().into(),
            body: serde_json::to_string(&facts).unwrap_or_default(),
            link_token: None,
            queued_at: i64::try_from(n).unwrap_or_default(),
            attempts: 0,
        }
    }

    fn gone(round: &[Message]) -> Vec<u128> {
        let mut gone: Vec<u128> = overtaken(round)
            .into_iter()
            .map(|id| id.as_u128())
            .collect();
        gone.sort_unstable();
        gone
    }

    #[test]
    fn who_asks_and_takes_it_back_is_not_told_of() {
        use Kind::{ApplicationReceived as Asks, ApplicationWithdrawn as Not};
        let [anne, paul] = [0xa, 0xb];
        let round = [
            letter(1, anne, Asks, 7),
            letter(2, paul, Asks, 7),
            letter(3, anne, Not, 7),
            letter(4, anne, Asks, 8),
        ];
        assert_eq!(gone(&round), [1, 3], "another reader, another application");
        assert_eq!(
            gone(&[letter(3, anne, Not, 7)]),
            [],
            "they were told before"
        );
    }

    #[test]
    fn of_many_letters_of_one_application_the_last_goes() {
        use Kind::{
            ApplicationReceived as Asks, ApplicationReinstated as Again,
            ApplicationWithdrawn as Not,
        };
        let three = [
            letter(1, 1, Asks, 7),
            letter(2, 1, Not, 7),
            letter(3, 1, Again, 7),
        ];
        assert_eq!(gone(&three), [1, 2], "it asks");
        let backwards: Vec<Message> = three.into_iter().rev().collect();
        assert_eq!(gone(&backwards).len(), 2, "in whatever order they are read");
        let taken_back = [
            letter(2, 1, Not, 7),
            letter(4, 1, Not, 7),
            letter(3, 1, Again, 7),
        ];
        assert_eq!(gone(&taken_back), [2, 3], "it does not ask any more");
        let back_and_forth = [letter(5, 1, Not, 7), letter(6, 1, Again, 7)];
        assert_eq!(gone(&back_and_forth), [5, 6]);
        let others = [
            letter(8, 1, Kind::ApplicationAccepted, 7),
            letter(9, 1, Kind::PlacementCancelled, 7),
        ];
        assert_eq!(gone(&others), []);
    }

    #[test]
    fn of_two_reminders_of_one_application_the_last_goes() {
        let [anne, paul] = [0xa, 0xb];
        let round = [
            letter(2, anne, Kind::HostReminder, 7),
            letter(1, anne, Kind::HostReminder, 7),
            letter(3, paul, Kind::HostReminder, 7),
            letter(4, anne, Kind::HostReminder, 8),
            letter(5, anne, Kind::ApplicationReceived, 7),
        ];
        let needless = needless_reminders(&Folds::default(), &round);
        assert_eq!(needless, [Uuid::from_u128(1)]);
    }
}
