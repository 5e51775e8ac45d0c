//! Partner associations and what they are assigned to.
use tests::names::instant;

use super::*;

pub(super) struct Association {
    pub(super) name: String,
    pub(super) caller: Principal,
}

pub(super) async fn named(stage: &Stage, by: Principal, territory: &str) -> Association {
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Un stage et après".into(),
        territory: territory.into(),
        identity: identity(),
    };
    let answer = stage.app.by(by).partners().name_partner(message).await;
    let name = answer.unwrap().into_inner().name;
    let id = name.rsplit('/').next().unwrap().parse().unwrap();
    Association {
        name,
        caller: Principal::partner(id),
    }
}

pub(super) async fn assign(
    stage: &Stage,
    by: Principal,
    name: &str,
    assignment: String,
) -> Result<u64, tonic::Status> {
    let message = v1::AssignPartnerRequest {
        request_id: id(),
        name: name.into(),
        assignment,
    };
    let answer = stage.app.by(by).partners().assign_partner(message).await?;
    Ok(answer.into_inner().outcome.unwrap().position)
}

/// Whether a partner sees a college, its figures, a host and its offer: the codes of the answers.
async fn sees(
    stage: &Stage,
    partner: &Association,
    college: &College,
    offer: domain::ids::OfferId,
) -> [Code; 4] {
    let min_position = stage.head().await;
    let by = stage.app.by(partner.caller);
    let code = |result: Result<(), tonic::Status>| match result {
        Ok(()) => Code::Ok,
        Err(status) => status.code(),
    };
    let name = of_establishment(college.uai);
    let message = v1::GetEstablishmentRequest {
        page_size: 0,
        page_token: String::new(),

        name: name.clone(),
        min_position,
    };
    let seen = by.establishments().get_establishment(message).await;
    let seen = seen.map(|answer| {
        let shown = answer.into_inner().establishment.unwrap();
        assert!(shown.staff.is_empty(), "no names");
    });
    let message = v1::GetEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,
        page_token: String::new(),

        establishment: name,
        min_position,
        as_of: None,
    };
    let figures = by.follow_ups().get_establishment_follow_up(message).await;
    let message = v1::GetHostRequest {
        page_size: 0,
        page_token: String::new(),

        name: of_host(stage.firms[0].siret),
        min_position,
    };
    let host = by.hosts().get_host(message).await.map(|answer| {
        let shown = answer.into_inner().host.unwrap();
        assert!(shown.people.is_empty(), "no names");
    });
    let message = v1::GetOfferRequest {
        name: of_offer(offer),
        min_position,
    };
    let offer = by.offers().get_offer(message).await.map(|answer| {
        let tutor = answer.into_inner().offer.unwrap().terms.unwrap().tutor;
        assert_eq!(tutor.and_then(|tutor| tutor.identity), None, "no names");
    });
    [
        code(seen),
        code(figures.map(|_| ())),
        code(host),
        code(offer),
    ]
}

