//! Reads and subscriptions.
use std::time::Duration;

use super::*;

#[tokio::test]
async fn reads_go_both_ways() {
    let (_server, mut client) = started().await;
    for round in 0..3 {
        for stream in ["a-1", "b-1"] {
            let expected = match round {
                0 => Expected::NoStream(Empty {}),
                round => Expected::Revision(round - 1),
            };
            append(&mut client, stream, expected, &[Uuid::new_v4()])
                .await
                .expect("stored");
        }
    }
    let forwards = events(&mut client, of_all(AllOption::Start(Empty {}))).await;
    assert!(forwards.windows(2).all(|pair| pair[0].2 < pair[1].2));
    assert!(forwards[0].0.starts_with('$'), "the server was there first");
    let mut backwards = read_req::Options {
        read_direction: ReadDirection::Backwards.into(),
        ..of_all(AllOption::End(Empty {}))
    };
    let mut read_back = events(&mut client, backwards.clone()).await;
    read_back.reverse();
    assert_eq!(read_back, forwards);
    backwards.count_option = Some(CountOption::Count(1));
    assert_eq!(
        events(&mut client, backwards).await,
        forwards[forwards.len() - 1..]
    );
    // From a position: forwards with the event there, backwards with the one before it.
    let at = AllOption::Position(read_req::options::Position {
        commit_position: forwards[3].2,
        prepare_position: forwards[3].2,
    });
    assert_eq!(events(&mut client, of_all(at)).await, forwards[3..]);
    let before = read_req::Options {
        read_direction: ReadDirection::Backwards.into(),
        ..of_all(at)
    };
    assert_eq!(events(&mut client, before).await[0], forwards[2]);
    let from = of_stream("b-1", RevisionOption::Revision(1));
    let revisions: Vec<_> = events(&mut client, from)
        .await
        .iter()
        .map(|event| event.1)
        .collect();
    assert_eq!(revisions, [1, 2]);
    let mut missing = read(
        &mut client,
        of_stream("c-1", RevisionOption::Start(Empty {})),
    )
    .await;
    let answer = missing
        .message()
        .await
        .expect("read")
        .and_then(|answer| answer.content);
    assert!(matches!(answer, Some(Content::StreamNotFound(_))));
    let nowhere = AllOption::Position(read_req::options::Position {
        commit_position: forwards[3].2 + 1,
        prepare_position: forwards[3].2 + 1,
    });
    let request = ReadReq {
        options: Some(of_all(nowhere)),
    };
    assert_eq!(
        client.read(request).await.expect_err("refused").code(),
        Code::Unknown
    );
}

/// What a read says, event by event.
async fn told(client: &mut Client, options: read_req::Options) -> Vec<String> {
    let mut answers = read(client, options).await;
    let mut told = Vec::new();
    while let Some(answer) = answers.message().await.expect("read") {
        told.push(match answer.content.expect("content") {
            Content::Event(event) => format!("{}", event.event.expect("an event").stream_revision),
            Content::FirstStreamPosition(at) => format!("first {at}"),
            Content::LastStreamPosition(at) => format!("last {at}"),
            other => format!("{other:?}"),
        });
    }
    told
}

fn understood(options: read_req::Options) -> read_req::Options {
    read_req::Options {
        control_option: Some(read_req::options::ControlOption { compatibility: 1 }),
        ..options
    }
}

