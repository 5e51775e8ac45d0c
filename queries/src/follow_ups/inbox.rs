//! The applications that a host has received (OFF-5).
use std::cmp::Reverse;
use std::collections::BTreeMap;

use commands::Failure;
use commands::authorisation::Action;
use domain::calendar::Week;
use domain::concerns::CancelledBy;
use domain::establishment::Network;
use domain::ids::{OfferId, Siret, StudentId};
use domain::principal::Principal;
use eventlog::Position;
use projections::entities::EntityIndex;
use projections::inbox::{InboxCursor, InboxEntry, InboxFilter};
use projections::{ApplicationCounts, ApplicationState, Folds};
use proto::v1;
use serde::{Deserialize, Serialize};

use super::accompaniment::Shown;
use crate::events::Events;
use crate::opening::{PupilKeys, full_name};
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::watching::WatchableQuery;
use crate::{pages, permits};
use wire::times::timestamp;
use wire::{counts, enums, names};

/// The list, in page tokens.
pub(super) const LIST: &str = "inbox";

#[derive(Debug)]
pub(super) struct InboxQuery {
    pub action: Action,
    pub host: Siret,
    /// Only applications that stand so; all where there is none.
    pub states: Vec<ApplicationState>,
    /// Pupils of REP+ colleges first (OFF-11).
    pub rep_plus_first: bool,
    pub after: Option<Place>,
    pub size: usize,
}

/// The states asked for; none for all.
pub(super) fn states(asked: &[i32]) -> Result<Vec<ApplicationState>, Failure> {
    let groups: Result<Vec<_>, Failure> = enums::each(asked, enums::application_states).collect();
    Ok(groups?.concat())
}

/// A place in the inbox: those that wait first, the oldest of them first; then the others, the
/// newest first; among either, where it is asked for, those that have priority before those that
/// come after them. Named by the place of the application among all, which an erasure leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Place {
    Waits(bool, InboxCursor),
    Answered(bool, Reverse<InboxCursor>),
}

impl Place {
    fn of(entry: &InboxEntry, comes_after: bool) -> Self {
        if entry.state.is_pending() {
            Self::Waits(comes_after, entry.place)
        } else {
            Self::Answered(comes_after, Reverse(entry.place))
        }
    }
}

/// Whether a pupil's college is in REP+ (OFF-11).
fn is_rep_plus(entities: &EntityIndex, student: StudentId) -> bool {
    let college = entities.college_of(student);
    let listing = college.and_then(|(college, _)| college.state.listing());
    listing.is_some_and(|listing| listing.network == Network::RepPlus)
}

#[derive(PartialEq)]
pub(super) struct InboxSelection {
    counts: ApplicationCounts,
    /// How many of the cancelled ones the host gave up.
    cancelled_by_host: u32,
    /// How many of them the college gave up.
    cancelled_by_college: u32,
    rows: Vec<RowSelection>,
    next: Option<Place>,
}

#[derive(PartialEq)]
struct RowSelection {
    entry: InboxEntry,
    /// The event that holds the terms of the offer.
    terms: Position,
    /// Placements of the offer in that week.
    taken: u16,
    /// Whether the pupil's college is in REP+.
    rep_plus: bool,
    accompanied: Shown,
}

