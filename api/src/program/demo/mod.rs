//! `placement demo`: starts a server on a fresh log and has a campaign played on it.
mod colleges;
mod folder;
mod pages;

use std::path::PathBuf;
use std::sync::Arc;

use accounts::SetClock;
use clap::Args;
use demo::plan::plan::Plan;
use demo::plan::season::Season;
use demo::plan::seed::Seed;
use demo::{DemoError, JsonFile, Server};
use domain::calendar::SchoolYear;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use transport::{ServerTransport, Transport};

use super::ProgramError;
use super::serve::asked_to_stop;
use super::web::PageArgs;
use crate::app::{App, Settings, StoreLocations};
use crate::server;

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
    /// The same seed gives the same people, offers and days; who is chosen among them also depends
    /// on ids, which each log draws anew.
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
    /// Where the pages are served [default: 127.0.0.1:8080, or a free port where that is taken].
    #[arg(long, value_name = "ADDR")]
    web: Option<String>,
    #[command(flatten)]
    pages: PageArgs,
    /// The folder of the campaign, empty or new [default: the first free data/demo-N].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The school year of the placements.
    #[arg(long, value_name = "YEARS", default_value = "2025-2026")]
    school_year: SchoolYear,
}

/// Has a campaign played on a fresh log, shows and checks what came of it, and serves on.
///
/// # Errors
/// No campaign can be planned, the server does not start, or the campaign or a check fails.
pub async fn run(args: DemoArgs) -> Result<(), ProgramError> {
    let plan = plan(&args)?;
    let pages = match args.exit {
        true => None,
        false => Some(pages::prepare(args.web.as_deref(), &args.pages).await?),
    };
    let json = args.json.as_deref().map(JsonFile::open).transpose()?;
    let listener = TcpListener::bind(&args.listen).await.map_err(|why| {
        let address = &args.listen;
        ProgramError::Usage(format!(
            "cannot listen on {address}: {why}; --listen 127.0.0.1:0 takes a free port"
        ))
    })?;
    let address = listener.local_addr()?;
    let log = folder::fresh(args.data.as_deref())?.join("placement.db");
    let clock = Arc::new(SetClock::at(plan.season.span((6, 1), (6, 1)).from()));
    let app = Arc::new(
        App::start(Settings {
            clock: clock.clone(),
            ..Settings::new(StoreLocations::beside(&log))
        })
        .await?,
    );
    let (stop, stopped) = oneshot::channel::<()>();
    let mut transport = ServerTransport::new(&Transport::without_limits())?;
    let door = transport.open_within();
    let serving = server::serve_through(app.clone(), listener, transport, async {
        // A sender that is gone asks to stop too.
        let _asked = stopped.await;
    });
    let serving = tokio::spawn(serving);
    let server = Server {
        address,
        tokens: app.tokens.clone(),
        accounts: app.accounts.accounts.clone(),
        clock,
        log: app.log.clone(),
    };
    let played = demo::play(plan, server, json).await;
    // The channels of the people end with the campaign, so that nobody keeps the server waiting.
    let failing = match played {
        Ok(played) => {
            played.show_guide(&log, (!args.exit).then_some(address))?;
            if let Some(pages) = pages {
                let stop = asked_to_stop();
                pages.open(&played, &app.tokens, &door, stop).await?;
            }
            Ok(played.failing)
        }
        Err(error) => Err(error),
    };
    let _gone = stop.send(());
    serving.await.map_err(DemoError::Died)?;
    match failing? {
        0 => Ok(()),
        failing => Err(ProgramError::Failed(format!(
            "{failing} of the checks fail: the figures do not agree"
        ))),
    }
}

fn plan(args: &DemoArgs) -> Result<Plan, ProgramError> {
    let directory = match &args.colleges {
        Some(file) => colleges::of_file(file)?,
        None => demo::plan::colleges::invented().map_err(DemoError::Plan)?,
    };
    let pupils = usize::try_from(args.pupils).unwrap_or(usize::MAX);
    let year = args.school_year;
    let everywhere = args.colleges.is_none();
    let seed = Seed::new(args.seed);
    let plan = Plan::make(directory, everywhere, pupils, seed, Season { year });
    Ok(plan.map_err(DemoError::Plan)?)
}
