//! The story: commands at any of three servers, reads at any other, one of them killed.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use commands::CommandService;
use domain::ids::OfferId;
use eventlog::{EventLog, Position};
use futures::future::join_all;
use proto::v1;
use sqlx::{Connection, PgConnection};
use tests::cast::{College, Firm, Pupil, committee};
use tests::names::WEEKS;
use tests::servers::{ServerProcess, Shared, Stores};
use tests::wire::{application_of, id, of_offer, of_student};
use tonic::{Code, Status};

const PUPILS: usize = 9;

struct Stage {
    shared: Shared,
    stores: Stores,
    commands: Arc<CommandService>,
    log: Arc<dyn EventLog>,
    servers: Vec<Arc<ServerProcess>>,
    pupils: Vec<Pupil>,
    firms: [Firm; 2],
}

/// Nothing is lost or done twice, whoever is asked and whoever is killed.
pub async fn told_on(stores: Stores) {
    let mut stage = set(stores).await;
    what_one_writes_the_others_read(&stage).await;
    let heir = the_work_of_the_killed_goes_on(&mut stage).await;
    commands_survive_a_kill(&mut stage, heir).await;
    let fresh = stage.shared.start(&stage.stores).await;
    stage.servers.push(Arc::new(fresh));
    all_show_the_same(&stage).await;
    the_tables_follow(&stage).await;
}

async fn set(stores: Stores) -> Stage {
    let shared = Shared::new();
    let (commands, log) = shared.commands(&stores).await;
    let college = College::registered(&commands, 1).await;
    let firms = [
        Firm::registered(&commands, 1).await,
        Firm::registered(&commands, 2).await,
    ];
    let mut pupils = vec![];
    for _ in 0..PUPILS {
        pupils.push(college.active_pupil(&commands).await);
    }
    let mut servers = vec![];
    for _ in 0..3 {
        servers.push(Arc::new(shared.start(&stores).await));
    }
    Stage {
        shared,
        stores,
        commands,
        log,
        servers,
        pupils,
        firms,
    }
}

impl Stage {
    async fn offer(&self, firm: Firm, seats: u16) -> OfferId {
        firm.offers(&self.commands, seats).await
    }

    async fn submit(
        &self,
        server: &ServerProcess,
        pupil: Pupil,
        offer: OfferId,
        request_id: String,
    ) -> Result<v1::SubmitApplicationResponse, Status> {
        let message = v1::SubmitApplicationRequest {
            request_id,
            student: of_student(pupil.student),
            offer: of_offer(offer),
            week: WEEKS[0].into(),
            letter: "Votre métier m'intéresse.".into(),
        };
        let mut client = self.shared.at(server, pupil.caller).applications();
        Ok(client.submit_application(message).await?.into_inner())
    }

    /// How often each event of a type stands in the log, by the application it tells of.
    async fn told(&self, event_type: &str) -> BTreeMap<String, usize> {
        let mut told = BTreeMap::new();
        let mut after = Position::START;
        loop {
            let page = self.log.read_all(after, 1_000).await.unwrap();
            let Some(last) = page.last() else {
                return told;
            };
            after = last.position;
            for event in page.iter().filter(|event| &*event.event_type == event_type) {
                let payload: serde_json::Value = serde_json::from_slice(&event.payload).unwrap();
                let application = payload[event_type]["application"].as_str().unwrap();
                *told.entry(application.to_owned()).or_default() += 1;
            }
        }
    }

    /// Waits on the log until so many applications have such an event.
    async fn until_told(&self, event_type: &str, count: usize) -> BTreeMap<String, usize> {
        let waiting = async {
            loop {
                let head = self.log.head().await.unwrap();
                let told = self.told(event_type).await;
                if told.len() >= count {
                    return told;
                }
                self.log.wait_beyond(head).await.unwrap();
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(90), waiting).await;
        waited.unwrap_or_else(|_| panic!("{count} of {event_type} within 90 seconds"))
    }
}

async fn what_one_writes_the_others_read(stage: &Stage) {
    let offer = stage.offer(stage.firms[0], 20).await;
    for (n, pupil) in stage.pupils.iter().enumerate() {
        let [writes, reads, accepts] = [0, 1, 2].map(|k| &*stage.servers[(n + k) % 3]);
        let done = stage.submit(writes, *pupil, offer, id()).await.unwrap();
        let position = done.outcome.unwrap().position;
        let message = v1::GetApplicationRequest {
            page_size: 0,
            page_token: String::new(),

            name: done.name.clone(),
            min_position: position,
        };
        let mut by_pupil = stage.shared.at(reads, pupil.caller).applications();
        let seen = by_pupil
            .get_application(message)
            .await
            .unwrap()
            .into_inner();
        let seen = seen.application.unwrap();
        assert_eq!(seen.state(), v1::ApplicationState::Pending);
        assert_eq!(
            seen.letter, "Votre métier m'intéresse.",
            "sealed by another server"
        );
        let message = v1::AcceptApplicationRequest {
            request_id: id(),
            name: done.name,
            message: String::new(),
        };
        let mut by_host = stage
            .shared
            .at(accepts, stage.firms[0].caller)
            .applications();
        by_host.accept_application(message).await.unwrap();
    }
    let accepted = stage.told("ApplicationAccepted").await;
    assert_eq!(accepted.len(), PUPILS);
    assert!(accepted.values().all(|times| *times == 1), "{accepted:?}");
}

/// Whoever holds the turn is killed; an offer is withdrawn, whose applications only the process
/// declines. Gives who holds the turn then.
async fn the_work_of_the_killed_goes_on(stage: &mut Stage) -> usize {
    let offer = stage.offer(stage.firms[1], 20).await;
    let mut waiting = vec![];
    for pupil in &stage.pupils {
        // Of another week than the one they are placed in.
        let message = v1::SubmitApplicationRequest {
            request_id: id(),
            student: of_student(pupil.student),
            offer: of_offer(offer),
            week: WEEKS[1].into(),
            letter: "Votre métier m'intéresse.".into(),
        };
        let mut client = stage
            .shared
            .at(&stage.servers[0], pupil.caller)
            .applications();
        let name = client
            .submit_application(message)
            .await
            .unwrap()
            .into_inner()
            .name;
        waiting.push(application_of(&name));
    }
    let killed = holder(stage).await;
    stage.servers.remove(killed).kill();
    let message = v1::WithdrawOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        reason: v1::OfferWithdrawalReason::NoTutor.into(),
    };
    let by_host = stage.shared.at(&stage.servers[0], stage.firms[1].caller);
    by_host.offers().withdraw_offer(message).await.unwrap();
    let declined = stage.until_told("ApplicationDeclined", PUPILS).await;
    assert_eq!(declined.len(), PUPILS);
    assert!(declined.values().all(|times| *times == 1), "{declined:?}");
    for (student, application) in waiting {
        assert!(declined.contains_key(&application.to_string()), "{student}");
    }
    holder(stage).await
}

