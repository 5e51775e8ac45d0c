//! The one file that names the `eventstore` crate: its client, rebuilt when it has died, and its
//! errors, sorted by what they say about an append.
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use eventstore::{
    AppendToStreamOptions, Client, ClientSettings, Error, EventData, ExpectedRevision, Position,
    ReadAllOptions, ReadStream, ReadStreamOptions, StreamMetadataBuilder, StreamPosition,
};
use parking_lot::Mutex;
use uuid::Uuid;

use crate::LogError;

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

/// Why EventStoreDB did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The stream is not at the expected revision.
    WrongRevision,
    /// Nothing was done: it was not reached, or said so.
    Away(String),
    /// It was lost while it was asked.
    Lost(String),
    /// It will never do it.
    Never(String),
    /// Not for this user.
    Denied,
}

/// What a user reads who may not do what was asked.
pub(super) const DENIED: &str = "EventStoreDB refuses the name or the password";

impl From<Failure> for LogError {
    /// For a read.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::WrongRevision => Self::Unavailable("an unexpected answer".into()),
            Failure::Denied => Self::Unavailable(DENIED.into()),
            Failure::Away(why) | Failure::Lost(why) | Failure::Never(why) => Self::Unavailable(why),
        }
    }
}

/// What an error says. `Lost` where it says nothing.
fn sort(error: Error) -> Failure {
    let why = error.to_string();
    match error {
        Error::WrongExpectedVersion { .. } => Failure::WrongRevision,
        Error::ConnectionClosed | Error::GrpcConnectionError(_) | Error::NotLeaderException(_) => {
            Failure::Away(why)
        }
        Error::AccessDenied => Failure::Denied,
        // The client never came as far as to send the request.
        Error::ServerError(_) if why.contains("client error (Connect)") => Failure::Away(why),
        Error::ResourceDeleted => Failure::Never("the stream was deleted".into()),
        Error::Grpc { ref message, .. } if message.contains("Append Size") => Failure::Never(
            format!("more than EventStoreDB is set up to take: {message}"),
        ),
        _ => Failure::Lost(why),
    }
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

/// Whether this process has made a client; the first one sets up TLS for the whole process.
static TLS_IS_SET_UP: AtomicBool = AtomicBool::new(false);

/// A client of one server or cluster.
pub(super) struct Connection {
    settings: ClientSettings,
    /// How long an answer may take.
    answer: Duration,
    made: Mutex<Made>,
}

/// The present client. One that failed to connect once never tries again, so it is replaced.
struct Made {
    client: Client,
    generation: u64,
}

impl Connection {
    /// A client for the connection string; nothing is sent yet.
    pub(super) fn new(url: &str, answer: Duration) -> Result<Self, LogError> {
        let settings: ClientSettings = url.parse().map_err(|error: eventstore::ClientSettingsParseError| {
            // The message may be the string itself, with its password.
            let why = match error.message() {
                whole if whole.contains("://") || whole.contains('@') => "",
                part => part,
            };
            LogError::Unavailable(format!(
                "the connection string is not understood: esdb://NAME:PASSWORD@HOST:PORT?tls=true is. {why}"
            ))
        })?;
        check_files(&settings)?;
        if rustls::crypto::CryptoProvider::get_default().is_some()
            && !TLS_IS_SET_UP.load(Ordering::SeqCst)
        {
            return Err(LogError::Unavailable(
                "TLS was set up in this process before the client of EventStoreDB, which insists on doing it: open this log first".into(),
            ));
        }
        TLS_IS_SET_UP.store(true, Ordering::SeqCst);
        let client = make(&settings)?;
        Ok(Self {
            settings,
            answer,
            made: Mutex::new(Made {
                client,
                generation: 0,
            }),
        })
    }

    /// The hosts of the connection string, for messages.
    pub(super) fn hosts(&self) -> String {
        let hosts = self.settings.hosts().iter();
        let hosts: Vec<_> = hosts.map(|at| format!("{}:{}", at.host, at.port)).collect();
        hosts.join(",")
    }

    /// Asks with the present client, for as long as an answer may take. A client that is dead, or
    /// gives no answer, is replaced.
    async fn ask<T, Asked>(&self, ask: impl FnOnce(Client) -> Asked) -> Result<T, Failure>
    where
        Asked: Future<Output = eventstore::Result<T>>,
    {
        let (client, generation) = {
            let made = self.made.lock();
            (made.client.clone(), made.generation)
        };
        let failure = match tokio::time::timeout(self.answer, ask(client)).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => {
                if !matches!(
                    error,
                    Error::ConnectionClosed | Error::GrpcConnectionError(_)
                ) {
                    return Err(sort(error));
                }
                sort(error)
            }
            Err(_) => Failure::Lost("no answer in time".into()),
        };
        let mut made = self.made.lock();
        if made.generation == generation {
            match make(&self.settings) {
                Ok(client) => {
                    tracing::info!(hosts = self.hosts(), "a new client of EventStoreDB");
                    made.client = client;
                    made.generation += 1;
                }
                // The old one stays, and the next call tries again to replace it.
                Err(error) => tracing::warn!(%error, "no new client of EventStoreDB"),
            }
        }
        Err(failure)
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
            None => ExpectedRevision::NoStream,
            Some(revision) => ExpectedRevision::Exact(revision),
        };
        let options = AppendToStreamOptions::default()
            .requires_leader(true)
            .expected_revision(expected);
        let outgoing = |event: Outgoing| {
            EventData::binary(event.event_type, event.data.into())
                .id(event.id)
                .metadata(event.metadata.into())
        };
        let events: Vec<EventData> = events.into_iter().map(outgoing).collect();
        let options = &options;
        let written = self
            .ask(|client| async move { client.append_to_stream(stream, options, events).await });
        Ok(written.await?.next_expected_version + 1)
    }

    /// At most `count` events of a stream; none where there is no such stream.
    pub(super) async fn read_stream(
        &self,
        stream: &str,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        let options = ReadStreamOptions::default()
            .requires_leader(true)
            .max_count(count);
        let options = match from {
            Begin::Start => options.position(StreamPosition::Start),
            Begin::At(revision) => options.position(StreamPosition::Position(revision)),
            Begin::End => options.position(StreamPosition::End).backwards(),
            Begin::Before(next) => options
                .position(StreamPosition::Position(next.saturating_sub(1)))
                .backwards(),
        };
        let options = &options;
        let read = self.ask(|client| async move {
            let read = async { collect(client.read_stream(stream, options).await?).await };
            match read.await {
                Err(Error::ResourceNotFound) => Ok(Vec::new()),
                read => read,
            }
        });
        read.await
    }

    /// At most `count` events of the whole server, its own among them.
    pub(super) async fn read_all(
        &self,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        let at = |position| {
            StreamPosition::Position(Position {
                commit: position,
                prepare: position,
            })
        };
        let options = ReadAllOptions::default()
            .requires_leader(true)
            .max_count(count);
        let options = match from {
            Begin::Start => options.position(StreamPosition::Start),
            Begin::At(position) => options.position(at(position)),
            Begin::End => options.position(StreamPosition::End).backwards(),
            Begin::Before(position) => options.position(at(position)).backwards(),
        };
        let options = &options;
        let read = self.ask(|client| async move { collect(client.read_all(options).await?).await });
        read.await
    }

    /// The stream keeps its last `count` events only.
    pub(super) async fn keep(&self, stream: &str, count: u64) -> Result<(), Failure> {
        let metadata = StreamMetadataBuilder::new().max_count(count).build();
        let options = AppendToStreamOptions::default().requires_leader(true);
        let (options, metadata) = (&options, &metadata);
        let set = self.ask(|client| async move {
            client.set_stream_metadata(stream, options, metadata).await
        });
        set.await.map(|_| ())
    }
}

fn make(settings: &ClientSettings) -> Result<Client, LogError> {
    Client::new(settings.clone()).map_err(|error| LogError::Unavailable(error.to_string()))
}

/// The client stops its process's task where a file of the connection string cannot be read.
fn check_files(settings: &ClientSettings) -> Result<(), LogError> {
    let certificate = settings.user_certificate();
    let files = settings
        .tls_ca_file()
        .into_iter()
        .chain(certificate.into_iter().flat_map(|(one, two)| [one, two]));
    for file in files {
        std::fs::File::open(Path::new(file))
            .map_err(|error| LogError::Unavailable(format!("{file}: {error}")))?;
    }
    Ok(())
}

async fn collect(mut read: ReadStream) -> eventstore::Result<Vec<Incoming>> {
    let mut events = Vec::new();
    while let Some(resolved) = read.next().await? {
        // None: a link to an event that is no more.
        let Some(event) = resolved.event else {
            continue;
        };
        events.push(Incoming {
            stream: event.stream_id,
            revision: event.revision,
            id: event.id,
            event_type: event.event_type,
            position: event.position.commit,
            data: event.data.into(),
            metadata: event.custom_metadata.into(),
        });
    }
    Ok(events)
}
