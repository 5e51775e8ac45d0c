//! Feeds that break, that are too many for a day, and that mean nothing.
use futures::StreamExt;
use tests::wire::{Why, call};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_a_feed_broke_stays_and_feeding_again_goes_on() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let before = stage.head().await;
    let mut pooling = stage.app.by(partner).pooling();
    let came = vec![fed(offer("a")), fed(offer("b"))];
    // The client says no more, and does not end.
    let parts = stream::iter(came.clone()).chain(stream::pending());
    let feeding = tokio::spawn(async move { pooling.feed_offers(parts).await.map(drop) });
    let stored = async {
        // The host of both, with its source, and two offers with theirs.
        while stage.head().await < before + 6 {
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(20);
    tokio::time::timeout(limit, stored).await.unwrap();
    feeding.abort();
    assert!(feeding.await.is_err());
    assert_eq!(own(&stage, partner).await.len(), 2);

    let again = came.into_iter().chain([fed(offer("c"))]).collect();
    let answer = feed(&stage, partner, again).await.unwrap();
    use v1::FedResult as R;
    let expected = [(R::Unchanged, ""), (R::Unchanged, ""), (R::Deposited, "")];
    assert_eq!(results(&answer), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_feeds_in_so_much_a_day() {
    let stage = Stage::set_with(|settings| settings.rules.daily.fed_offers = 2).await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let one_by_one = ["a", "b", "c", "a"].map(|one| vec![fed(offer(one))]);
    let mut told = vec![];
    for parts in one_by_one {
        let answer = feed(&stage, partner, parts).await.unwrap();
        told.extend(
            results(&answer)
                .into_iter()
                .map(|(what, why)| (what, why.to_owned())),
        );
    }
    use v1::FedResult as R;
    let told: Vec<_> = told
        .iter()
        .map(|(what, why)| (*what, why.as_str()))
        .collect();
    let expected = [
        (R::Deposited, ""),
        (R::Deposited, ""),
        (R::Refused, "QUOTA_EXCEEDED"),
        (R::Unchanged, ""),
    ];
    assert_eq!(told, expected, "what changes nothing is not counted");
    let other = platform(&stage, "Mon premier stage").await;
    let answer = feed(&stage, other, vec![fed(offer("a"))]).await.unwrap();
    assert_eq!(answer.deposited, 1, "each platform by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_mean_nothing_are_refused_with_a_reason() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let token = stage.app.token(partner);
    let path = "/placement.v1.PoolingService/FeedOffers";
    let head = stage.head().await;
    for bytes in [
        vec![0xff; 40],
        vec![0x0a, 0x7f, 1],
        b"pas un message".to_vec(),
    ] {
        let answer = call(stage.app.channel(), path, Some(&token), bytes).await;
        let why = Why::of(&answer.unwrap_err());
        assert_eq!(why.code, Code::InvalidArgument, "{why:?}");
    }
    assert_eq!(stage.head().await, head);
    // Nothing at all is a feed of nothing.
    let nothing = feed(&stage, partner, vec![]).await.unwrap();
    assert!(nothing.rows.is_empty() && nothing.outcome.unwrap().unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_has_so_many_messages() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let parts = vec![v1::FeedOffersRequest { part: None }; 5_001];
    let over = refused(feed(&stage, partner, parts).await);
    assert_eq!(
        (over.reason.as_str(), over.rule.as_str()),
        ("FEED_OVER", "OFF-8")
    );
}