const NOTHING: [Code; 4] = [Code::NotFound; 4];

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_sees_what_it_is_assigned_to_until_it_no_longer_is() {
    let stage = Stage::set().await;
    stage.pupil().await;
    let [offer, _] = stage.offers(1).await;
    let college = stage.college;
    let partner = named(&stage, committee(), "national").await;
    assert_eq!(sees(&stage, &partner, &college, offer).await, NOTHING);

    let to_college = of_establishment(college.uai);
    let to_host = of_host(stage.firms[0].siret);
    assign(&stage, committee(), &partner.name, to_college.clone())
        .await
        .unwrap();
    let seen = sees(&stage, &partner, &college, offer).await;
    assert_eq!(seen, [Code::Ok, Code::Ok, Code::NotFound, Code::NotFound]);
    assign(&stage, committee(), &partner.name, to_host)
        .await
        .unwrap();
    assert_eq!(sees(&stage, &partner, &college, offer).await, [Code::Ok; 4]);
    let other = College::registered(stage.commands(), 2).await;
    let seen = sees(&stage, &partner, &other, offer).await;
    assert_eq!(seen, [Code::NotFound, Code::NotFound, Code::Ok, Code::Ok]);

    let then = stage.head().await;
    let message = v1::WatchEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,

        establishment: to_college.clone(),
        min_position: then,
    };
    let by = stage.app.by(partner.caller);
    let mut follow_ups = by.follow_ups();
    let mut watch = follow_ups
        .watch_establishment_follow_up(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();
    let message = v1::UnassignPartnerRequest {
        request_id: id(),
        name: partner.name.clone(),
        assignment: to_college.clone(),
    };
    let mut by_committee = stage.app.by(committee()).partners();
    by_committee.unassign_partner(message).await.unwrap();
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    let seen = sees(&stage, &partner, &college, offer).await;
    assert_eq!(seen, [Code::NotFound, Code::NotFound, Code::Ok, Code::Ok]);
    let past = v1::GetEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,
        page_token: String::new(),

        establishment: to_college,
        min_position: stage.head().await,
        as_of: Some(v1::get_establishment_follow_up_request::AsOf::AsOfPosition(
            then,
        )),
    };
    let why = refused(follow_ups.get_establishment_follow_up(past).await);
    assert_eq!(why.code, Code::NotFound);

    let get = |min_position| v1::GetPartnerRequest {
        name: partner.name.clone(),
        min_position,
    };
    let own = by.partners().get_partner(get(stage.head().await)).await;
    let own = own.unwrap().into_inner().partner.unwrap();
    assert_eq!(own.assignments, [of_host(stage.firms[0].siret)]);
    let message = v1::DismissPartnerRequest {
        request_id: id(),
        name: partner.name.clone(),
    };
    by_committee.dismiss_partner(message).await.unwrap();
    assert_eq!(sees(&stage, &partner, &college, offer).await, NOTHING);
    let min_position = stage.head().await;
    let why = refused(by.partners().get_partner(get(min_position)).await);
    assert_eq!(why.code, Code::NotFound);
    let sectors = v1::ListSectorsRequest {
        min_position,
        ..v1::ListSectorsRequest::default()
    };
    let why = refused(by.directory().list_sectors(sectors).await);
    assert_eq!(why.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn small_figures_of_a_college_are_withheld_from_a_partner_and_not_from_the_college() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    let pupil = stage.pupil().await;
    for _ in 1..7 {
        stage.pupil().await;
    }
    let partner = named(&stage, committee(), "national").await;
    let college = of_establishment(stage.college.uai);
    assign(&stage, committee(), &partner.name, college.clone())
        .await
        .unwrap();
    let totals = async |by: Principal, school_year: &str| {
        let message = v1::GetEstablishmentFollowUpRequest {
            establishment: college.clone(),
            school_year: school_year.into(),
            min_position: stage.head().await,
            ..v1::GetEstablishmentFollowUpRequest::default()
        };
        let mut follow_ups = stage.app.by(by).follow_ups();
        let answer = follow_ups.get_establishment_follow_up(message).await?;
        let told = answer.into_inner().follow_up.unwrap();
        Ok::<_, tonic::Status>((told.totals.unwrap(), told.classes[0].totals.unwrap()))
    };
    stage.app.clock.set(instant("2025-09-30T08:00:00Z"));
    let (whole, class) = totals(partner.caller, "").await.unwrap();
    assert_eq!(whole, class, "one class");
    assert_eq!((whole.students, whole.students_placed), (7, 0));
    assert!(whole.details_withheld && !whole.withheld);
    assert_eq!((whole.access_open, whole.application_counts), (0, None));
    let (whole, _) = totals(stage.college.head, "").await.unwrap();
    assert_eq!((whole.students, whole.access_open), (7, 7));
    assert!(!whole.details_withheld && !whole.withheld);
    let all = refused(totals(partner.caller, "all").await);
    assert_eq!(
        (all.code, all.field.as_str()),
        (Code::InvalidArgument, "school_year")
    );

    // One is placed: shown to the college at once, to nobody else on the next day either.
    let [offer, _] = stage.offers(1).await;
    let week = tests::names::WEEKS[0];
    let application = stage.submit(pupil, offer, week).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let (whole, _) = totals(partner.caller, "").await.unwrap();
    assert_eq!(
        (whole.students, whole.students_placed),
        (7, 0),
        "this morning"
    );
    let (whole, _) = totals(stage.college.head, "").await.unwrap();
    assert_eq!(whole.students_placed, 1);
    stage.app.clock.set(instant("2025-10-01T08:00:00Z"));
    let (whole, class) = totals(partner.caller, "").await.unwrap();
    for totals in [whole, class] {
        assert!(totals.withheld);
        assert_eq!((totals.students, totals.students_placed), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_of_a_department_is_assigned_within_it_by_those_of_the_department() {
    let stage = Stage::set().await;
    stage.offers(1).await;
    let prefect = |code: &str| Principal::prefect(Uuid::new_v4(), code.parse().unwrap());
    let (ain, rhone) = (prefect("01"), prefect("69"));
    let of_ain = named(&stage, ain, "departments/01").await;
    let of_rhone = named(&stage, rhone, "departments/69").await;
    // Where a host lies is told by its offers, which the write side follows.
    while stage.commands().process_position().0 < stage.head().await {
        tokio::task::yield_now().await;
    }
    let college = of_establishment(stage.college.uai);
    let host = of_host(stage.firms[0].siret);
    for to in [&college, &host] {
        assign(&stage, ain, &of_ain.name, to.clone()).await.unwrap();
        let elsewhere = refused(assign(&stage, rhone, &of_rhone.name, to.clone()).await);
        assert_eq!(elsewhere.reason, "PARTNER_OUTSIDE_DEPARTMENT");
        // Neither the prefect of another department nor the committee disposes of it.
        for other in [rhone, committee()] {
            let why = refused(assign(&stage, other, &of_ain.name, to.clone()).await);
            assert_eq!(why.code, Code::NotFound);
        }
    }
    // Whether there is such a host elsewhere is not told.
    let nowhere = of_host(tests::names::siret(77));
    let why = refused(assign(&stage, rhone, &of_rhone.name, nowhere).await);
    let there = refused(assign(&stage, rhone, &of_rhone.name, host).await);
    assert_eq!(why, there);

    let listed = async |caller: Principal, territory: &str| {
        let message = v1::ListPartnersRequest {
            territory: territory.into(),
            min_position: stage.head().await,
            ..v1::ListPartnersRequest::default()
        };
        let answer = stage.app.by(caller).partners().list_partners(message).await;
        let partners = answer.unwrap().into_inner().partners;
        partners.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(
        listed(ain, "departments/01").await,
        std::slice::from_ref(&of_ain.name)
    );
    assert_eq!(listed(committee(), "national").await.len(), 2);
    assert_eq!(listed(committee(), "academies/lyon").await.len(), 2);
    assert_eq!(listed(committee(), "departments/69").await, [of_rhone.name]);
}