/// Which of the servers holds the turn; just one does, once a lease has gone by.
async fn holder(stage: &Stage) -> usize {
    let looking = async {
        loop {
            let held = join_all(stage.servers.iter().map(|server| server.holds_turn())).await;
            if let Some(holder) = held.iter().position(|held| *held) {
                assert_eq!(
                    held.iter().filter(|held| **held).count(),
                    1,
                    "one at a time"
                );
                return holder;
            }
            tokio::task::yield_now().await;
        }
    };
    let looked = tokio::time::timeout(Duration::from_secs(60), looking).await;
    looked.expect("somebody takes the turn within a minute")
}

/// Every pupil applies again and again at whichever server answers, with the same request ids,
/// while one server is killed.
async fn commands_survive_a_kill(stage: &mut Stage, killed: usize) {
    let mut offers = vec![];
    for _ in 0..4 {
        offers.push(stage.offer(stage.firms[0], 20).await);
    }
    let before = stage.told("ApplicationSubmitted").await.len();
    let doomed = stage.servers.remove(killed);
    let left = stage.servers[0].clone();
    let both = [doomed.clone(), left];
    let (told, mut first) = tokio::sync::watch::channel(0_usize);
    {
        let stage = &*stage;
        let applying = stage.pupils.iter().enumerate().map(|(n, pupil)| {
            let (both, told, offers) = (&both, &told, &offers);
            async move {
                for (k, offer) in offers.iter().enumerate() {
                    let request_id = id();
                    let mut turn = n + k;
                    loop {
                        let server = &both[turn % 2];
                        let message = v1::SubmitApplicationRequest {
                            request_id: request_id.clone(),
                            student: of_student(pupil.student),
                            offer: of_offer(*offer),
                            week: WEEKS[2].into(),
                            letter: "Votre métier m'intéresse.".into(),
                        };
                        let by_pupil = stage.shared.at(server, pupil.caller);
                        match by_pupil.applications().submit_application(message).await {
                            Ok(_) => break,
                            Err(status) => {
                                let lost = [Code::Unavailable, Code::Unknown, Code::Cancelled];
                                assert!(lost.contains(&status.code()), "{status:?}");
                                turn += 1;
                            }
                        }
                    }
                    told.send_modify(|done| *done += 1);
                }
            }
        });
        let killing = async {
            let _ = first.wait_for(|done| *done >= PUPILS).await;
            doomed.kill();
        };
        tokio::join!(join_all(applying), killing);
    }
    let submitted = stage.told("ApplicationSubmitted").await;
    assert_eq!(submitted.len() - before, PUPILS * offers.len());
    assert!(submitted.values().all(|times| *times == 1), "{submitted:?}");
}

async fn all_show_the_same(stage: &Stage) {
    let min_position = stage.log.head().await.unwrap().0;
    let mut shown = vec![];
    for server in &stage.servers {
        let message = v1::GetTerritoryDashboardRequest {
            school_year: String::new(),
            name: "national".into(),
            min_position,
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut by_committee = stage.shared.at(server, committee()).steering();
        let answer = by_committee.get_territory_dashboard(message).await.unwrap();
        shown.push(answer.into_inner());
    }
    assert!(shown.len() >= 2);
    for other in &shown[1..] {
        assert_eq!(other.dashboard, shown[0].dashboard);
    }
}

/// The tables for BI tools reach the head of the log, whichever server writes them by then.
async fn the_tables_follow(stage: &Stage) {
    let head = i64::try_from(stage.log.head().await.unwrap().0).unwrap();
    let mut tables = PgConnection::connect(&stage.stores.dashboards)
        .await
        .unwrap();
    let following = async {
        loop {
            // There is no such view until the first tables are whole.
            let at = "SELECT position FROM dashboards.dashboard_checkpoint";
            let at: Result<i64, _> = sqlx::query_scalar(at).fetch_one(&mut tables).await;
            if at.is_ok_and(|at| at >= head) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let followed = tokio::time::timeout(Duration::from_secs(60), following).await;
    followed.expect("the tables reach the head within a minute");
    let figures = "SELECT sum(applications)::bigint FROM dashboards.dashboard_territories \
         WHERE territory_kind = 'national'";
    let applications: i64 = sqlx::query_scalar(figures)
        .fetch_one(&mut tables)
        .await
        .unwrap();
    let submitted = stage.told("ApplicationSubmitted").await.len();
    assert_eq!(applications, i64::try_from(submitted).unwrap());
}
