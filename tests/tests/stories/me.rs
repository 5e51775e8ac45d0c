//! Who one is, in which capacities, and what is one's own (STU-4, SPEC 6).
use domain::ids::StaffId;
use domain::principal::{Principal, Role};
use proto::v1;
use tests::cast::{committee, stranger};
use tests::wire::{id, of_class, of_establishment, of_host, of_offer, of_student};
use uuid::Uuid;

use crate::stage::Stage;

async fn me(stage: &Stage, caller: Principal) -> v1::GetMeResponse {
    let message = v1::GetMeRequest {
        min_position: stage.head().await,
        ..v1::GetMeRequest::default()
    };
    let mut client = stage.app.by(caller).me();
    client.get_me(message).await.unwrap().into_inner()
}

fn own(me: &v1::GetMeResponse) -> Vec<&str> {
    me.belongings.iter().map(|own| own.name.as_str()).collect()
}

fn standing(me: &v1::GetMeResponse) -> v1::CapacityState {
    me.present.as_ref().unwrap().state()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_them_finds_what_is_theirs_without_an_id() {
    let stage = Stage::set().await;
    let (college, firm) = (stage.college, stage.firms[0]);
    let pupil = stage.pupil().await;
    let first = firm.offers(stage.commands(), 1).await;
    let second = firm.offers(stage.commands(), 1).await;
    let (name, class) = (
        of_establishment(college.uai),
        of_class(college.uai, college.class),
    );

    for caller in [pupil.caller, college.teacher, college.head] {
        let told = me(&stage, caller).await;
        assert_eq!(standing(&told), v1::CapacityState::Active, "{caller}");
        assert_eq!(own(&told), [&name, &class]);
        assert_eq!(told.belongings[1].display_name, "3e A");
        assert_eq!(told.belongings[1].school_year, "2025-2026");
    }
    let told = me(&stage, pupil.guardian).await;
    assert_eq!(own(&told), [of_student(pupil.student)]);
    assert_eq!(told.belongings[0].display_name, "Aïcha Martin");
    assert_eq!(told.present.unwrap().display_name, "Aïcha Martin");
    let told = me(&stage, firm.caller).await;
    let host = of_host(firm.siret);
    assert_eq!(own(&told), [host, of_offer(second), of_offer(first)]);
    assert_eq!(told.quality(), v1::ActorKind::HostPerson);
    let told = me(&stage, stranger(Role::Prefect)).await;
    assert_eq!(own(&told), ["departments/01"]);
    assert_eq!(told.belongings[0].display_name, "Ain");
    assert_eq!(own(&me(&stage, committee()).await), ["national"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_take_part_is_told_what_to_do_or_to_wait_for() {
    let stage = Stage::set().await;
    let college = stage.college;
    let name = of_establishment(college.uai);
    let message = v1::InviteStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity: Some(v1::PersonIdentity {
            full_name: "Paul Otlet".into(),
            mail: "paul@ac-lyon.fr".into(),
        }),
        role: v1::StaffRole::Documentalist.into(),
        rights: vec![],
    };
    let mut by_head = stage.app.by(college.head).establishments();
    let invited = by_head.invite_staff(message).await.unwrap().into_inner();
    let person = invited.name.rsplit('/').next().unwrap().parse().unwrap();
    let invited = Principal::other_staff(StaffId(person), college.uai);
    let told = me(&stage, invited).await;
    assert_eq!(standing(&told), v1::CapacityState::ToJoin);
    assert!(told.belongings.is_empty());
    let unknown = Principal::teacher(StaffId(Uuid::new_v4()), college.uai);
    assert_eq!(
        standing(&me(&stage, unknown).await),
        v1::CapacityState::ToJoin
    );
    let other = Principal::head(StaffId(Uuid::new_v4()), tests::names::uai(7));
    assert_eq!(standing(&me(&stage, other).await), v1::CapacityState::Ended);
    let pupil = stage.college.enrolled(stage.commands()).await;
    let told = me(&stage, Principal::pupil(pupil)).await;
    assert_eq!(standing(&told), v1::CapacityState::NotAuthorised);
    let late = stage.pupil().await;
    stage
        .app
        .clock
        .set(tests::names::instant("2026-08-02T08:00:00Z"));
    let told = me(&stage, late.caller).await;
    assert_eq!(standing(&told), v1::CapacityState::YearOver);
}
