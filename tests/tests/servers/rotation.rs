//! The master key is rotated, and the old one forgotten at once, while servers seal and open.
use postgres_fixture::shared;
use proto::v1;
use tests::cast::{College, Firm};
use tests::names::WEEKS;
use tests::servers::{Shared, Stores};
use tests::wire::{id, of_offer, of_student};

const ROTATIONS: i64 = 3;
const PUPILS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn servers_serve_on_while_the_master_key_is_rotated() {
    let keys = Shared::new();
    let log = shared().database();
    let stores = Stores {
        vault: shared().database(),
        dashboards: log.clone(),
        log,
    };
    let (commands, _log) = keys.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let firm = Firm::registered(&commands, 1).await;
    let (here, there) = (keys.start(&stores).await, keys.start(&stores).await);
    let vault = keys.vault(&stores).await;
    for newest in 2..2 + ROTATIONS {
        let offer = firm.offers(&commands, 20).await;
        let applying = async {
            for n in 0..PUPILS {
                // The servers meet this pupil's key, and their guardian's, for the first time.
                let pupil = college.active_pupil(&commands).await;
                let (writes, reads) = if n % 2 == 0 {
                    (&here, &there)
                } else {
                    (&there, &here)
                };
                let letter = format!("Lettre {n} sous la clé {newest}.");
                let message = v1::SubmitApplicationRequest {
                    request_id: id(),
                    student: of_student(pupil.student),
                    offer: of_offer(offer),
                    week: WEEKS[0].into(),
                    letter: letter.clone(),
                };
                let mut by_pupil = keys.at(writes, pupil.caller).applications();
                let submitted = by_pupil.submit_application(message).await.unwrap();
                let submitted = submitted.into_inner();
                let message = v1::GetApplicationRequest {
                    page_size: 0,
                    page_token: String::new(),

                    name: submitted.name,
                    min_position: submitted.outcome.unwrap().position,
                };
                let mut by_pupil = keys.at(reads, pupil.caller).applications();
                let seen = by_pupil.get_application(message).await.unwrap();
                assert_eq!(seen.into_inner().application.unwrap().letter, letter);
            }
        };
        let rotating = async {
            let rotation = vault.rotation().unwrap();
            let rotated = rotation.run(|_| ()).await.unwrap();
            assert_eq!(rotated.newest, newest);
            assert_eq!(rotation.forget().await.unwrap(), 1);
        };
        tokio::join!(applying, rotating);
    }
    let masters = vault.master_keys().await.unwrap().keys;
    let (newest, retired) = masters.split_last().unwrap();
    assert!(newest.keys > 0, "{masters:?}");
    assert!(retired.iter().all(|key| key.keys == 0), "{masters:?}");
}
