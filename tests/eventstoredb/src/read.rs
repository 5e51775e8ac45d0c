//! Reads that end: a stream or the one order, forwards or backwards.
use std::sync::Arc;

use tokio_stream::{StreamExt, iter};
use tonic::Status;

use crate::filter::Filter;
use crate::node::Node;
use crate::protocol::event_store::client::streams::ReadResp;
use crate::protocol::event_store::client::streams::read_req::Options;
use crate::protocol::event_store::client::streams::read_req::options::all_options::AllOption;
use crate::protocol::event_store::client::streams::read_req::options::stream_options::RevisionOption;
use crate::protocol::event_store::client::streams::read_req::options::uuid_option::Content as Ids;
use crate::protocol::event_store::client::streams::read_req::options::{
    CountOption, FilterOption, ReadDirection, StreamOption, StreamOptions,
};
use crate::protocol::event_store::client::streams::read_resp::{Content, StreamNotFound};
use crate::rights::Deed;
use crate::service::Answers;
use crate::store::Store;
use crate::{subscribe, wire};

/// The server reads so many events of a stream at a time.
const PAGE: u64 = 32;

/// Which reader begins, for what it is told where no record begins.
#[derive(Clone, Copy)]
pub(crate) enum Reader {
    Forwards,
    Backwards,
    Filtered,
    Following,
}

impl Reader {
    fn refused(self) -> Status {
        Status::unknown(match self {
            Self::Forwards | Self::Backwards => "Unexpected ReadAllResult: Error",
            Self::Filtered => "Unexpected FilteredReadAllResult: Error",
            Self::Following => "Exception was thrown by handler.",
        })
    }
}

/// Where in the one order a reader begins. Beyond its end there is nothing to be read, which is an
/// error only for who reads backwards.
pub(crate) fn place(
    store: &Store,
    from: Option<AllOption>,
    reader: Reader,
) -> Result<usize, Status> {
    match from {
        Some(AllOption::Start(_)) | None => Ok(0),
        Some(AllOption::End(_)) => Ok(store.len()),
        Some(AllOption::Position(at)) if at.prepare_position > at.commit_position => Err(
            Status::invalid_argument("the commit position is before the prepare position"),
        ),
        Some(AllOption::Position(at)) if at.commit_position > store.end() => match reader {
            Reader::Backwards => Err(reader.refused()),
            Reader::Forwards | Reader::Filtered | Reader::Following => Ok(store.len()),
        },
        Some(AllOption::Position(at)) => {
            let place = store.place(at.commit_position);
            place.ok_or_else(|| reader.refused())
        }
    }
}

pub(crate) fn read(node: &Arc<Node>, options: Options) -> Result<Answers<ReadResp>, Status> {
    let uuids = options.uuid_option.and_then(|option| option.content);
    let as_text = matches!(uuids, Some(Ids::String(_)));
    let filter = match options.filter_option {
        Some(FilterOption::Filter(filter)) => Some(Filter::new(filter)?),
        Some(FilterOption::NoFilter(_)) | None => None,
    };
    let backwards = options.read_direction == i32::from(ReadDirection::Backwards);
    match &options.stream_option {
        Some(StreamOption::All(_)) => node.may(Deed::ReadAll)?,
        Some(StreamOption::Stream(stream)) => {
            let name = wire::name(stream.stream_identifier.clone())?;
            node.may(Deed::Read(&name))?;
        }
        None => {}
    }
    let told = options.control_option;
    let tells_positions = told.is_some_and(|control| control.compatibility >= 1);
    match (options.stream_option, options.count_option) {
        (Some(StreamOption::All(_)), Some(CountOption::Count(0))) => {
            Err(Reader::Forwards.refused())
        }
        (Some(StreamOption::Stream(_)), Some(CountOption::Count(0))) => {
            Err(Status::unknown("Unexpected ReadStreamResult: Error"))
        }
        (Some(StreamOption::All(all)), Some(CountOption::Count(count))) => {
            let reader = match (&filter, backwards) {
                (_, true) => Reader::Backwards,
                (Some(_), false) => Reader::Filtered,
                (None, false) => Reader::Forwards,
            };
            node.cluster
                .seen
                .asked(all.all_option, &node.store().read());
            let from = place(&node.store().read(), all.all_option, reader)?;
            let read = read_all(Arc::clone(node), from, backwards, filter, as_text);
            Ok(Box::pin(read.take(crate::store::narrow(count))))
        }
        (Some(StreamOption::Stream(stream)), Some(CountOption::Count(count))) => {
            let of_stream = OfStream {
                backwards,
                count,
                as_text,
                tells_positions,
            };
            of_stream.read(node, stream)
        }
        (Some(StreamOption::All(all)), Some(CountOption::Subscription(_))) => {
            subscribe::to_all(Arc::clone(node), all.all_option, filter, as_text)
        }
        (Some(StreamOption::Stream(stream)), Some(CountOption::Subscription(_))) => {
            subscribe::to_stream(Arc::clone(node), stream, as_text)
        }
        (None, _) | (_, None) => Err(Status::invalid_argument("read what?")),
    }
}

