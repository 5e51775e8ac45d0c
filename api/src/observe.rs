//! What the service manager and the monitoring ask, over plain HTTP on an address of its own:
//! `/livez` (the process answers), `/readyz` (it can serve: the log answers and takes appends, the
//! vault and the access log can be written),
//! `/metrics` (Prometheus), `/.well-known/jwks.json` (the keys that verify access tokens). No
//! personal data.
use std::future::Future;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, StatusCode};
use axum::routing::get;
use commands::{Parked, ParkedStep};
use mail::state::{Planning, Sending};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use notary::state::Signing;
use projections::AsOfStates;
use projections::sql::TableWriterStatus;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;

/// Longest that readiness waits for the log.
const TIMEOUT: Duration = Duration::from_secs(2);
const SECONDS: [f64; 12] = [
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];
const APPENDS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// Installs the recorder of metrics in this process; once is enough.
///
/// # Errors
/// Where another library of the process keeps them already.
pub fn install_metrics() -> Result<PrometheusHandle, BuildError> {
    static KEPT: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(kept) = KEPT.get() {
        return Ok(kept.clone());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_appends".into()), &APPENDS)?
        .install_recorder()?;
    describe();
    Ok(KEPT.get_or_init(|| handle).clone())
}

fn describe() {
    transport::metrics::describe();
    describe_histogram!(
        "placement_log_append_seconds",
        "From asking for an append to its outcome."
    );
    describe_counter!(
        "placement_damaged_names_total",
        "Somebody was shown without a name, for their key or the event that tells it is damaged"
    );
    describe_counter!(
        "placement_log_appends_total",
        "Appends by outcome: appended, conflict, refused, unavailable, unknown, damaged."
    );
    describe_histogram!(
        "placement_log_batch_appends",
        "Appends that shared one commit."
    );
    describe_histogram!(
        "placement_access_record_seconds",
        "From a read of pupils' data to its record on disk; the answer waits for it."
    );
    describe_counter!(
        "placement_access_reads_total",
        "Reads of pupils' data by others, by outcome: recorded, or refused for want of it."
    );
    describe_gauge!("placement_log_head", "Position of the last event.");
    describe_gauge!(
        "placement_clock_behind_seconds",
        "How far the clock of this server is behind the last event."
    );
    describe_gauge!(
        "placement_clock_believed",
        "0 while nothing is recorded, for the clock is too far ahead of the last event."
    );
    describe_gauge!("placement_log_up", "1 while the log answers.");
    describe_counter!(
        "placement_log_outages_total",
        "Times that the server of the log did not answer any more; EventStoreDB only."
    );
    describe_gauge!(
        "placement_log_deleted_streams",
        "Streams of which somebody deleted events in the store of the log; EventStoreDB only."
    );
    describe_gauge!(
        "placement_log_another_history",
        "1 once the log turned out to be another one than it was: nothing is answered until a new \
         start."
    );
    describe_gauge!(
        "placement_log_lost_position",
        "An event that the log held once and has lost, as a snapshot tells; 0: no such sign."
    );
    describe_counter!(
        "placement_vault_keys_lost_total",
        "Commands refused because the key of a person whom the log knows is not in the vault."
    );
    describe_gauge!(
        "placement_projection_position",
        "The last position that a projection has taken in."
    );
    describe_gauge!(
        "placement_projection_lag_events",
        "Events that a projection has yet to take in."
    );
    describe_gauge!(
        "placement_projection_lag_seconds",
        "From the recording of the last event that all projections took in to that of the head."
    );
    describe_gauge!(
        "placement_projection_parked",
        "1 while a projection stands still at an event that it cannot read."
    );
    describe_gauge!(
        "placement_as_of_states",
        "States of the past that this server keeps on disk."
    );
    describe_gauge!(
        "placement_as_of_bytes",
        "What the states of the past take of the disk."
    );
    describe_gauge!(
        "placement_process_holds_turn",
        "1 while this server takes the steps that others left open."
    );
    describe_gauge!(
        "placement_process_parked_steps",
        "Steps of the placement process that this server could not take and tries again."
    );
    describe_gauge!(
        "placement_sql_dashboards_position",
        "The last event in the tables for BI tools, as this server wrote them."
    );
    describe_gauge!(
        "placement_sql_dashboards_parked",
        "1 while the tables for BI tools cannot go on."
    );
    describe_gauge!(
        "placement_sql_dashboards_writes",
        "1 while this server writes the tables for BI tools."
    );
    describe_gauge!(
        "placement_mail_position",
        "The last event whose letters are in the outbox, as this server put them there."
    );
    describe_gauge!(
        "placement_mail_parked",
        "1 while no letter can be planned beyond an event."
    );
    describe_gauge!(
        "placement_mail_plans",
        "1 while this server plans letters along the log."
    );
    describe_gauge!(
        "placement_mail_sends",
        "1 while this server sends what is due; 0 also while the SMTP server does not answer."
    );
    describe_counter!(
        "placement_mail_sent_total",
        "Letters that the SMTP server took."
    );
    describe_counter!(
        "placement_mail_put_off_total",
        "Tries after which a letter is tried again later."
    );
    describe_counter!("placement_mail_dropped_total", "Letters given up.");
    describe_counter!(
        "placement_mail_capped_total",
        "Letters beyond what goes to one address in a day, by class: left out, or to wait."
    );
    describe_counter!(
        "placement_mail_overtaken_total",
        "Letters that others of the same application made needless before they were sent."
    );
    describe_counter!(
        "placement_mail_without_address_total",
        "Letters that were not written, for nobody confirmed an address for them."
    );
    describe_gauge!(
        "placement_notary_events",
        "Events in the Merkle tree of the log, as this server has it."
    );
    describe_gauge!(
        "placement_notary_signed_events",
        "Events that the last checkpoint signs, as this server knows it."
    );
    describe_gauge!(
        "placement_notary_signs",
        "1 while this server signs checkpoints, or looks after those that are signed elsewhere."
    );
    describe_gauge!(
        "placement_notary_parked",
        "1 while nothing is signed, for the log does not go on from the last checkpoint."
    );
    describe_counter!(
        "placement_scrapes_total",
        "Times that metrics were asked for."
    );
}

#[derive(Clone)]
struct Observed {
    app: Arc<App>,
    metrics: PrometheusHandle,
    stopping: watch::Receiver<bool>,
}

/// Answers until `shutdown` is over; not ready from then on.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    metrics: PrometheusHandle,
    stopping: watch::Receiver<bool>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let observed = Observed {
        app,
        metrics,
        stopping,
    };
    let router = Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(render))
        .route("/.well-known/jwks.json", get(key_set))
        .with_state(observed);
    axum::serve(listener, router)
        .with_graceful_shutdown(shutdown)
        .await
}

