//! `placement demo`: a whole campaign, played through gRPC as the different people would.
//!
//! Who takes part is planned (`plan`) and what they do is the `script`; a phase (`stage`) begins
//! when the one before has ended, and within one nothing depends on who is served first: the same
//! seed gives the same figures. In the end the figures are checked against each other and
//! against the log (`checks`, `recount`).
mod calls;
mod chance;
mod checks;
mod colleges;
mod dashboards;
mod error;
mod figures;
mod folder;
mod guide;
mod live;
mod names;
mod phases;
mod plan;
mod recount;
mod report;
mod screen;
mod script;
mod season;
mod siret;
mod stage;
mod tables;
mod words;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use domain::calendar::SchoolYear;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use error::DemoError;

use self::calls::Calls;
use self::chance::Chance;
use self::plan::Plan;
use self::report::{JsonFile, Report};
use self::screen::Screen;
use self::season::Season;
use self::stage::Stage;
use super::serve::asked_to_stop;
use crate::app::{App, Places, Settings};
use crate::server;
use accounts::SetClock;
use transport::{ServerTransport, Transport};

/// What `placement demo` takes.
#[derive(Args)]
pub struct DemoArgs {
    /// The colleges, a CSV file with uai, name, network, city, department_code, latitude,
    /// longitude and status: open REP and REP+ ones with a position take part, as many as the
    /// pupils need [default: a dozen that are invented].
    #[arg(long, value_name = "CSV")]
    colleges: Option<PathBuf>,
    /// Pupils.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pupils: u32,
    /// The same seed gives the same figures.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write dashboards, counts, checks and position to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Stop when the campaign is over instead of serving on.
    #[arg(long)]
    exit: bool,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:50051")]
    listen: String,
    /// The folder of the campaign, empty or new [default: the first free data/demo-N].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The school year of the placements.
    #[arg(long, value_name = "YEARS", default_value = "2025-2026")]
    school_year: SchoolYear,
}

/// Plays a campaign on a fresh log, shows and checks what came of it, and serves on.
pub async fn run(args: DemoArgs) -> Result<(), DemoError> {
    let plan = plan(&args)?;
    let json = args.json.as_deref().map(JsonFile::open).transpose()?;
    let listener = TcpListener::bind(&args.listen)
        .await
        .map_err(|why| DemoError::Listen {
            address: args.listen.clone(),
            why,
        })?;
    let address = listener.local_addr()?;
    let folder = folder::fresh(args.data.as_deref())?;
    let log = folder.join("placement.db");
    let places = Places::beside(&log);
    let clock = Arc::new(SetClock::at(plan.season.span((6, 1), (6, 1)).from()));
    let app = Arc::new(
        App::start(Settings {
            clock: clock.clone(),
            ..Settings::new(places)
        })
        .await?,
    );
    let (stop, stopped) = oneshot::channel::<()>();
    let door = ServerTransport::new(&Transport::without_limits())?;
    let serving = server::serve_through(app.clone(), listener, door, async {
        // A sender that is gone asks to stop too.
        let _asked = stopped.await;
    });
    let serving = tokio::spawn(serving);
    let calls = Calls::connect(format!("http://{address}"), app.tokens.clone()).await?;
    let screen = Screen::here();
    let stage = Arc::new(Stage {
        plan,
        calls,
        clock,
        screen: screen.clone(),
    });
    let watching = screen.moves().then(|| live::watch(&stage));
    let played = campaign(&stage, &app, &args, json).await;
    stage.clock.let_go();
    if let Some(watching) = watching {
        watching.abort();
    }
    if played.is_ok() {
        let serving = (!args.exit).then_some(address);
        screen.line(guide::lines(&stage, &log, serving))?;
    }
    if played.is_ok() && !args.exit {
        asked_to_stop().await;
    }
    // The channels of the people end with the stage, so that nobody keeps the server waiting.
    drop(stage);
    let _gone = stop.send(());
    serving.await?;
    match played? {
        0 => Ok(()),
        failing => Err(DemoError::Disagree(failing)),
    }
}

fn plan(args: &DemoArgs) -> Result<Plan, DemoError> {
    let directory = match &args.colleges {
        Some(file) => colleges::of_file(file)?,
        None => colleges::invented()?,
    };
    let pupils = usize::try_from(args.pupils).unwrap_or(usize::MAX);
    let season = Season {
        year: args.school_year,
    };
    let everywhere = args.colleges.is_none();
    Plan::make(
        directory,
        everywhere,
        pupils,
        Chance::of_seed(args.seed),
        season,
    )
}

/// Plays it and tells what came of it; gives how many checks fail.
async fn campaign(
    stage: &Arc<Stage>,
    app: &App,
    args: &DemoArgs,
    json: Option<JsonFile>,
) -> Result<usize, DemoError> {
    let plan = &stage.plan;
    stage.screen.line(format!(
        "A campaign of {} pupils in {} colleges, {} hosts with {} offers, {}, seed {}:\n",
        screen::thousands(wide(plan.pupils.len())),
        screen::thousands(wide(plan.colleges.len())),
        screen::thousands(wide(plan.hosts.len())),
        screen::thousands(wide(plan.offers.len())),
        plan.season.year,
        args.seed,
    ))?;
    let begun = Instant::now();
    let classes = script::play(stage).await?;
    let took = begun.elapsed();
    let position = stage.calls.position();
    let shown = dashboards::read(stage, &classes).await?;
    let log = recount::recount(app.log.as_ref(), position).await?;
    let head = app.log.head().await?.0;
    let checks = checks::all(&shown, &log, position, head);
    let report = Report {
        stage,
        shown: &shown,
        log: &log,
        checks: &checks,
        position,
        took,
    };
    report.show()?;
    if let Some(file) = json {
        report.write(file, args)?;
    }
    Ok(report.failing())
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
