//! The host's inbox (OFF-5): the applications received, by offer and state.
use std::collections::BTreeMap;

use domain::calendar::Week;
use domain::concerns::{ApplicationChange, ApplicationState, CancelledBy, Concerns};
use domain::ids::{ApplicationId, OfferId, Siret, StudentId};
use domain::schema::Fact;
use domain::student::StudentEvent;
use eventlog::{Position, RecordedAt};
use serde::{Deserialize, Serialize};

use crate::application::ApplicationCounts;
use crate::entities::{ApplicationNo, EntityIndex, OfferNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;
use crate::table::Number;

/// The fold behind the hosts' inboxes.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    applications: Vec<Received>,
    offers: Vec<Requests>,
}

/// An application as the host has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Received {
    /// None once the pupil was erased.
    #[serde(with = "stored::optional_position")]
    letter: Option<Position>,
    #[serde(with = "stored::position")]
    latest: Position,
    /// When the pupil asked last, in microseconds since the Unix epoch; none once the pupil was
    /// erased.
    asked_at: Option<i64>,
    state: ApplicationState,
    /// Who gave the placement up, of one that is [cancelled](ApplicationState::Cancelled).
    cancelled_by: Option<CancelledBy>,
}

/// What an offer has received, in the order of submission.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Requests {
    counts: ApplicationCounts,
    received: Vec<ApplicationNo>,
}

/// Which applications of a host to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Only those for this offer.
    pub offer: Option<OfferId>,
    /// Only those that stand so.
    pub state: Option<ApplicationState>,
    /// Only those after this place, as given by [`InboxView::next`].
    pub after: Option<InboxCursor>,
    /// At most so many.
    pub limit: usize,
}

/// A place in an inbox; the same for as long as the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InboxCursor(pub u32);

/// What a host has received.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InboxView {
    /// The host.
    pub host: Siret,
    /// Each of its offers (or the one asked for) with what it received, whatever the state asked
    /// for; in the order of publication.
    pub offers: Vec<InboxOffer>,
    /// The applications asked for, in the order of submission.
    pub applications: Vec<InboxEntry>,
    /// Where the next ones begin, when there are more.
    pub next: Option<InboxCursor>,
}

/// An offer and what it has received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InboxOffer {
    /// The offer.
    pub offer: OfferId,
    /// Its applications by state.
    pub applications: ApplicationCounts,
}

/// An application received.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct InboxEntry {
    /// The application.
    pub application: ApplicationId,
    /// Whose it is.
    pub student: StudentId,
    /// The offer asked for.
    pub offer: OfferId,
    /// The week asked for.
    pub week: Week,
    /// Where it stands.
    pub state: ApplicationState,
    /// Its place among all applications, in the order of submission.
    pub place: InboxCursor,
    /// The event that submitted it and holds the letter, sealed with the pupil's key; none once
    /// the pupil was erased.
    #[serde(with = "stored::optional_position")]
    pub letter: Option<Position>,
    /// The event that holds the pupil's identity, sealed; none once the pupil was erased.
    #[serde(with = "stored::optional_position")]
    pub identity: Option<Position>,
    /// The last event of the application.
    #[serde(with = "stored::position")]
    pub latest: Position,
    /// When the pupil asked last; none once the pupil was erased.
    #[serde(serialize_with = "stored::optional_time")]
    pub asked_at: Option<RecordedAt>,
    /// Who gave the placement up; `None` where nobody did.
    pub cancelled_by: Option<CancelledBy>,
}

impl Fold for Inbox {
    const NAME: &'static str = "inbox";
    const VERSION: u32 = 4;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        let Fact::Student(student, event) = &record.fact else {
            return Ok(());
        };
        if let StudentEvent::StudentErased { .. } = event {
            return self.erased(entities, *student, record.position);
        }
        let concerns = event.concerns();
        let Some((application, change)) = concerns.application else {
            return Ok(());
        };
        let (number, row) = entities.known_application(*student, application)?;
        match change {
            ApplicationChange::Submitted => self.submitted(number, row.offer, record),
            ApplicationChange::Becomes(state) => {
                self.becomes(number, row.offer, state, &concerns, record)
            }
            ApplicationChange::Stays => {
                let received = self.applications.get_mut(number.index());
                received.ok_or(FoldError::OutOfStep("applications"))?.latest = record.position;
                Ok(())
            }
        }
    }
}

impl Inbox {
    fn submitted(
        &mut self,
        number: ApplicationNo,
        offer: OfferNo,
        record: &Record,
    ) -> Result<(), FoldError> {
        if number.index() != self.applications.len() {
            return Err(FoldError::OutOfStep("applications"));
        }
        let state = ApplicationState::Pending;
        self.applications.push(Received {
            letter: Some(record.position),
            latest: record.position,
            asked_at: Some(record.recorded_at.0),
            state,
            cancelled_by: None,
        });
        if self.offers.len() <= offer.index() {
            self.offers
                .resize_with(offer.index() + 1, Requests::default);
        }
        let requests = &mut self.offers[offer.index()];
        requests.counts.add(state);
        requests.received.push(number);
        Ok(())
    }

