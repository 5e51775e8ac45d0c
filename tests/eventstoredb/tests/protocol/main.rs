//! What the fixture promises, asked with a client of its own protocol.
#![cfg(test)]
mod reading;

use eventstoredb_fixture::protocol::event_store::client::streams::batch_append_req::options::ExpectedStreamPosition;
use eventstoredb_fixture::protocol::event_store::client::streams::append_resp::Result as Outcome;
use eventstoredb_fixture::protocol::event_store::client::streams::read_req::options::all_options::AllOption;
use eventstoredb_fixture::protocol::event_store::client::streams::read_req::options::filter_options::{Expression, Filter, Window};
use eventstoredb_fixture::protocol::event_store::client::streams::read_req::options::stream_options::RevisionOption;
use eventstoredb_fixture::protocol::event_store::client::streams::read_req::options::{
    AllOptions, CountOption, FilterOption, FilterOptions, ReadDirection, StreamOption, StreamOptions,
    SubscriptionOptions,
};
use eventstoredb_fixture::protocol::event_store::client::streams::read_resp::Content;
use eventstoredb_fixture::protocol::event_store::client::streams::streams_client::StreamsClient;
use eventstoredb_fixture::protocol::event_store::client::streams::{
    AppendReq, BatchAppendReq, DeleteReq, ReadReq, TombstoneReq, append_req, batch_append_req,
    batch_append_resp, delete_req, read_req, tombstone_req,
};
use eventstoredb_fixture::protocol::event_store::client::{Empty, StreamIdentifier, Uuid as WireId};
use eventstoredb_fixture::protocol::event_store::client::uuid::Value;
use eventstoredb_fixture::{Fault, Options, Server};
use tonic::transport::Channel;
use tonic::{Code, Streaming};
use uuid::Uuid;

use append_req::options::ExpectedStreamRevision as Expected;

type Client = StreamsClient<Channel>;

async fn started() -> (Server, Client) {
    let server = Server::start(Options::default()).await.expect("started");
    let client = StreamsClient::connect(format!("http://{}", server.address()));
    (server, client.await.expect("connected"))
}

fn name(stream: &str) -> Option<StreamIdentifier> {
    Some(StreamIdentifier {
        stream_name: stream.as_bytes().to_vec(),
    })
}

fn id(id: Uuid) -> Option<WireId> {
    Some(WireId {
        value: Some(Value::String(id.to_string())),
    })
}

fn described(kind: &str) -> std::collections::HashMap<String, String> {
    [("type", kind), ("content-type", "application/json")]
        .map(|(name, value)| (name.into(), value.into()))
        .into()
}

/// The last revision and its position; or the stream's last revision (none: no stream).
type Answer = Result<(u64, u64), Option<u64>>;

async fn append(client: &mut Client, stream: &str, expected: Expected, ids: &[Uuid]) -> Answer {
    let options = append_req::Content::Options(append_req::Options {
        stream_identifier: name(stream),
        expected_stream_revision: Some(expected),
    });
    let events = ids.iter().map(|event| {
        append_req::Content::ProposedMessage(append_req::ProposedMessage {
            id: id(*event),
            metadata: described("happened"),
            custom_metadata: b"about".to_vec(),
            data: b"{}".to_vec(),
        })
    });
    let requests: Vec<_> = std::iter::once(options)
        .chain(events)
        .map(|content| AppendReq {
            content: Some(content),
        })
        .collect();
    let answer = client
        .append(tokio_stream::iter(requests))
        .await
        .expect("answered");
    use eventstoredb_fixture::protocol::event_store::client::streams::append_resp::success::{CurrentRevisionOption as Now, PositionOption as At};
    use eventstoredb_fixture::protocol::event_store::client::streams::append_resp::wrong_expected_version::CurrentRevisionOption as Current;
    match answer.into_inner().result.expect("a result") {
        Outcome::Success(success) => {
            match (success.current_revision_option, success.position_option) {
                (Some(Now::CurrentRevision(revision)), Some(At::Position(at))) => {
                    Ok((revision, at.commit_position))
                }
                other => panic!("{other:?}"),
            }
        }
        Outcome::WrongExpectedVersion(wrong) => match wrong.current_revision_option {
            Some(Current::CurrentRevision(revision)) => Err(Some(revision)),
            Some(Current::CurrentNoStream(_)) => Err(None),
            None => panic!("{wrong:?}"),
        },
    }
}

fn of_all(from: AllOption) -> read_req::Options {
    read_req::Options {
        stream_option: Some(StreamOption::All(AllOptions {
            all_option: Some(from),
        })),
        filter_option: Some(FilterOption::NoFilter(Empty {})),
        count_option: Some(CountOption::Count(u64::MAX)),
        ..read_req::Options::default()
    }
}

fn of_stream(stream: &str, from: RevisionOption) -> read_req::Options {
    read_req::Options {
        stream_option: Some(StreamOption::Stream(StreamOptions {
            stream_identifier: name(stream),
            revision_option: Some(from),
        })),
        ..of_all(AllOption::Start(Empty {}))
    }
}

async fn read(
    client: &mut Client,
    options: read_req::Options,
) -> Streaming<eventstoredb_fixture::protocol::event_store::client::streams::ReadResp> {
    let request = ReadReq {
        options: Some(options),
    };
    client.read(request).await.expect("read").into_inner()
}

