//! The client of EventStoreDB: its public protocol, spoken over gRPC.
//!
//! [`address`] reads the connection string, [`cluster`] finds the node that leads, [`connect`]
//! reaches it, [`failure`] sorts what it refuses. A connection that was lost is made anew, to
//! whichever node leads then.
mod address;
mod cluster;
mod connect;
mod failure;
mod protocol;

use std::collections::HashMap;
use std::time::Duration;

use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Request, Status};
use uuid::Uuid;

use self::address::Address;
use self::cluster::{Chosen, Cluster};
use self::protocol::streams::append_req::options::ExpectedStreamRevision;
use self::protocol::streams::append_req::{self, ProposedMessage};
use self::protocol::streams::append_resp;
use self::protocol::streams::read_req::options::{
    AllOptions, ControlOption, CountOption, FilterOption, ReadDirection, StreamOption,
    StreamOptions, UuidOption, all_options, stream_options, uuid_option,
};
use self::protocol::streams::streams_client::StreamsClient;
use self::protocol::streams::{AppendReq, ReadReq, read_req, read_resp};
use self::protocol::uuid::{Structured, Value};
use self::protocol::{Empty, StreamIdentifier};
use crate::LogError;

pub(super) use self::failure::Failure;

/// The most bytes of one message: more than any server is set up to take in an append.
const LARGEST_MESSAGE: usize = 64 << 20;

/// An event for EventStoreDB.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub id: Uuid,
    pub event_type: String,
    pub data: Vec<u8>,
    pub metadata: Vec<u8>,
}

/// An event of EventStoreDB.
pub(super) struct Incoming {
    pub stream: String,
    /// Its number in the stream, from 0.
    pub revision: u64,
    pub id: Uuid,
    pub event_type: String,
    /// Its commit position.
    pub position: u64,
    pub data: Vec<u8>,
    pub metadata: Vec<u8>,
}

/// Where a read begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Begin {
    /// With the first event, forwards.
    Start,
    /// With the last event, backwards.
    End,
    /// With the event here, forwards.
    At(u64),
    /// With the last event before here, backwards.
    Before(u64),
}

impl Begin {
    fn direction(self) -> i32 {
        let direction = match self {
            Self::Start | Self::At(_) => ReadDirection::Forwards,
            Self::End | Self::Before(_) => ReadDirection::Backwards,
        };
        direction.into()
    }
}

/// A client of one server or cluster.
pub(super) struct Connection {
    cluster: Cluster,
    authorization: Option<MetadataValue<Ascii>>,
    /// How long an answer may take.
    answer: Duration,
}

impl Connection {
    /// A client for the connection string; nothing is sent yet.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] where the string is not understood, or a file that it names cannot
    /// be read.
    pub(super) fn new(url: &str, answer: Duration) -> Result<Self, LogError> {
        let address: Address = url
            .parse()
            .map_err(|why: address::BadAddress| LogError::Unavailable(why.to_string()))?;
        let authorization = address.authorization.as_deref().map(|value| {
            let mut value = MetadataValue::try_from(value).map_err(|_| {
                LogError::Unavailable("the user has a name that cannot be sent".into())
            })?;
            value.set_sensitive(true);
            Ok::<_, LogError>(value)
        });
        Ok(Self {
            authorization: authorization.transpose()?,
            cluster: Cluster::new(address)?,
            answer,
        })
    }

    /// The hosts of the connection string, for messages.
    pub(super) fn hosts(&self) -> String {
        let nodes = self.cluster.address().nodes.iter();
        let nodes: Vec<_> = nodes.map(ToString::to_string).collect();
        nodes.join(",")
    }

