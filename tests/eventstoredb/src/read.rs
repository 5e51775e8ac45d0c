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
use crate::service::Answers;
use crate::store::{Store, Stored, wide};
use crate::{subscribe, wire};

/// Where in the one order a reader begins.
pub(crate) fn place(store: &Store, from: Option<AllOption>) -> Result<usize, Status> {
    match from {
        Some(AllOption::Start(_)) | None => Ok(0),
        Some(AllOption::End(_)) => Ok(store.len()),
        Some(AllOption::Position(at)) if at.prepare_position > at.commit_position => Err(
            Status::invalid_argument("the commit position is before the prepare position"),
        ),
        Some(AllOption::Position(at)) => store
            .place(at.commit_position)
            .ok_or_else(|| Status::unknown("no record begins at this position")),
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
    match (options.stream_option, options.count_option) {
        (Some(StreamOption::All(all)), Some(CountOption::Count(count))) => {
            let from = place(&node.store.read(), all.all_option)?;
            let read = read_all(Arc::clone(node), from, backwards, filter, as_text);
            Ok(Box::pin(read.take(crate::store::narrow(count))))
        }
        (Some(StreamOption::Stream(stream)), Some(CountOption::Count(count))) => {
            read_stream(node, stream, backwards, count, as_text)
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
    let length = node.store.read().len();
    let places: Box<dyn Iterator<Item = usize> + Send> = if backwards {
        Box::new((0..from).rev())
    } else {
        Box::new(from..length)
    };
    let events = places.filter_map(move |place| {
        let held = node.store.read().at(place)?;
        let wanted = filter.as_ref().is_none_or(|filter| filter.wants(&held));
        wanted.then(|| Ok(wire::event(&held, as_text)))
    });
    iter(events)
}

fn read_stream(
    node: &Arc<Node>,
    stream: StreamOptions,
    backwards: bool,
    count: u64,
    as_text: bool,
) -> Result<Answers<ReadResp>, Status> {
    let name = wire::name(stream.stream_identifier)?;
    let store = node.store.read();
    if store.is_tombstoned(&name) {
        return Err(wire::tombstoned(&name));
    }
    let Some((first, next)) = store.extent(&name) else {
        let missing = Content::StreamNotFound(StreamNotFound {
            stream_identifier: wire::name_to_wire(&name),
        });
        return Ok(Box::pin(iter([Ok(wire::content(missing))])));
    };
    let revisions: Box<dyn Iterator<Item = u64>> = if backwards {
        let from = match stream.revision_option {
            Some(RevisionOption::Revision(revision)) => revision.saturating_add(1).min(next),
            Some(RevisionOption::End(_)) | None => next,
            Some(RevisionOption::Start(_)) => first + 1,
        };
        Box::new((first..from).rev())
    } else {
        let from = match stream.revision_option {
            Some(RevisionOption::Revision(revision)) => revision.max(first),
            Some(RevisionOption::Start(_)) | None => first,
            Some(RevisionOption::End(_)) => next,
        };
        Box::new(from..next)
    };
    let events: Vec<Arc<Stored>> = revisions
        .take(crate::store::narrow(count))
        .filter_map(|revision| store.at_revision(&name, revision))
        .collect();
    let mut answers: Vec<_> = events
        .iter()
        .map(|held| Ok(wire::event(held, as_text)))
        .collect();
    if wide(answers.len()) < count {
        answers.push(Ok(wire::content(Content::LastStreamPosition(next - 1))));
    }
    Ok(Box::pin(iter(answers)))
}
