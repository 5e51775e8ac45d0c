//! The client of EventStoreDB: its public protocol, spoken over gRPC.
//!
//! [`address`] reads the connection string, [`cluster`] finds the node that leads, [`connect`]
//! reaches it, [`failure`] sorts what it refuses, [`history`] looks whether it still holds what it
//! held. A connection that was lost is made anew, to whichever node leads then.
mod address;
mod append;
mod batch;
mod cluster;
mod connect;
mod event;
mod failure;
mod history;
mod protocol;
mod read;
mod subscription;

use std::time::Duration;

use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Request, Status};

use self::address::Address;
use self::cluster::{Chosen, Cluster};
use self::history::History;
use self::protocol::StreamIdentifier;
use self::protocol::streams::streams_client::StreamsClient;
use crate::LogError;

pub(super) use self::append::Stored;
pub(super) use self::batch::OneOfMany;
pub(super) use self::event::{Incoming, Outgoing};
pub(super) use self::failure::Failure;
pub(super) use self::history::Witness;
pub(super) use self::read::{Begin, Filter};
pub(super) use self::subscription::{Notice, Subscription};

/// The most bytes of one message: more than any server is set up to take in an append.
const LARGEST_MESSAGE: usize = 64 << 20;

type Client = StreamsClient<tonic::transport::Channel>;

/// A client of one server or cluster.
pub(super) struct Connection {
    cluster: Cluster,
    authorization: Option<MetadataValue<Ascii>>,
    /// How long an answer may take.
    answer: Duration,
    history: History,
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
            history: History::default(),
        })
    }

    /// The hosts of the connection string, for messages.
    pub(super) fn hosts(&self) -> String {
        let nodes = self.cluster.address().nodes.iter();
        let nodes: Vec<_> = nodes.map(ToString::to_string).collect();
        nodes.join(",")
    }

    /// What the connection string says that the names of the log's streams begin with.
    pub(super) fn prefix(&self) -> Option<&str> {
        self.cluster.address().stream_prefix.as_deref()
    }

    /// The node that leads, which holds what was seen before.
    async fn chosen(&self) -> Result<Chosen, Failure> {
        self.history.is_the_same()?;
        let chosen = tokio::time::timeout(self.answer, self.cluster.chosen()).await;
        let chosen = match chosen {
            Ok(Ok(chosen)) => chosen,
            Ok(Err(why)) => return Err(Failure::Away(why)),
            Err(_) => return Err(Failure::Away("no node could be reached in time".into())),
        };
        self.compare(&chosen).await?;
        Ok(chosen)
    }

    /// Asks the node that leads, for as long as an answer may take.
    async fn ask<T, Asked>(&self, ask: impl FnOnce(Client) -> Asked) -> Result<T, Failure>
    where
        Asked: Future<Output = Result<T, Status>>,
    {
        let chosen = self.chosen().await?;
        self.ask_of(&chosen, ask).await
    }

    /// Asks this node. A connection that was lost, gives no answer or leads to another than the
    /// leader is not used again.
    async fn ask_of<T, Asked>(
        &self,
        chosen: &Chosen,
        ask: impl FnOnce(Client) -> Asked,
    ) -> Result<T, Failure>
    where
        Asked: Future<Output = Result<T, Status>>,
    {
        let client = StreamsClient::new(chosen.channel.clone())
            .max_decoding_message_size(LARGEST_MESSAGE)
            .max_encoding_message_size(LARGEST_MESSAGE);
        match tokio::time::timeout(self.answer, ask(client)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(status)) => Err(self.failed(chosen, &status)),
            Err(_) => {
                self.cluster.leave(chosen, None);
                Err(Failure::Lost("no answer in time".into()))
            }
        }
    }

    /// What a status means; the connection is left where another may do better.
    fn failed(&self, chosen: &Chosen, status: &Status) -> Failure {
        let sorted = failure::sort(status, &chosen.node);
        if sorted.leaves {
            self.cluster.leave(chosen, sorted.leader);
        }
        sorted.failure
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
}

fn identifier(stream: &str) -> StreamIdentifier {
    StreamIdentifier {
        stream_name: stream.as_bytes().to_vec(),
    }
}