async fn ready(State(observed): State<Observed>) -> (StatusCode, String) {
    let refuse = |why: String| (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n"));
    if *observed.stopping.borrow() {
        return refuse("stopping".to_owned());
    }
    if let Err(error) = observed.app.clock.check() {
        return refuse(error.to_string());
    }
    match tokio::time::timeout(TIMEOUT, observed.app.ready()).await {
        Ok(Ok(head)) => {
            let behind = observed.app.clock.behind().as_secs();
            let clock = match behind {
                0 => String::new(),
                seconds => format!("; the clock is {seconds} s behind the last event"),
            };
            let process = process(&observed.app);
            let deletions = deletions(&observed.app);
            let signing = signing(&observed.app);
            (
                StatusCode::OK,
                format!("ready; the log ends at {head}{clock}\n{process}{deletions}{signing}"),
            )
        }
        Ok(Err(why)) => refuse(why),
        Err(_) => refuse(format!("the log does not answer within {TIMEOUT:?}")),
    }
}

/// What of the placement process does not go on. The server can serve all the same.
fn process(app: &App) -> String {
    let stands = app.commands.process_parked().map(|parked| {
        let Parked { position, reason } = parked;
        format!("the placement process stands still at {position}: {reason}\n")
    });
    let parked_steps = app.commands.process_parked_steps();
    let parked_steps = parked_steps.borrow();
    let steps = parked_steps.iter().map(|parked| {
        let ParkedStep {
            position,
            step,
            tries,
            reason,
            ..
        } = parked;
        format!("parked: {step} for the event at {position}, tried {tries} times: {reason}\n")
    });
    stands.into_iter().chain(steps).collect()
}

/// What of the log was deleted in its store, line by line.
fn deletions(app: &App) -> String {
    let deletions = app.deletions.borrow();
    let lines = deletions.iter().take(20);
    lines
        .map(|one| format!("deleted: {}\n", one.what))
        .collect()
}

/// Why no checkpoint is signed, if so. The server can serve all the same.
fn signing(app: &App) -> String {
    let state = app.notary.watch();
    let state = state.borrow();
    let parked = state.parked();
    parked.map_or_else(String::new, |why| {
        format!("no checkpoint is signed: {why}\n")
    })
}

async fn key_set(State(observed): State<Observed>) -> ([(HeaderName, &'static str); 1], String) {
    let json = [(CONTENT_TYPE, "application/jwk-set+json")];
    let keys = serde_json::to_string(&observed.app.tokens.key_set());
    (json, keys.unwrap_or_default())
}

async fn render(State(observed): State<Observed>) -> String {
    counter!("placement_scrapes_total").increment(1);
    update_gauges(&observed.app).await;
    observed.metrics.run_upkeep();
    observed.metrics.render()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "positions are far below 2^52; a gauge is a float"
)]
async fn update_gauges(app: &App) {
    let is_another = app.another.borrow().is_some();
    gauge!("placement_log_another_history").set(f64::from(is_another));
    let deleted = app.deletions.borrow().len();
    gauge!("placement_log_deleted_streams").set(deleted as f64);
    let notary = app.notary.watch().borrow().clone();
    let signs = matches!(notary.signing, Signing::Signing | Signing::KeyElsewhere);
    gauge!("placement_notary_events").set(notary.size as f64);
    gauge!("placement_notary_signed_events").set(notary.signed as f64);
    gauge!("placement_notary_signs").set(f64::from(signs));
    gauge!("placement_notary_parked").set(f64::from(notary.parked().is_some()));
    let held = app.queries.past.states().map(AsOfStates::held);
    let held = held.unwrap_or_default();
    gauge!("placement_as_of_states").set(held.states as f64);
    gauge!("placement_as_of_bytes").set(held.bytes as f64);
    let lost = app.lost.map_or(0, |lost| lost.position.0);
    gauge!("placement_log_lost_position").set(lost as f64);
    let status = tokio::time::timeout(TIMEOUT, app.queries.engine.status()).await;
    let Ok(Ok(status)) = status else {
        gauge!("placement_log_up").set(0.0);
        return;
    };
    gauge!("placement_log_up").set(1.0);
    gauge!("placement_log_head").set(status.head.0 as f64);
    let process = (
        app.commands.process_position(),
        app.commands.process_parked().is_some(),
    );
    let process = ("placement_process", process.0, process.1);
    let all = status
        .projections
        .iter()
        .map(|one| (one.name, one.position, one.parked.is_some()))
        .chain([process]);
    for (name, position, parked) in all {
        let lag = status.head.0.saturating_sub(position.0);
        gauge!("placement_projection_position", "projection" => name).set(position.0 as f64);
        gauge!("placement_projection_lag_events", "projection" => name).set(lag as f64);
        gauge!("placement_projection_parked", "projection" => name).set(f64::from(parked));
    }
    let parked_steps = app.commands.process_parked_steps().borrow().len();
    gauge!("placement_process_parked_steps").set(parked_steps as f64);
    let head_at = app.log.read_at(&[status.head]).await.ok();
    let head_at = head_at.and_then(|events| Some(events.first()?.recorded_at));
    if let Some(at) = head_at {
        app.clock.saw(at);
    }
    gauge!("placement_clock_behind_seconds").set(app.clock.behind().as_secs_f64());
    gauge!("placement_clock_believed").set(f64::from(app.clock.check().is_ok()));
    let behind = head_at.map_or(0, |at| at.0 - status.applied_recorded_at.0);
    gauge!("placement_projection_lag_seconds").set(behind.max(0) as f64 / 1e6);
    if let Some(dashboards) = &app.dashboards {
        let state = dashboards.watch().borrow().clone();
        let parked = matches!(state.status, TableWriterStatus::Parked(_));
        let writes = matches!(
            state.status,
            TableWriterStatus::Following | TableWriterStatus::Rebuilding
        );
        gauge!("placement_sql_dashboards_position").set(state.position.0 as f64);
        gauge!("placement_sql_dashboards_parked").set(f64::from(parked));
        gauge!("placement_sql_dashboards_writes").set(f64::from(writes));
    }
    let mail = app.mail.watch().borrow().clone();
    let parked = matches!(mail.planning, Planning::Parked { .. });
    let plans = mail.planning == Planning::Following;
    gauge!("placement_mail_position").set(mail.position.0 as f64);
    gauge!("placement_mail_parked").set(f64::from(parked));
    gauge!("placement_mail_plans").set(f64::from(plans));
    gauge!("placement_mail_sends").set(f64::from(mail.sending == Sending::Sending));
    gauge!("placement_process_holds_turn").set(f64::from(app.commands.process_holds_turn()));
}
