//! Appending to a stream.
use super::event::{Outgoing, proposed};
use super::failure::Failure;
use super::protocol::Empty;
use super::protocol::streams::append_req::options::ExpectedStreamRevision;
use super::protocol::streams::append_resp::success::{CurrentRevisionOption, PositionOption};
use super::protocol::streams::{AppendReq, DeleteReq, append_req, append_resp, delete_req};
use super::{Connection, identifier};

/// Where an append stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::eventstoredb) struct Stored {
    /// How many events the stream had just after it, as its revisions count them.
    pub version: u64,
    /// The commit position of its last event, where the server says it.
    pub position: Option<u64>,
}

impl Connection {
    /// Appends after the revision that is before `sequence` (0: the stream has none).
    pub(in crate::eventstoredb) async fn append(
        &self,
        stream: &str,
        sequence: u64,
        events: Vec<Outgoing>,
    ) -> Result<Stored, Failure> {
        let expected = match sequence.checked_sub(1) {
            None => ExpectedStreamRevision::NoStream(Empty {}),
            Some(revision) => ExpectedStreamRevision::Revision(revision),
        };
        self.append_expecting(stream, expected, events).await
    }

    async fn append_expecting(
        &self,
        stream: &str,
        expected: ExpectedStreamRevision,
        events: Vec<Outgoing>,
    ) -> Result<Stored, Failure> {
        let options = append_req::Content::Options(append_req::Options {
            stream_identifier: Some(identifier(stream)),
            expected_stream_revision: Some(expected),
        });
        let events = events.into_iter().map(proposed);
        let contents = std::iter::once(options)
            .chain(events.map(append_req::Content::ProposedMessage))
            .map(|content| AppendReq {
                content: Some(content),
            });
        let request = self.request(futures::stream::iter(contents.collect::<Vec<_>>()));
        let asked = self
            .ask(|mut client| async move { client.append(request).await })
            .await?;
        match asked.into_inner().result {
            Some(append_resp::Result::Success(success)) => Ok(stored(success)),
            Some(append_resp::Result::WrongExpectedVersion(_)) => Err(Failure::WrongRevision),
            None => Err(Failure::Lost("an answer that says nothing".into())),
        }
    }

    /// Whether the user may delete this stream, which has to be one that is not there: nothing is
    /// deleted.
    pub(in crate::eventstoredb) async fn may_delete(&self, stream: &str) -> Result<bool, Failure> {
        let options = delete_req::Options {
            stream_identifier: Some(identifier(stream)),
            expected_stream_revision: Some(delete_req::options::ExpectedStreamRevision::Revision(
                0,
            )),
        };
        let request = self.request(DeleteReq {
            options: Some(options),
        });
        let asked = self.ask(|mut client| async move { client.delete(request).await });
        match asked.await {
            // Turned away because there is no such event.
            Ok(_) | Err(Failure::WrongRevision | Failure::StreamDeleted(_)) => Ok(true),
            Err(Failure::Denied(_)) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    /// The stream keeps its last `count` events only.
    pub(in crate::eventstoredb) async fn keep(
        &self,
        stream: &str,
        count: u64,
    ) -> Result<(), Failure> {
        let metadata = Outgoing {
            id: uuid::Uuid::new_v4(),
            event_type: "$metadata".into(),
            data: format!(r#"{{"$maxCount":{count}}}"#).into_bytes(),
            metadata: Vec::new(),
        };
        let stream = format!("$${stream}");
        let any = ExpectedStreamRevision::Any(Empty {});
        let kept = self.append_expecting(&stream, any, vec![metadata]).await;
        kept.map(|_| ())
    }
}

fn stored(success: append_resp::Success) -> Stored {
    let version = match success.current_revision_option {
        Some(CurrentRevisionOption::CurrentRevision(revision)) => revision.saturating_add(1),
        Some(CurrentRevisionOption::NoStream(_)) | None => 0,
    };
    let position = match success.position_option {
        Some(PositionOption::Position(at)) => Some(at.commit_position),
        Some(PositionOption::NoPosition(_)) | None => None,
    };
    Stored { version, position }
}
