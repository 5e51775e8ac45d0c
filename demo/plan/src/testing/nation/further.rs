//! What goes on after the year, for whoever measures a log that is written to.
use domain::student::StudentEvent;
use eventlog::{Append, EventLog, LogError, NewEvent, StreamId};
use jiff::Timestamp;
use uuid::Uuid;

use super::ids::mix;
use super::layout::Layout;
use super::sealing::sealed;
use crate::testing::{Random, new_event};

impl Layout {
    /// The college of a pupil.
    #[must_use]
    pub fn college_of(&self, pupil: u64) -> u64 {
        let about = pupil * self.size.colleges / self.size.pupils;
        let near = about.saturating_sub(1)..=about + 1;
        let mut near = near.filter(|college| self.pupils_of(*college).contains(&pupil));
        near.next().unwrap_or_default()
    }

    /// Applies once more in the name of a pupil, for an offer near by; recorded at present. Loads the
    /// stream before, as a command does.
    ///
    /// # Errors
    /// As the log's: `Conflict` where somebody else writes to the same pupil's stream.
    pub async fn apply_once_more(
        &self,
        log: &dyn EventLog,
        pupil: u64,
        dice: u64,
    ) -> Result<(), LogError> {
        let stream = StreamId::new("student", &self.student(pupil).to_string()).unwrap();
        let held = log.read_stream(&stream, 0, 1_000).await?;
        let append = Append {
            expected: held.last().map_or(0, |last| last.sequence),
            events: vec![self.submitted_once_more(pupil, dice)],
            stream,
            recorded_at: None,
        };
        log.append(append).await.map(drop)
    }

    fn submitted_once_more(&self, pupil: u64, dice: u64) -> NewEvent {
        let mut random = Random(mix(dice));
        let offer = self.some_offer_near(self.college_of(pupil), random.draw());
        let offered = self.offered(offer);
        let application = domain::ids::ApplicationId(random.id());
        let submitted = StudentEvent::ApplicationSubmitted {
            application,
            offer: self.offer(offer),
            host: self.siret(self.host_of(offer)),
            week: self.weeks[offered.first],
            sector: self.sector(offer),
            letter: sealed(&mut random, self.size.letter),
            at: Timestamp::UNIX_EPOCH,
        };
        let (id, request): (Uuid, Uuid) = (random.id(), random.id());
        let (student, digest) = (self.student(pupil), id.simple());
        let metadata = format!(
            r#"{{"actor":"pupil:{student}","command":"SubmitApplication","correlation":"{request}","digest":"{digest}","request":"{request}"}}"#
        );
        NewEvent {
            metadata: metadata.into_bytes(),
            ..new_event(id, &submitted)
        }
    }
}