impl Query for InboxQuery {
    type Selection = InboxSelection;
    type Response = (v1::HostInbox, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_host(entities, caller, self.action, self.host)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.inbox()).min(fold_position(folds, folds.agreements()))
    }

    fn select(&self, folds: &Folds) -> Result<InboxSelection, Failure> {
        let entities = folds.entities();
        let filter = InboxFilter {
            limit: usize::MAX,
            ..InboxFilter::default()
        };
        let view = folds.inbox().fold().of_host(entities, self.host, filter);
        let view = view.ok_or(Failure::NotFound)?;
        let mut counts = ApplicationCounts::default();
        view.offers
            .iter()
            .for_each(|offer| counts.add_all(&offer.applications));
        let given_up = |by| {
            let theirs = |entry: &&InboxEntry| entry.cancelled_by == Some(by);
            let count = view.applications.iter().filter(theirs).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let cancelled_by_host = given_up(CancelledBy::Host);
        let cancelled_by_college = given_up(CancelledBy::College);
        let taken = taken(&view.applications);
        let comes_after =
            |entry: &InboxEntry| self.rep_plus_first && !is_rep_plus(entities, entry.student);
        let order = |entry: &InboxEntry| Place::of(entry, comes_after(entry));
        let (page, next) = page(
            view.applications,
            &self.states,
            self.after,
            self.size,
            order,
        );
        let rows = page.into_iter().map(|entry| {
            let seats = taken.get(&(entry.offer, entry.week)).copied().unwrap_or(0);
            Ok(RowSelection {
                terms: entities.offer(entry.offer).ok_or(Failure::NotFound)?.terms,
                taken: seats,
                rep_plus: is_rep_plus(entities, entry.student),
                accompanied: Shown::of_placement(folds, entry.student, entry.application),
                entry,
            })
        });
        Ok(InboxSelection {
            counts,
            cancelled_by_host,
            cancelled_by_college,
            rows: rows.collect::<Result<_, Failure>>()?,
            next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &InboxSelection,
    ) -> Result<(v1::HostInbox, String), Failure> {
        let pointed = selected.rows.iter();
        let pointed = pointed.flat_map(|row| [row.terms].into_iter().chain(row.entry.identity));
        let events = service.events(pointed).await?;
        let keys = service
            .keys_of_pupils(
                self.action,
                selected.rows.iter().map(|row| row.entry.student),
            )
            .await?;
        let applications = selected.rows.iter().map(|row| shown(&events, &keys, row));
        let inbox = v1::HostInbox {
            host: names::of_host(self.host),
            application_counts: Some(counts::application_counts(&selected.counts)),
            placement_counts: Some(counts::placement_counts(
                &selected.counts,
                selected.cancelled_by_host,
                selected.cancelled_by_college,
            )),
            applications: applications.collect::<Result<_, _>>()?,
        };
        Ok((inbox, pages::token(LIST, selected.next)?))
    }
}

impl WatchableQuery for InboxQuery {
    fn action(&self) -> Action {
        self.action
    }

    fn pupils(&self, selected: &InboxSelection) -> Vec<StudentId> {
        selected.rows.iter().map(|row| row.entry.student).collect()
    }
}

/// Placements by offer and week.
fn taken(entries: &[InboxEntry]) -> BTreeMap<(OfferId, Week), u16> {
    let mut taken: BTreeMap<_, u16> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.state.is_placement()) {
        let seats = taken.entry((entry.offer, entry.week)).or_default();
        *seats = seats.saturating_add(1);
    }
    taken
}

/// The page that begins after a place, and the last place on it where there are more.
fn page(
    mut entries: Vec<InboxEntry>,
    states: &[ApplicationState],
    after: Option<Place>,
    size: usize,
    order: impl Fn(&InboxEntry) -> Place,
) -> (Vec<InboxEntry>, Option<Place>) {
    entries.retain(|entry| {
        (states.is_empty() || states.contains(&entry.state))
            && after.is_none_or(|after| order(entry) > after)
    });
    entries.sort_by_cached_key(&order);
    let more = entries.len() > size;
    entries.truncate(size);
    let last = entries.last().map(&order).filter(|_| more);
    (entries, last)
}

fn shown(
    events: &Events,
    keys: &PupilKeys,
    row: &RowSelection,
) -> Result<v1::ReceivedApplication, Failure> {
    let entry = &row.entry;
    let terms = events.terms(row.terms)?;
    let pupil = keys.student(events, entry.student, entry.identity)?;
    let offered = terms.weeks.contains(&entry.week);
    let seats = if offered { terms.seats_per_week } else { 0 };
    Ok(v1::ReceivedApplication {
        name: names::of_application(entry.student, entry.application),
        student_display_name: full_name(&pupil),
        offer: names::of_offer(entry.offer),
        offer_title: terms.title.to_string(),
        week: entry.week.to_string(),
        state: enums::of_application_state(entry.state).into(),
        placement_state: enums::of_placement_state(entry.state, entry.cancelled_by).into(),
        submitted_time: entry.asked_at.map(timestamp),
        seats_left: seats.saturating_sub(row.taken).into(),
        rep_plus: row.rep_plus,
        agreement: row.accompanied.agreement,
    })
}

#[cfg(test)]
mod tests {
    use domain::ids::{ApplicationId, StudentId};
    use uuid::Uuid;

    use super::*;

    fn entry(letter: u64, state: ApplicationState) -> InboxEntry {
        InboxEntry {
            application: ApplicationId(Uuid::from_u128(letter.into())),
            student: StudentId(Uuid::from_u128(1)),
            offer: OfferId(Uuid::from_u128(2)),
            week: "2026-W07".parse().unwrap(),
            state,
            place: InboxCursor(u32::try_from(letter).unwrap()),
            letter: Some(Position(letter)),
            identity: Some(Position(1)),
            latest: Position(letter),
            asked_at: None,
            cancelled_by: None,
        }
    }

    fn received() -> Vec<InboxEntry> {
        use ApplicationState as S;
        let states = [
            S::Declined,
            S::Pending,
            S::Completed,
            S::UnderExamination,
            S::Withdrawn,
        ];
        (10..)
            .zip(states)
            .map(|(letter, state)| entry(letter, state))
            .collect()
    }

    /// Nobody has priority.
    fn plain(entry: &InboxEntry) -> Place {
        Place::of(entry, false)
    }

    #[test]
    fn who_has_priority_comes_first_among_those_that_wait_and_among_the_others() {
        let order = |entry: &InboxEntry| Place::of(entry, ![12, 13].contains(&entry.place.0));
        let (all, _) = page(received(), &[], None, 50, order);
        assert_eq!(letters(&all), [13, 11, 12, 14, 10]);
        let (first, next) = page(received(), &[], None, 2, order);
        let (rest, _) = page(received(), &[], next, 50, order);
        assert_eq!(
            (letters(&first), letters(&rest)),
            (vec![13, 11], vec![12, 14, 10])
        );
    }

    fn letters(entries: &[InboxEntry]) -> Vec<u64> {
        entries
            .iter()
            .map(|entry| u64::from(entry.place.0))
            .collect()
    }

    #[test]
    fn those_that_wait_come_first_the_oldest_first_then_the_newest() {
        let (all, next) = page(received(), &[], None, 50, plain);
        assert_eq!((letters(&all), next), (vec![11, 13, 14, 12, 10], None));
    }

    #[test]
    fn pages_follow_one_another_across_both_groups() {
        let mut selected = Vec::new();
        let mut after = None;
        loop {
            let (rows, next) = page(received(), &[], after, 2, plain);
            selected.extend(letters(&rows));
            let token = pages::token(LIST, next).unwrap();
            after = pages::cursor(LIST, &token).unwrap();
            if after.is_none() {
                break;
            }
        }
        assert_eq!(selected, [11, 13, 14, 12, 10]);
    }

    #[test]
    fn a_filter_by_accepted_finds_completed_placements() {
        let accepted = states(&[v1::ApplicationState::Accepted.into()]).unwrap();
        let (rows, _) = page(received(), &accepted, None, 50, plain);
        assert_eq!(letters(&rows), [12]);
        let refused = states(&[v1::ApplicationState::Unspecified.into()]);
        assert!(matches!(
            refused,
            Err(Failure::BadInput {
                field: "states",
                ..
            })
        ));
    }

    #[test]
    fn completed_placements_keep_their_seats() {
        let taken = taken(&received());
        assert_eq!(taken.values().copied().collect::<Vec<_>>(), [1]);
    }
}
