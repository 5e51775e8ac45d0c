//! A feed that is whole ends what it leaves out, and nothing where that is not certain.
use super::*;

fn whole(items: u32) -> v1::FeedOffersRequest {
    v1::FeedOffersRequest {
        part: Some(Part::Whole(v1::WholeFeed { items })),
    }
}

async fn open(stage: &Stage, partner: Principal) -> Vec<String> {
    let all = own(stage, partner).await.into_iter();
    let open = all.filter(|one| one.state() == v1::PooledOfferState::Published);
    let mut open: Vec<String> = open.map(|one| one.identifier).collect();
    open.sort_unstable();
    open
}

/// Until the write side, too, has followed what was fed in.
async fn followed(stage: &Stage) {
    let head = stage.app.app.log.head().await.unwrap();
    let following = async {
        while stage.commands().process_position() < head {
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(20);
    tokio::time::timeout(limit, following).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_whole_feed_leaves_out_is_ended() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let other = platform(&stage, "Mon premier stage").await;
    let three = ["a", "b", "c"].map(|one| fed(offer(one)));
    feed(&stage, other, three.to_vec()).await.unwrap();
    feed(&stage, partner, three.to_vec()).await.unwrap();
    followed(&stage).await;

    // Without the closing message nothing is ended.
    feed(&stage, partner, vec![fed(offer("a"))]).await.unwrap();
    assert_eq!(open(&stage, partner).await, ["a", "b", "c"]);

    let mut bad = offer("b");
    bad.terms.as_mut().unwrap().sector = "inconnu".into();
    let parts = vec![fed(offer("a")), fed(bad), whole(2)];
    let answer = feed(&stage, partner, parts).await.unwrap();
    use v1::FedResult as R;
    let expected = [
        (R::Unchanged, ""),
        (R::Refused, "SECTOR_UNKNOWN"),
        (R::Ended, ""),
    ];
    assert_eq!(results(&answer), expected);
    assert_eq!(
        (answer.rows[2].index, answer.rows[2].identifier.as_str()),
        (2, "c")
    );
    assert_eq!(
        open(&stage, partner).await,
        ["a", "b"],
        "a refused one is not left out"
    );
    assert_eq!(
        open(&stage, other).await,
        ["a", "b", "c"],
        "of another platform"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_ended_where_a_feed_is_not_certain_to_be_whole() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let two = ["a", "b"].map(|one| fed(offer(one)));
    feed(&stage, partner, two.to_vec()).await.unwrap();
    followed(&stage).await;
    for parts in [
        vec![whole(0)],
        vec![fed(offer("a")), whole(2)],
        vec![fed(offer("a")), fed(offer("pas lisible")), whole(2)],
    ] {
        let answer = feed(&stage, partner, parts).await.unwrap();
        let last = results(&answer).pop().unwrap();
        assert_eq!(last, (v1::FedResult::Refused, "FEED_NOT_WHOLE"));
        assert_eq!(open(&stage, partner).await, ["a", "b"]);
    }
    // Nothing comes behind the closing message.
    let parts = vec![fed(offer("a")), fed(offer("b")), whole(2), fed(offer("c"))];
    let over = refused(feed(&stage, partner, parts).await);
    assert_eq!(over.reason, "FEED_OVER");
    assert_eq!(open(&stage, partner).await, ["a", "b"]);
}
