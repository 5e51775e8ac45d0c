//! A partner that is named for the country is everybody's to assign, each where they are (EST-14, DSH-7).
use domain::establishment::Listing;
use domain::principal::Role;
use tests::cast::{listing, stranger};
use tests::names::{ask, uai};
use tonic::Status;

use super::partners::{Association, assign, named};
use super::*;

async fn unassign(stage: &Stage, by: Principal, name: &str, from: &str) -> Result<(), Status> {
    let message = v1::UnassignPartnerRequest {
        request_id: id(),
        name: name.into(),
        assignment: from.into(),
    };
    let mut partners = stage.app.by(by).partners();
    partners.unassign_partner(message).await.map(drop)
}

async fn dismiss(stage: &Stage, by: Principal, name: &str) -> Result<(), Status> {
    let message = v1::DismissPartnerRequest {
        request_id: id(),
        name: name.into(),
    };
    let mut partners = stage.app.by(by).partners();
    partners.dismiss_partner(message).await.map(drop)
}

/// What a partner looks after, as somebody sees it.
async fn assignments(stage: &Stage, by: Principal, name: &str) -> Vec<String> {
    let message = v1::GetPartnerRequest {
        name: name.into(),
        min_position: stage.head().await,
    };
    let shown = stage.app.by(by).partners().get_partner(message).await;
    shown.unwrap().into_inner().partner.unwrap().assignments
}

/// The same, as the list of a territory has it; none where it is not in the list.
async fn listed(stage: &Stage, by: Principal, territory: &str, name: &str) -> Option<Vec<String>> {
    let message = v1::ListPartnersRequest {
        territory: territory.into(),
        min_position: stage.head().await,
        ..v1::ListPartnersRequest::default()
    };
    let answer = stage.app.by(by).partners().list_partners(message).await;
    let mut partners = answer.unwrap().into_inner().partners.into_iter();
    let found = partners.find(|partner| partner.name == name);
    found.map(|partner| partner.assignments)
}

async fn activities(stage: &Stage, by: Principal, name: &str) -> Vec<String> {
    let message = v1::ListActivitiesRequest {
        name: name.into(),
        min_position: stage.head().await,
        ..v1::ListActivitiesRequest::default()
    };
    let answer = stage.app.by(by).partners().list_activities(message).await;
    let activities = answer.unwrap().into_inner().activities.into_iter();
    activities.map(|activity| activity.assignment).collect()
}

/// The partner was in a college with pupils.
async fn visits(stage: &Stage, partner: &Association, college: &str) {
    let message = v1::RecordActivityRequest {
        request_id: id(),
        name: partner.name.clone(),
        assignment: college.into(),
        department: String::new(),
        details: Some(v1::ActivityDetails {
            kind: v1::ActivityKind::PupilSession.into(),
            held_date: "2025-09-22".into(),
            people: 24,
        }),
    };
    let mut partners = stage.app.by(partner.caller).partners();
    partners.record_activity(message).await.unwrap();
}

/// A college of Paris, which the directory lists.
async fn in_paris(stage: &Stage) -> String {
    let paris = Listing {
        department: "75".parse().unwrap(),
        city: "Paris".into(),
        position: None,
        ..listing()
    };
    let handler = stage.commands().handle(ask(operator()));
    let rows = handler.import_establishments(vec![(uai(5), paris)]).await;
    assert!(rows.unwrap().iter().all(Result::is_ok));
    of_establishment(uai(5))
}

