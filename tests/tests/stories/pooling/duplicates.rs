//! The same offer from two sources is pointed out to the platform, the referent and the host.
use domain::principal::Principal;
use uuid::Uuid;

use super::*;

async fn likely(
    stage: &Stage,
    caller: Principal,
    scope: &str,
) -> Result<Vec<v1::LikelyDuplicate>, Status> {
    let message = v1::ListLikelyDuplicatesRequest {
        scope: scope.into(),
        min_position: stage.head().await,
        ..v1::ListLikelyDuplicatesRequest::default()
    };
    let mut pooling = stage.app.by(caller).pooling();
    Ok(pooling
        .list_likely_duplicates(message)
        .await?
        .into_inner()
        .duplicates)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_offer_from_two_sources_is_pointed_out() {
    let stage = Stage::set().await;
    let partner = platform(&stage, "Stages de l'Ain").await;
    let other = platform(&stage, "Mon premier stage").await;
    let [firm, second] = stage.firms;
    let by_host = firm.offers(stage.commands(), 2).await;
    let of_firm = |identifier: &str, title: &str| {
        let mut offer = titled(identifier, title);
        offer.host.as_mut().unwrap().name = of_host(firm.siret);
        fed(offer)
    };
    let parts = vec![
        of_firm("a", "STAGE DE 3E : DECOUVRIR LA FERME"),
        of_firm("b", "Le secrétariat de la coopérative"),
    ];
    let answer = feed(&stage, partner, parts).await.unwrap();
    let fed_in = answer.rows[0].offer.clone();

    let referent = Principal::referent(Uuid::new_v4(), "01".parse().unwrap());
    let director = Principal::academic_director(Uuid::new_v4(), "01".parse().unwrap());
    let host = of_host(firm.siret);
    for (caller, scope) in [
        (partner, ""),
        (referent, "departments/01"),
        (director, "departments/01"),
        (referent, host.as_str()),
        (firm.caller, host.as_str()),
    ] {
        let pairs = likely(&stage, caller, scope).await.unwrap();
        let [pair] = &pairs[..] else {
            panic!("{scope}: {pairs:?}")
        };
        assert_eq!(pair.host, of_host(firm.siret));
        assert!(pair.title_likeness > 0.9 && pair.same_sector && pair.distance_m < 50.0);
        let (first, second) = (pair.first.as_ref().unwrap(), pair.second.as_ref().unwrap());
        assert_eq!(second.offer, fed_in);
        assert_eq!(second.platform_display_name, "Stages de l'Ain");
        assert_eq!(first.platform_display_name, "");
        // A platform learns of its own offers, and of others only that there are.
        let hidden = caller == partner;
        assert_eq!(first.offer.is_empty(), hidden, "{scope}");
        if !hidden {
            assert_eq!(first.offer, tests::wire::of_offer(by_host));
        }
        assert_eq!(
            second.identifier.is_empty(),
            [referent, director].contains(&caller),
            "{scope}"
        );
    }
    assert!(likely(&stage, other, "").await.unwrap().is_empty());
    let elsewhere = refused(likely(&stage, referent, "departments/75").await);
    assert_eq!(elsewhere.code, Code::NotFound);
    let of_another = refused(likely(&stage, second.caller, &of_host(firm.siret)).await);
    assert_eq!(of_another.code, Code::NotFound);
    let unread = refused(likely(&stage, referent, "national").await);
    assert_eq!(
        (unread.code, unread.field.as_str()),
        (Code::InvalidArgument, "scope")
    );

    // What is over is no duplicate any more.
    feed(&stage, partner, vec![end("a")]).await.unwrap();
    assert!(likely(&stage, partner, "").await.unwrap().is_empty());
}
