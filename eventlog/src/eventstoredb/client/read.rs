//! Reads that end: a stream, or the one order as far as it is wanted.
use super::cluster::Chosen;
use super::event::{Incoming, incoming};
use super::failure::Failure;
use super::protocol::Empty;
use super::protocol::streams::read_req::options::{
    AllOptions, ControlOption, CountOption, FilterOption, FilterOptions, ReadDirection,
    StreamOption, StreamOptions, UuidOption, all_options, filter_options, stream_options,
    uuid_option,
};
use super::protocol::streams::{ReadReq, read_req, read_resp};
use super::{Client, Connection, identifier};

/// Of how many events that are not wanted the server tells at the latest how far it is.
const WINDOW: u32 = 1_000;

/// Where a read begins.
#[derive(Clone, Copy, Debug)]
pub(in crate::eventstoredb) enum Begin {
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

/// Which streams of the server are looked at, by their names; the server leaves out the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::eventstoredb) enum Filter {
    /// Those that begin so.
    Prefix(String),
    /// Those that are like this.
    Regex(String),
    /// Events of this type, whatever their stream.
    EventType(String),
}

impl Filter {
    pub(super) fn wire(&self) -> FilterOption {
        use filter_options::{Expression, Filter as Wire, Window};
        let prefix = |text: &String| Expression {
            prefix: vec![text.clone()],
            regex: String::new(),
        };
        let filter = match self {
            Self::Prefix(text) => Wire::StreamIdentifier(prefix(text)),
            Self::Regex(text) => Wire::StreamIdentifier(Expression {
                regex: text.clone(),
                prefix: vec![],
            }),
            Self::EventType(text) => Wire::EventType(prefix(text)),
        };
        FilterOption::Filter(FilterOptions {
            filter: Some(filter),
            window: Some(Window::Max(WINDOW)),
            checkpoint_interval_multiplier: 1,
        })
    }
}

/// The one order from a position, or from its start or end.
pub(super) fn of_all(from: Begin) -> StreamOption {
    use all_options::AllOption;
    let position = match from {
        Begin::Start => AllOption::Start(Empty {}),
        Begin::End => AllOption::End(Empty {}),
        Begin::At(position) | Begin::Before(position) => {
            AllOption::Position(read_req::options::Position {
                commit_position: position,
                prepare_position: position,
            })
        }
    };
    StreamOption::All(AllOptions {
        all_option: Some(position),
    })
}

/// What a read or a subscription asks for.
pub(super) fn options(
    what: StreamOption,
    direction: i32,
    count: CountOption,
    filter: FilterOption,
) -> read_req::Options {
    read_req::Options {
        stream_option: Some(what),
        read_direction: direction,
        resolve_links: false,
        count_option: Some(count),
        filter_option: Some(filter),
        uuid_option: Some(UuidOption {
            content: Some(uuid_option::Content::Structured(Empty {})),
        }),
        control_option: Some(ControlOption { compatibility: 1 }),
    }
}

fn of_stream(stream: &str, from: Begin) -> StreamOption {
    use stream_options::RevisionOption;
    let revision = match from {
        Begin::Start => RevisionOption::Start(Empty {}),
        Begin::End => RevisionOption::End(Empty {}),
        Begin::At(revision) => RevisionOption::Revision(revision),
        Begin::Before(next) => RevisionOption::Revision(next.saturating_sub(1)),
    };
    StreamOption::Stream(StreamOptions {
        stream_identifier: Some(identifier(stream)),
        revision_option: Some(revision),
    })
}

/// At most so many events, as a count of the protocol.
fn up_to(count: usize) -> CountOption {
    CountOption::Count(u64::try_from(count).unwrap_or(u64::MAX))
}

async fn collect(
    mut client: Client,
    request: tonic::Request<ReadReq>,
    count: usize,
) -> Result<Vec<Incoming>, tonic::Status> {
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
}

impl Connection {
    /// At most `count` events of a stream; none where there is no such stream.
    pub(in crate::eventstoredb) async fn read_stream(
        &self,
        stream: &str,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        let request = self.request_of_stream(stream, from, count);
        self.ask(|client| collect(client, request, count)).await
    }

    /// As [`Connection::read_stream`], of one node, whatever it held before.
    pub(super) async fn read_stream_of(
        &self,
        chosen: &Chosen,
        stream: &str,
        from: Begin,
        count: usize,
    ) -> Result<Vec<Incoming>, Failure> {
        let request = self.request_of_stream(stream, from, count);
        self.ask_of(chosen, |client| collect(client, request, count))
            .await
    }

    /// At most `count` wanted events of the whole server. A position has to be one that the
    /// server gave.
    pub(in crate::eventstoredb) async fn read_all(
        &self,
        from: Begin,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Incoming>, Failure> {
        let options = options(of_all(from), from.direction(), up_to(count), filter.wire());
        let request = self.request(ReadReq {
            options: Some(options),
        });
        self.ask(|client| collect(client, request, count)).await
    }

    fn request_of_stream(
        &self,
        stream: &str,
        from: Begin,
        count: usize,
    ) -> tonic::Request<ReadReq> {
        let all = FilterOption::NoFilter(Empty {});
        let what = of_stream(stream, from);
        self.request(ReadReq {
            options: Some(options(what, from.direction(), up_to(count), all)),
        })
    }
}