#[tokio::test]
async fn a_reader_that_understands_it_is_told_where_a_stream_begins_and_ends() {
    let (_server, mut client) = started().await;
    let ids = [Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4()];
    let none = Expected::NoStream(Empty {});
    append(&mut client, "s", none, &ids).await.expect("stored");
    let from = |revision| of_stream("s", RevisionOption::Revision(revision));
    assert_eq!(told(&mut client, from(1)).await, ["1", "2"]);
    for (revision, count, expected) in [
        (0, u64::MAX, &["0", "1", "2", "last 2"][..]),
        (0, 3, &["0", "1", "2", "last 2"]),
        (0, 2, &["0", "1", "last 2"]),
        (3, 2, &["last 2"]),
        (7, 2, &["first 3", "last 2"]),
    ] {
        let options = read_req::Options {
            count_option: Some(CountOption::Count(count)),
            ..understood(from(revision))
        };
        assert_eq!(
            told(&mut client, options).await,
            expected,
            "{revision}, {count}"
        );
    }
    let backwards = read_req::Options {
        read_direction: ReadDirection::Backwards.into(),
        ..understood(from(1))
    };
    assert_eq!(told(&mut client, backwards).await, ["1", "0", "last 2"]);
    let end = of_stream("s", RevisionOption::End(Empty {}));
    assert_eq!(told(&mut client, end).await, Vec::<String>::new());

    // All of its first page was pushed out.
    let many: Vec<Uuid> = (0..40).map(|_| Uuid::new_v4()).collect();
    append(&mut client, "t", none, &many).await.expect("stored");
    let metadata = append_req::Content::ProposedMessage(append_req::ProposedMessage {
        id: id(Uuid::new_v4()),
        metadata: described("$metadata"),
        custom_metadata: Vec::new(),
        data: br#"{"$maxCount":2}"#.to_vec(),
    });
    let options = append_req::Content::Options(append_req::Options {
        stream_identifier: name("$$t"),
        expected_stream_revision: Some(none),
    });
    let requests = [options, metadata].map(|content| AppendReq {
        content: Some(content),
    });
    let stored = client.append(tokio_stream::iter(requests)).await;
    stored.expect("stored");
    let start = of_stream("t", RevisionOption::Start(Empty {}));
    let expected = ["first 38", "38", "39", "last 39"];
    assert_eq!(told(&mut client, understood(start)).await, expected);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_as_the_server_does_it() {
    let (server, mut client) = started().await;
    let none = Expected::NoStream(Empty {});
    append(&mut client, "s", none, &[Uuid::new_v4()])
        .await
        .expect("stored");
    let all = events(&mut client, of_all(AllOption::Start(Empty {}))).await;
    let last = all.last().expect("an event").2;
    let at = |position| {
        of_all(AllOption::Position(read_req::options::Position {
            commit_position: position,
            prepare_position: position,
        }))
    };
    let backwards = |options| read_req::Options {
        read_direction: ReadDirection::Backwards.into(),
        ..options
    };
    let filtered = |options| read_req::Options {
        filter_option: Some(FilterOption::Filter(FilterOptions {
            filter: Some(Filter::EventType(Expression {
                regex: r"^(?!(\$.+$))".into(),
                prefix: Vec::new(),
            })),
            window: Some(Window::Max(32)),
            checkpoint_interval_multiplier: 1,
        })),
        ..options
    };
    let counted = |count, options| read_req::Options {
        count_option: Some(CountOption::Count(count)),
        ..options
    };
    let following = |options| read_req::Options {
        count_option: Some(CountOption::Subscription(SubscriptionOptions {})),
        ..options
    };
    let start = || of_stream("s", RevisionOption::Start(Empty {}));
    for (options, text) in [
        (counted(0, start()), "Unexpected ReadStreamResult: Error"),
        (at(last - 1), "Unexpected ReadAllResult: Error"),
        (backwards(at(last - 1)), "Unexpected ReadAllResult: Error"),
        (
            backwards(at(last + 9_999)),
            "Unexpected ReadAllResult: Error",
        ),
        (
            filtered(at(last - 1)),
            "Unexpected FilteredReadAllResult: Error",
        ),
        (following(at(last - 1)), "Exception was thrown by handler."),
    ] {
        let request = ReadReq {
            options: Some(options),
        };
        let status = client.read(request).await.expect_err("refused");
        assert_eq!((status.code(), status.message()), (Code::Unknown, text));
    }
    assert!(events(&mut client, at(last + 9_999)).await.is_empty());
    let wanted = events(&mut client, filtered(of_all(AllOption::Start(Empty {})))).await;
    assert_eq!(
        wanted,
        all[all.len() - 1..],
        "the server's own are left out"
    );

    server.fail_next_append(Fault::Busy);
    let options = append_req::Content::Options(append_req::Options {
        stream_identifier: name("s"),
        expected_stream_revision: Some(Expected::Any(Empty {})),
    });
    let request = AppendReq {
        content: Some(options),
    };
    let status = client.append(tokio_stream::iter([request])).await;
    let status = status.expect_err("busy");
    assert_eq!(
        (status.code(), status.message()),
        (Code::Unavailable, "Server Is Too Busy")
    );
}

#[tokio::test]
async fn a_filtered_subscription_is_confirmed_catches_up_and_tells_how_far_it_is() {
    let (server, mut client) = started().await;
    for stream in ["wanted-1", "other-1", "other-2", "other-3", "wanted-2"] {
        append(
            &mut client,
            stream,
            Expected::NoStream(Empty {}),
            &[Uuid::new_v4()],
        )
        .await
        .expect("stored");
    }
    let filter = FilterOptions {
        filter: Some(Filter::StreamIdentifier(Expression {
            regex: String::new(),
            prefix: vec!["wanted-".into()],
        })),
        window: Some(Window::Max(2)),
        checkpoint_interval_multiplier: 1,
    };
    let mut followed = read(
        &mut client,
        read_req::Options {
            count_option: Some(CountOption::Subscription(SubscriptionOptions {})),
            filter_option: Some(FilterOption::Filter(filter)),
            ..of_all(AllOption::Start(Empty {}))
        },
    )
    .await;
    let mut told = Vec::new();
    // Where the checkpoint stands that says how far it is, and where the next event does.
    let (mut end, mut next) = (0, 0);
    let following = async {
        while let Some(answer) = followed.message().await.expect("followed") {
            match answer.content.expect("content") {
                Content::Confirmation(_) => told.push("confirmed"),
                Content::Checkpoint(at) => {
                    end = at.commit_position;
                    told.push("checkpoint");
                    if told.ends_with(&["caught up", "checkpoint"]) {
                        append(
                            &mut client,
                            "wanted-3",
                            Expected::NoStream(Empty {}),
                            &[Uuid::new_v4()],
                        )
                        .await
                        .expect("stored");
                    }
                }
                Content::Event(read) => {
                    told.push("event");
                    next = read.event.expect("event").commit_position;
                }
                Content::CaughtUp(_) => told.push("caught up"),
                other => panic!("{other:?}"),
            }
            if told.iter().filter(|one| **one == "event").count() == 3 {
                server.end_subscriptions();
            }
        }
    };
    let following = tokio::time::timeout(Duration::from_secs(30), following);
    following.await.expect("three events");
    assert_eq!(
        told,
        [
            "confirmed",
            "checkpoint",
            "event",
            "checkpoint",
            "event",
            "caught up",
            "checkpoint",
            "event"
        ]
    );
    assert_eq!(
        end, next,
        "the next event takes the place of the checkpoint"
    );
}