fn prefect(code: &str) -> Principal {
    Principal::prefect(Uuid::new_v4(), code.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn those_of_a_department_assign_a_national_partner_there_and_nowhere_else() {
    let stage = Stage::set().await;
    stage.offers(1).await;
    // Where a host lies is told by its offers, which the write side follows.
    while stage.commands().process_position().0 < stage.head().await {
        tokio::task::yield_now().await;
    }
    let national = named(&stage, committee(), "national").await;
    let name = &national.name;
    let college = of_establishment(stage.college.uai);
    let host = of_host(stage.firms[0].siret);
    let elsewhere = in_paris(&stage).await;
    let nowhere = of_establishment(uai(99));

    for role in [Role::Prefect, Role::Referent, Role::AcademicDirector] {
        let caller = stranger(role);
        let seen = listed(&stage, caller, "departments/01", name).await;
        assert_eq!(seen, Some(vec![]), "{role:?}");
        for to in [&college, &host] {
            assign(&stage, caller, name, to.clone()).await.unwrap();
            assert_eq!(assignments(&stage, caller, name).await, [to.as_str()]);
            unassign(&stage, caller, name, to).await.unwrap();
        }
        let before = stage.head().await;
        let there = refused(assign(&stage, caller, name, elsewhere.clone()).await);
        assert_eq!(there.code, Code::NotFound, "{role:?}");
        let of_nothing = refused(assign(&stage, caller, name, nowhere.clone()).await);
        assert_eq!(there, of_nothing, "whether there is one is not told");
        let from_there = refused(unassign(&stage, caller, name, &elsewhere).await);
        assert_eq!(from_there, there, "{role:?}");
        // Naming and dismissing it are the committee's.
        let why = refused(dismiss(&stage, caller, name).await);
        assert!(
            [Code::NotFound, Code::PermissionDenied].contains(&why.code),
            "{role:?}"
        );
        assert_eq!(stage.head().await, before, "nothing is stored");
    }
    // Nobody of another department, and not of the region, which only looks.
    for other in [prefect("69"), prefect("75")] {
        let why = refused(assign(&stage, other, name, college.clone()).await);
        assert_eq!(why.code, Code::NotFound);
    }
    let region = stranger(Role::RegionPrefect);
    let why = refused(assign(&stage, region, name, college.clone()).await);
    assert_eq!(why.code, Code::PermissionDenied);
    // The committee goes on to assign it everywhere.
    for to in [&college, &elsewhere] {
        assign(&stage, committee(), name, to.clone()).await.unwrap();
    }
    unassign(&stage, prefect("01"), name, &college)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_national_partner_is_shown_with_what_it_looks_after_in_the_own_territory() {
    let stage = Stage::set().await;
    let national = named(&stage, committee(), "national").await;
    let name = &national.name;
    let college = of_establishment(stage.college.uai);
    let elsewhere = in_paris(&stage).await;
    for (by, to) in [(prefect("01"), &college), (prefect("75"), &elsewhere)] {
        assign(&stage, by, name, to.clone()).await.unwrap();
        visits(&stage, &national, to).await;
    }
    let nothing: Vec<String> = vec![];
    let here = vec![college.clone()];
    let there = vec![elsewhere.clone()];
    let readers = [
        (prefect("01"), "departments/01", &here),
        (stranger(Role::AcademicDirector), "departments/01", &here),
        (prefect("75"), "departments/75", &there),
        (prefect("69"), "departments/69", &nothing),
        (stranger(Role::RegionPrefect), "regions/84", &here),
        (stranger(Role::Rector), "academies/lyon", &here),
    ];
    for (by, territory, own) in readers {
        assert_eq!(&assignments(&stage, by, name).await, own, "{by:?}");
        assert_eq!(&activities(&stage, by, name).await, own, "{by:?}");
        let seen = listed(&stage, by, territory, name).await;
        assert_eq!(seen.as_ref(), Some(own), "{by:?}");
    }
    for all in [committee(), national.caller] {
        assert_eq!(assignments(&stage, all, name).await.len(), 2, "{all:?}");
        assert_eq!(activities(&stage, all, name).await.len(), 2, "{all:?}");
    }
    let seen = listed(&stage, committee(), "departments/75", name).await;
    assert_eq!(seen, Some(there));
    // One of another department stays unknown.
    let of_paris = named(&stage, prefect("75"), "departments/75").await;
    let seen = listed(&stage, prefect("01"), "departments/01", &of_paris.name).await;
    assert_eq!(seen, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_the_national_partner_that_was_assigned() {
    let stage = Stage::set().await;
    let national = named(&stage, committee(), "national").await;
    let college = of_establishment(stage.college.uai);
    let message = v1::RequestHelpRequest {
        request_id: id(),
        name: college.clone(),
        students: vec![],
        words: "Deux élèves sans réseau.".into(),
    };
    let mut by_head = stage.app.by(stage.college.head).help();
    let request = by_head.request_help(message).await.unwrap();
    let request = request.into_inner().name;
    let answer = || v1::AnswerHelpRequestRequest {
        request_id: id(),
        name: request.clone(),
        partner: national.name.clone(),
        words: "L'association vient mardi.".into(),
    };
    for role in [Role::Prefect, Role::Referent, Role::AcademicDirector] {
        let caller = stranger(role);
        let mut by = stage.app.by(caller).help();
        let early = refused(by.answer_help_request(answer()).await);
        assert_eq!(early.reason, "HELP_PARTNER_NOT_ASSIGNED", "{role:?}");
        assign(&stage, caller, &national.name, college.clone())
            .await
            .unwrap();
        by.answer_help_request(answer()).await.unwrap();
        unassign(&stage, caller, &national.name, &college)
            .await
            .unwrap();
    }
    let message = v1::ListHelpRequestsRequest {
        territory: "departments/01".into(),
        min_position: stage.head().await,
        ..v1::ListHelpRequestsRequest::default()
    };
    let mut by_prefect = stage.app.by(prefect("01")).help();
    let seen = by_prefect.list_help_requests(message).await.unwrap();
    let [one] = &seen.into_inner().help_requests[..] else {
        panic!("one request")
    };
    assert_eq!(one.partner, national.name);
    assert_eq!(one.association, "Un stage et après");
}