/// The streams, revisions and positions of the events of a read that ends.
async fn events(client: &mut Client, options: read_req::Options) -> Vec<(String, u64, u64)> {
    let mut answers = read(client, options).await;
    let mut events = Vec::new();
    while let Some(answer) = answers.message().await.expect("read") {
        if let Some(Content::Event(event)) = answer.content {
            let event = event.event.expect("an event");
            let stream = event.stream_identifier.expect("a name").stream_name;
            let stream = String::from_utf8(stream).expect("text");
            events.push((stream, event.stream_revision, event.commit_position));
        }
    }
    events
}

#[tokio::test]
async fn revisions_are_checked_and_ids_known() {
    let (_server, mut client) = started().await;
    let none = Expected::NoStream(Empty {});
    let (a, b, c) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    assert_eq!(
        append(&mut client, "s", Expected::Revision(0), &[a]).await,
        Err(None)
    );
    let exists = Expected::StreamExists(Empty {});
    assert_eq!(append(&mut client, "s", exists, &[a]).await, Err(None));
    let first = append(&mut client, "s", none, &[a, b])
        .await
        .expect("stored");
    assert_eq!(first.0, 1);
    let second = append(&mut client, "s", Expected::Revision(1), &[c])
        .await
        .expect("stored");
    assert!(second.1 > first.1 + 1, "positions have gaps");
    // The same again is the same; anything else there is another matter.
    assert_eq!(append(&mut client, "s", none, &[a, b]).await, Ok(first));
    assert_eq!(
        append(&mut client, "s", Expected::Revision(1), &[c]).await,
        Ok(second)
    );
    assert_eq!(
        append(&mut client, "s", Expected::Any(Empty {}), &[b, c]).await,
        Ok(second)
    );
    assert_eq!(append(&mut client, "s", none, &[a, c]).await, Err(Some(2)));
    assert_eq!(
        append(&mut client, "s", none, &[Uuid::new_v4()]).await,
        Err(Some(2))
    );
    assert_eq!(
        append(&mut client, "s", Expected::Revision(7), &[c]).await,
        Err(Some(2))
    );
    // At the revision that is expected, a known id is stored like any other.
    assert_eq!(
        append(&mut client, "s", Expected::Revision(2), &[a])
            .await
            .map(|at| at.0),
        Ok(3)
    );
}

#[tokio::test]
async fn a_batch_of_appends_has_an_outcome_for_each() {
    let (_server, mut client) = started().await;
    let request = |stream: &str, expected| BatchAppendReq {
        correlation_id: id(Uuid::new_v4()),
        options: Some(batch_append_req::Options {
            stream_identifier: name(stream),
            expected_stream_position: Some(expected),
            deadline_option: None,
        }),
        proposed_messages: vec![batch_append_req::ProposedMessage {
            id: id(Uuid::new_v4()),
            metadata: described("happened"),
            custom_metadata: Vec::new(),
            data: b"{}".to_vec(),
        }],
        is_final: true,
    };
    let requests = [
        request("one", ExpectedStreamPosition::NoStream(())),
        request("one", ExpectedStreamPosition::NoStream(())),
        request("one", ExpectedStreamPosition::StreamPosition(0)),
    ];
    let wanted: Vec<_> = requests
        .iter()
        .map(|request| request.correlation_id.clone())
        .collect();
    // The call stays open while it is answered.
    let (sender, waiting) = tokio::sync::mpsc::channel(8);
    for request in requests {
        sender.send(request).await.expect("sent");
    }
    let call = client
        .batch_append(tokio_stream::wrappers::ReceiverStream::new(waiting))
        .await;
    let mut answers = call.expect("called").into_inner();
    let mut stored = Vec::new();
    for wanted in wanted {
        let answer = answers
            .message()
            .await
            .expect("answered")
            .expect("an answer");
        let correlation = answer.correlation_id.and_then(|id| id.value);
        assert!(
            matches!(correlation, Some(Value::Structured(_))),
            "{wanted:?}"
        );
        stored.push(matches!(
            answer.result,
            Some(batch_append_resp::Result::Success(_))
        ));
    }
    assert_eq!(stored, [true, false, true]);
}

#[tokio::test]
async fn a_deleted_stream_goes_on_and_a_tombstoned_one_does_not() {
    let (_server, mut client) = started().await;
    let none = Expected::NoStream(Empty {});
    append(&mut client, "s", none, &[Uuid::new_v4(), Uuid::new_v4()])
        .await
        .expect("stored");
    let deleted = DeleteReq {
        options: Some(delete_req::Options {
            stream_identifier: name("s"),
            expected_stream_revision: Some(delete_req::options::ExpectedStreamRevision::Revision(
                1,
            )),
        }),
    };
    client.delete(deleted).await.expect("deleted");
    let whole = of_stream("s", RevisionOption::Start(Empty {}));
    assert!(events(&mut client, whole.clone()).await.is_empty());
    let again = append(&mut client, "s", none, &[Uuid::new_v4()])
        .await
        .expect("stored");
    assert_eq!(again.0, 2);
    assert_eq!(events(&mut client, whole.clone()).await.len(), 1);
    let tombstone = TombstoneReq {
        options: Some(tombstone_req::Options {
            stream_identifier: name("s"),
            expected_stream_revision: None,
        }),
    };
    client.tombstone(tombstone).await.expect("deleted");
    let request = ReadReq {
        options: Some(whole),
    };
    let status = client.read(request).await.expect_err("deleted");
    assert_eq!(
        status.metadata().get("exception").expect("named"),
        "stream-deleted"
    );
}