fn read_all(
    node: Arc<Node>,
    from: usize,
    backwards: bool,
    filter: Option<Filter>,
    as_text: bool,
) -> impl tokio_stream::Stream<Item = Result<ReadResp, Status>> + Send {
    // A read ends where the log ended when it began.
    let length = node.store().read().len();
    let places: Box<dyn Iterator<Item = usize> + Send> = if backwards {
        Box::new((0..from).rev())
    } else {
        Box::new(from..length)
    };
    let events = places.filter_map(move |place| {
        let held = node.store().read().at(place)?;
        let wanted = filter.as_ref().is_none_or(|filter| filter.wants(&held));
        node.cluster.seen.looked(1);
        wanted.then(|| Ok(node.sent(wire::event(&held, as_text))))
    });
    iter(events)
}

/// How a stream is read.
struct OfStream {
    backwards: bool,
    count: u64,
    as_text: bool,
    /// Whether the client understands where a stream begins and ends.
    tells_positions: bool,
}

impl OfStream {
    fn read(&self, node: &Arc<Node>, stream: StreamOptions) -> Result<Answers<ReadResp>, Status> {
        let name = wire::name(stream.stream_identifier)?;
        let store = node.store().read();
        if store.is_tombstoned(&name) {
            return Err(wire::deleted(&name));
        }
        let Some((first, next)) = store.extent(&name) else {
            let missing = Content::StreamNotFound(StreamNotFound {
                stream_identifier: wire::name_to_wire(&name),
            });
            return Ok(Box::pin(iter([Ok(wire::content(missing))])));
        };
        let asked = match stream.revision_option {
            Some(RevisionOption::Revision(revision)) => revision,
            Some(RevisionOption::Start(_)) => 0,
            Some(RevisionOption::End(_)) => u64::MAX,
            None if self.backwards => u64::MAX,
            None => 0,
        };
        let mut answers = Vec::new();
        let revisions: Box<dyn Iterator<Item = u64>> = if self.backwards {
            Box::new((first..asked.saturating_add(1).min(next)).rev())
        } else {
            let begins = self.first_told(asked, first, next);
            answers.extend(begins.map(Content::FirstStreamPosition));
            Box::new(asked.max(first)..next)
        };
        let events = revisions
            .take(crate::store::narrow(self.count))
            .filter_map(|revision| store.at_revision(&name, revision));
        answers.extend(events.map(|held| wire::event_content(&held, self.as_text)));
        if self.tells_positions {
            answers.push(Content::LastStreamPosition(next - 1));
        }
        let answers: Vec<_> = answers.into_iter().map(wire::content).map(Ok).collect();
        Ok(Box::pin(iter(answers)))
    }

    /// The first revision there is to be read, told where a reader forwards meets nothing in its
    /// first page and did not ask for just that revision.
    fn first_told(&self, asked: u64, first: u64, next: u64) -> Option<u64> {
        let page = asked.saturating_add(PAGE.min(self.count));
        let there = if asked >= next {
            next
        } else if page <= first {
            first
        } else {
            return None;
        };
        (self.tells_positions && there != asked).then_some(there)
    }
}