    /// That an application came in, and how it stands, stays; where its letter is told goes.
    fn erased(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        at: Position,
    ) -> Result<(), FoldError> {
        let (_, row) = entities.known_student(student)?;
        for number in row.applications.numbers() {
            let received = self.applications.get_mut(number.index());
            let received = received.ok_or(FoldError::OutOfStep("applications"))?;
            received.letter = None;
            received.asked_at = None;
            received.latest = at;
        }
        Ok(())
    }

    fn becomes(
        &mut self,
        number: ApplicationNo,
        offer: OfferNo,
        state: ApplicationState,
        concerns: &Concerns<'_>,
        record: &Record,
    ) -> Result<(), FoldError> {
        let received = self.applications.get_mut(number.index());
        let received = received.ok_or(FoldError::OutOfStep("applications"))?;
        let requests = self
            .offers
            .get_mut(offer.index())
            .ok_or(FoldError::OutOfStep("offers"))?;
        requests.counts.take(received.state);
        requests.counts.add(state);
        received.state = state;
        received.latest = record.position;
        received.cancelled_by = concerns
            .seat_back
            .and_then(|seat| seat.cause.cancelled_by());
        // Pending again: the pupil asks once more.
        if state == ApplicationState::Pending {
            received.asked_at = Some(record.recorded_at.0);
        }
        Ok(())
    }

    /// What a host has received; `None` where there is no such host, or the offer asked for is
    /// not the host's.
    #[must_use]
    pub fn of_host(
        &self,
        entities: &EntityIndex,
        host: Siret,
        filter: InboxFilter,
    ) -> Option<InboxView> {
        let mut offers = entities.host(host)?.offers.clone();
        if let Some(wanted) = filter.offer {
            let wanted = entities.offer_no(wanted)?;
            offers.retain(|offer| *offer == wanted);
            if offers.is_empty() {
                return None;
            }
        }
        let shown = offers.iter().filter_map(|number| {
            let offer = entities.offer_row(*number)?.offer;
            Some(InboxOffer {
                offer,
                applications: self.counts(*number),
            })
        });
        let (numbers, next) = self.page(&offers, filter);
        let entries = numbers
            .into_iter()
            .filter_map(|number| self.entry(entities, number));
        Some(InboxView {
            host,
            offers: shown.collect(),
            applications: entries.collect(),
            next,
        })
    }

    /// One application as the host sees it; `None` where there is no such application.
    #[must_use]
    pub fn application(
        &self,
        entities: &EntityIndex,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<InboxEntry> {
        self.entry(entities, entities.application(student, application)?.0)
    }

    /// What an offer has received, by week and state (OFF-10).
    #[must_use]
    pub fn weeks_of(
        &self,
        entities: &EntityIndex,
        offer: OfferId,
    ) -> BTreeMap<Week, ApplicationCounts> {
        let requests = entities
            .offer_no(offer)
            .and_then(|number| self.offers.get(number.index()));
        let received = requests.into_iter().flat_map(|requests| &requests.received);
        let mut weeks: BTreeMap<Week, ApplicationCounts> = BTreeMap::new();
        for number in received {
            let state = self.applications.get(number.index());
            if let (Some(row), Some(received)) = (entities.application_row(*number), state) {
                weeks.entry(row.week).or_default().add(received.state);
            }
        }
        weeks
    }

    fn counts(&self, offer: OfferNo) -> ApplicationCounts {
        self.offers
            .get(offer.index())
            .map_or_else(Default::default, |requests| requests.counts)
    }

    /// The numbers asked for, in order, and where the next page begins.
    fn page(
        &self,
        offers: &[OfferNo],
        filter: InboxFilter,
    ) -> (Vec<ApplicationNo>, Option<InboxCursor>) {
        let beyond =
            |number: &ApplicationNo| filter.after.is_none_or(|after| number.place() > after.0);
        let stands = |number: &ApplicationNo| {
            filter.state.is_none_or(|wanted| {
                let received = self.applications.get(number.index());
                received.is_some_and(|received| received.state == wanted)
            })
        };
        let requests = offers
            .iter()
            .filter_map(|offer| self.offers.get(offer.index()));
        let mut numbers: Vec<_> = requests
            .flat_map(|requests| {
                let from = requests.received.partition_point(|number| !beyond(number));
                requests.received[from..]
                    .iter()
                    .filter(|number| stands(number))
                    .copied()
            })
            .collect();
        numbers.sort_unstable();
        let more = numbers.len() > filter.limit;
        numbers.truncate(filter.limit);
        let last = numbers.last().map(|number| InboxCursor(number.place()));
        (numbers, last.filter(|_| more))
    }

    fn entry(&self, entities: &EntityIndex, number: ApplicationNo) -> Option<InboxEntry> {
        let received = self.applications.get(number.index())?;
        let row = entities.application_row(number)?;
        let student = entities.student_row(row.student)?;
        Some(InboxEntry {
            application: row.application,
            student: student.student,
            offer: entities.offer_row(row.offer)?.offer,
            week: row.week,
            state: received.state,
            place: InboxCursor(number.place()),
            letter: received.letter,
            identity: student.identity,
            latest: received.latest,
            asked_at: received.asked_at.map(RecordedAt),
            cancelled_by: received.cancelled_by,
        })
    }
}

#[cfg(test)]
mod tests;
