//! Representatives of the State and partner associations: appointed, named, and gone on the next
//! call (SPEC 6, DSH-4, DSH-7).
use domain::ids::RepresentativeId;
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, committee, operator};
use tests::wire::{id, of_establishment, of_host, of_offer, refused};
use tonic::Code;
use uuid::Uuid;

use crate::stage::Stage;

fn identity() -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: "La préfète".into(),
        mail: "prefete@example.org".into(),
    })
}

async fn appointed(stage: &Stage, office: v1::Office, territory: &str) -> (Uuid, String) {
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: office.into(),
        territory: territory.into(),
        identity: identity(),
    };
    let mut mandates = stage.app.by(operator()).mandates();
    let answer = mandates.appoint_representative(message).await.unwrap();
    let name = answer.into_inner().name;
    let id: RepresentativeId = name.rsplit('/').next().unwrap().parse().unwrap();
    (id.0, name)
}

async fn relieved(stage: &Stage, name: &str) -> u64 {
    let message = v1::RelieveRepresentativeRequest {
        request_id: id(),
        name: name.into(),
    };
    let mut mandates = stage.app.by(operator()).mandates();
    let answer = mandates.relieve_representative(message).await.unwrap();
    answer.into_inner().outcome.unwrap().position
}

fn dashboard(name: &str, min_position: u64) -> v1::GetTerritoryDashboardRequest {
    v1::GetTerritoryDashboardRequest {
        name: name.into(),
        min_position,
        as_of: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relieved_prefect_is_refused_on_the_next_call() {
    let stage = Stage::set().await;
    let (id, name) = appointed(&stage, v1::Office::Prefect, "departments/01").await;
    let department = "01".parse().unwrap();
    let by = stage.app.by(Principal::Prefect { id, department });
    let then = stage.head().await;
    let ain = |min_position| dashboard("departments/01", min_position);
    let mut steering = by.steering();
    steering.get_territory_dashboard(ain(then)).await.unwrap();
    let message = v1::WatchTerritoryDashboardRequest {
        name: "departments/01".into(),
        min_position: then,
    };
    let mut watch = steering
        .watch_territory_dashboard(message)
        .await
        .unwrap()
        .into_inner();
    watch.message().await.unwrap().unwrap();

    let position = relieved(&stage, &name).await;
    assert_eq!(refused(watch.message().await).code, Code::NotFound);
    let as_of = Some(v1::get_territory_dashboard_request::AsOf::AsOfPosition(
        then,
    ));
    let past = v1::GetTerritoryDashboardRequest {
        as_of,
        ..ain(position)
    };
    for message in [ain(position), past] {
        let why = refused(steering.get_territory_dashboard(message).await);
        assert_eq!(why.code, Code::NotFound);
    }
    let sectors = v1::ListSectorsRequest {
        min_position: position,
        ..v1::ListSectorsRequest::default()
    };
    let why = refused(by.directory().list_sectors(sectors).await);
    assert_eq!(why.code, Code::NotFound);
    let message = v1::NamePartnerRequest {
        request_id: tests::wire::id(),
        association: "Un stage et après".into(),
        territory: "departments/01".into(),
        identity: identity(),
    };
    let why = refused(by.partners().name_partner(message).await);
    assert_eq!(why.code, Code::NotFound);
    assert_eq!(stage.head().await, position, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_representative_acts_in_the_office_of_the_mandate_and_no_other() {
    let stage = Stage::set().await;
    let (id, _) = appointed(&stage, v1::Office::Prefect, "departments/01").await;
    let position = stage.head().await;
    let code = |text: &str| text.parse().unwrap();
    let found = domain::reference::departments::find(code("01")).unwrap();
    let claims = [
        (
            Principal::Prefect {
                id,
                department: code("69"),
            },
            "departments/69",
        ),
        (
            Principal::Referent {
                id,
                department: code("01"),
            },
            "departments/01",
        ),
        (
            Principal::AcademicDirector {
                id,
                department: code("01"),
            },
            "departments/01",
        ),
        (
            Principal::RegionPrefect {
                id,
                region: found.region,
            },
            "regions/84",
        ),
        (
            Principal::Rector {
                id,
                academy: found.academy,
            },
            "academies/lyon",
        ),
        (Principal::NationalCommittee { id }, "national"),
    ];
    for (caller, territory) in claims {
        let mut steering = stage.app.by(caller).steering();
        let message = dashboard(territory, position);
        let why = refused(steering.get_territory_dashboard(message).await);
        assert_eq!(why.code, Code::NotFound, "{caller:?}");
    }
    let as_operator = stage.app.by(Principal::Operator { id });
    let message = v1::ListRepresentativesRequest {
        min_position: position,
        ..v1::ListRepresentativesRequest::default()
    };
    let why = refused(as_operator.mandates().list_representatives(message).await);
    assert_eq!(why.code, Code::NotFound);
    let appoint = v1::AppointRepresentativeRequest {
        request_id: tests::wire::id(),
        office: v1::Office::NationalCommittee.into(),
        territory: "national".into(),
        identity: identity(),
    };
    let why = refused(as_operator.mandates().appoint_representative(appoint).await);
    assert_eq!(why.code, Code::NotFound);
    assert_eq!(stage.head().await, position, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hops_to_another_department_region_or_academy() {
    let stage = Stage::set().await;
    let position = stage.head().await;
    let id = Uuid::new_v4;
    let ain = domain::reference::departments::find("01".parse().unwrap()).unwrap();
    let (department, region, academy) = (ain.code, ain.region, ain.academy);
    let (prefect, region, rector) = (
        Principal::Prefect {
            id: id(),
            department,
        },
        Principal::RegionPrefect { id: id(), region },
        Principal::Rector { id: id(), academy },
    );
    let hops = [
        (prefect, "departments/01", "departments/69"),
        (prefect, "departments/01", "regions/84"),
        (prefect, "departments/01", "academies/lyon"),
        (prefect, "departments/01", "national"),
        (region, "departments/69", "departments/75"),
        (region, "regions/84", "regions/11"),
        (region, "regions/84", "academies/lyon"),
        (region, "regions/84", "national"),
        (rector, "academies/lyon", "academies/grenoble"),
        (rector, "departments/42", "departments/38"),
        (rector, "academies/lyon", "regions/84"),
        (rector, "academies/lyon", "national"),
    ];
    for (caller, own, elsewhere) in hops {
        let mut steering = stage.app.by(caller).steering();
        let message = dashboard(own, position);
        steering.get_territory_dashboard(message).await.unwrap();
        let message = dashboard(elsewhere, position);
        let why = refused(steering.get_territory_dashboard(message).await);
        assert_eq!(why.code, Code::NotFound, "{caller:?} in {elsewhere}");
    }
    // Nor by what they may command: an exception for a college elsewhere, a partner elsewhere.
    let director = Principal::AcademicDirector {
        id: id(),
        department: "69".parse().unwrap(),
    };
    let message = v1::GrantWeekExceptionRequest {
        request_id: tests::wire::id(),
        name: of_establishment(stage.college.uai),
        week: "2026-W14".into(),
    };
    let mut establishments = stage.app.by(director).establishments();
    let why = refused(establishments.grant_week_exception(message).await);
    assert_eq!(why.code, Code::NotFound);
    for (caller, territory) in [
        (prefect, "departments/69"),
        (prefect, "national"),
        (committee(), "departments/01"),
    ] {
        let message = v1::NamePartnerRequest {
            request_id: tests::wire::id(),
            association: "Un stage et après".into(),
            territory: territory.into(),
            identity: identity(),
        };
        let why = refused(stage.app.by(caller).partners().name_partner(message).await);
        assert_eq!(why.code, Code::NotFound, "{caller:?} for {territory}");
    }
    assert_eq!(stage.head().await, position, "nothing is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_lists_offices_and_no_names() {
    let stage = Stage::set().await;
    let mut names = vec![];
    for (office, territory) in [
        (v1::Office::Rector, "academies/lyon"),
        (v1::Office::RegionPrefect, "regions/84"),
        (v1::Office::NationalCommittee, "national"),
    ] {
        names.push(appointed(&stage, office, territory).await.1);
    }
    let position = relieved(&stage, &names[0]).await;
    let (mut shown, mut page_token) = (vec![], String::new());
    let mut mandates = stage.app.by(operator()).mandates();
    loop {
        let message = v1::ListRepresentativesRequest {
            page_size: 2,
            page_token,
            min_position: position,
        };
        let page = mandates.list_representatives(message).await.unwrap();
        let page = page.into_inner();
        shown.extend(page.representatives);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(shown.len(), 3);
    let of = |name: &str| shown.iter().find(|row| row.name == name).unwrap();
    assert_eq!(of(&names[0]).state(), v1::MandateState::Relieved);
    assert_eq!(of(&names[0]).territory, "academies/lyon");
    assert_eq!(of(&names[1]).state(), v1::MandateState::Active);
    assert_eq!(of(&names[2]).office(), v1::Office::NationalCommittee);
    let unfit = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::Rector.into(),
        territory: "departments/01".into(),
        identity: identity(),
    };
    let why = refused(mandates.appoint_representative(unfit).await);
    assert_eq!(
        (why.code, why.field.as_str()),
        (Code::InvalidArgument, "territory")
    );
}

struct Association {
    name: String,
    caller: Principal,
}

async fn named(stage: &Stage, by: Principal, territory: &str) -> Association {
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
        caller: Principal::Partner { id },
    }
}

async fn assign(
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
async fn a_partner_of_a_department_is_assigned_within_it_by_those_of_the_department() {
    let stage = Stage::set().await;
    stage.offers(1).await;
    let prefect = |code: &str| Principal::Prefect {
        id: Uuid::new_v4(),
        department: code.parse().unwrap(),
    };
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