    /// Asks the node that leads, for as long as an answer may take. A connection that was lost,
    /// gives no answer or leads to another than the leader is not used again.
    async fn ask<T, Asked>(
        &self,
        ask: impl FnOnce(StreamsClient<tonic::transport::Channel>) -> Asked,
    ) -> Result<T, Failure>
    where
        Asked: Future<Output = Result<T, Status>>,
    {
        let chosen = tokio::time::timeout(self.answer, self.cluster.chosen()).await;
        let chosen: Chosen = match chosen {
            Ok(Ok(chosen)) => chosen,
            Ok(Err(why)) => return Err(Failure::Away(why)),
            Err(_) => return Err(Failure::Away("no node could be reached in time".into())),
        };
        let client = StreamsClient::new(chosen.channel.clone())
            .max_decoding_message_size(LARGEST_MESSAGE)
            .max_encoding_message_size(LARGEST_MESSAGE);
        match tokio::time::timeout(self.answer, ask(client)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(status)) => {
                let sorted = failure::sort(&status, &chosen.node);
                if sorted.leaves {
                    self.cluster.leave(&chosen, sorted.leader);
                }
                Err(sorted.failure)
            }
            Err(_) => {
                self.cluster.leave(&chosen, None);
                Err(Failure::Lost("no answer in time".into()))
            }
        }
    }

    fn request<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        let metadata = request.metadata_mut();
        if let Some(authorization) = &self.authorization {
            metadata.insert("authorization", authorization.clone());
        }
        metadata.insert("requires-leader", MetadataValue::from_static("true"));
        request
    }

    /// Appends after the revision that is before `sequence` (0: the stream has none); gives how
    /// many events the stream holds then.
    pub(super) async fn append(
        &self,
        stream: &str,
        sequence: u64,
        events: Vec<Outgoing>,
    ) -> Result<u64, Failure> {
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
    ) -> Result<u64, Failure> {
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
            Some(append_resp::Result::Success(success)) => match success.current_revision_option {
                Some(append_resp::success::CurrentRevisionOption::CurrentRevision(revision)) => {
                    Ok(revision + 1)
                }
                Some(append_resp::success::CurrentRevisionOption::NoStream(_)) | None => Ok(0),
            },
            Some(append_resp::Result::WrongExpectedVersion(_)) => Err(Failure::WrongRevision),
            None => Err(Failure::Lost("an answer that says nothing".into())),
        }
    }

    /// At most `count` events of a stream; none where there is no such stream.
    pub(super) async fn read_stream(
        &self,
        stream: &str,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        use stream_options::RevisionOption;
        let revision = match from {
            Begin::Start => RevisionOption::Start(Empty {}),
            Begin::End => RevisionOption::End(Empty {}),
            Begin::At(revision) => RevisionOption::Revision(revision),
            Begin::Before(next) => RevisionOption::Revision(next.saturating_sub(1)),
        };
        let of_stream = StreamOption::Stream(StreamOptions {
            stream_identifier: Some(identifier(stream)),
            revision_option: Some(revision),
        });
        self.read(of_stream, from, count).await
    }

    /// At most `count` events of the whole server, its own among them.
    pub(super) async fn read_all(
        &self,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        use all_options::AllOption;
        let at = |position| {
            AllOption::Position(read_req::options::Position {
                commit_position: position,
                prepare_position: position,
            })
        };
        let position = match from {
            Begin::Start => AllOption::Start(Empty {}),
            Begin::End => AllOption::End(Empty {}),
            Begin::At(position) | Begin::Before(position) => at(position),
        };
        let of_all = StreamOption::All(AllOptions {
            all_option: Some(position),
        });
        self.read(of_all, from, count).await
    }

    async fn read(
        &self,
        what: StreamOption,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        let options = read_req::Options {
            stream_option: Some(what),
            read_direction: from.direction(),
            resolve_links: false,
            count_option: Some(CountOption::Count(u64::try_from(count).unwrap_or(u64::MAX))),
            filter_option: Some(FilterOption::NoFilter(Empty {})),
            uuid_option: Some(UuidOption {
                content: Some(uuid_option::Content::Structured(Empty {})),
            }),
            control_option: Some(ControlOption { compatibility: 1 }),
        };
        let request = self.request(ReadReq {
            options: Some(options),
        });
        self.ask(|mut client| async move {
            let mut answers = client.read(request).await?.into_inner();
            let mut events = Vec::with_capacity(count.min(1_000));
            while let Some(answer) = answers.message().await? {
                match answer.content {
                    Some(read_resp::Content::Event(event)) => events.extend(incoming(event)?),
                    Some(read_resp::Content::StreamNotFound(_)) => break,
                    // Where the stream ends is told by how many events came.
                    _ => {}
                }
            }
            Ok(events)
        })
        .await
    }

    /// The stream keeps its last `count` events only.
    pub(super) async fn keep(&self, stream: &str, count: u64) -> Result<(), Failure> {
        let metadata = Outgoing {
            id: Uuid::new_v4(),
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

fn identifier(stream: &str) -> StreamIdentifier {
    StreamIdentifier {
        stream_name: stream.as_bytes().to_vec(),
    }
}

fn proposed(event: Outgoing) -> ProposedMessage {
    let (most, least) = event.id.as_u64_pair();
    let content_type = if event.event_type == "$metadata" {
        "application/json"
    } else {
        "application/octet-stream"
    };
    ProposedMessage {
        id: Some(protocol::Uuid {
            value: Some(Value::Structured(Structured {
                most_significant_bits: most.cast_signed(),
                least_significant_bits: least.cast_signed(),
            })),
        }),
        metadata: HashMap::from([
            ("type".to_owned(), event.event_type),
            ("content-type".to_owned(), content_type.to_owned()),
        ]),
        custom_metadata: event.metadata,
        data: event.data,
    }
}

/// The event of an answer; none for a link to an event that is no more.
fn incoming(event: read_resp::ReadEvent) -> Result<Option<Incoming>, Status> {
    let strange = |what: &str| Status::internal(format!("an event comes without its {what}"));
    let Some(event) = event.event else {
        return Ok(None);
    };
    let id = match event.id.and_then(|id| id.value) {
        Some(Value::Structured(halves)) => Uuid::from_u64_pair(
            halves.most_significant_bits.cast_unsigned(),
            halves.least_significant_bits.cast_unsigned(),
        ),
        Some(Value::String(text)) => text.parse().map_err(|_| strange("id"))?,
        None => return Err(strange("id")),
    };
    let stream = event.stream_identifier.ok_or_else(|| strange("stream"))?;
    let mut metadata = event.metadata;
    Ok(Some(Incoming {
        stream: String::from_utf8(stream.stream_name).map_err(|_| strange("stream"))?,
        revision: event.stream_revision,
        id,
        event_type: metadata.remove("type").ok_or_else(|| strange("type"))?,
        position: event.commit_position,
        data: event.data,
        metadata: event.custom_metadata,
    }))
}
