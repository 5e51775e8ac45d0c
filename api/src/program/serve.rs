//! `placement serve`.
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use tokio::net::{TcpListener, TcpSocket, lookup_host};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{oneshot, watch};

use super::clock::ClockArgs;
use super::letters::LetterArgs;
use super::mail::SmtpArgs;
use super::places::{BesidesArgs, PlaceArgs};
use super::transport::TransportArgs;
use super::web::{self, PageArgs};
use super::{ProgramError, say};
use crate::app::App;
use crate::belonging::Accepted;
use crate::{observe, server};
use transport::ServerTransport;

/// So many connections wait to be taken in.
const WAITING: u32 = 1024;

/// What `placement serve` takes.
#[derive(Args)]
pub struct ServeArgs {
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    besides: BesidesArgs,
    #[command(flatten)]
    smtp: SmtpArgs,
    #[command(flatten)]
    letters: LetterArgs,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "PLACEMENT_LISTEN", default_value = "127.0.0.1:50051")]
    listen: String,
    /// Where /metrics, /livez and /readyz are answered, over plain HTTP [default: nowhere].
    #[arg(long, env = "PLACEMENT_OBSERVE", value_name = "ADDRESS")]
    observe: Option<String>,
    /// Where the pages that people open are served: by TLS where the server has a certificate, else
    /// over plain HTTP [default: nowhere].
    #[arg(long, env = "PLACEMENT_WEB", value_name = "ADDRESS")]
    web: Option<String>,
    #[command(flatten)]
    pages: PageArgs,
    /// Figures of pupils from 1 to below this are withheld from everybody but the national
    /// committee, and theirs are of whole days; 0 where nothing is withheld. Goes before
    /// mask_below of the rules.
    #[arg(
        long,
        env = "PLACEMENT_MASK_BELOW",
        value_name = "COUNT",
        value_parser = clap::value_parser!(u64).range(..=1_000)
    )]
    mask_below: Option<u64>,
    #[command(flatten)]
    transport: TransportArgs,
    /// Begin a new log beside a vault or snapshots of an earlier one.
    #[arg(long)]
    accept_new_log: bool,
    /// Begin a new vault beside a log: what is sealed in it is given up.
    #[arg(long)]
    accept_new_vault: bool,
    /// Begin to sign checkpoints of a log that is not new, by a new key and in a new store where
    /// they are not there: what was signed of it before is given up.
    #[arg(long)]
    accept_new_notary: bool,
}

/// Serves until the process is asked to stop.
pub async fn run(args: ServeArgs) -> Result<(), ProgramError> {
    let transport = args.transport.transport();
    let mut door = ServerTransport::new(&transport)?;
    let place = bind(&args.listen).await?;
    let observed = match &args.observe {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let pages = match &args.web {
        Some(address) => Some((web::bind(address).await?, args.pages.settings()?)),
        None => None,
    };
    if rustix::process::geteuid().is_root() {
        say::error(
            "running as root: whoever breaks in has the whole machine; run it as a user of its own",
        );
    }
    let mut settings = args.places.settings()?;
    settings.clock_ahead = args.clock.ahead();
    args.besides.put(&mut settings)?;
    settings.delivery = args.smtp.delivery()?;
    settings.accepted = Accepted {
        new_log: args.accept_new_log,
        new_vault: args.accept_new_vault,
        new_notary: args.accept_new_notary,
    };
    args.letters.apply(&mut settings);
    if let Some(below) = args.mask_below {
        settings.rules.mask_below = below;
    }
    let log = settings.places.log.to_string();
    let app = Arc::new(App::start(settings).await?);
    let asked = asked_to_stop();
    let listener = listen(place)?;
    let address = listener.local_addr()?;
    let position = app.queries.engine.applied();
    let scheme = if transport.tls.is_some() {
        "https"
    } else {
        "http"
    };
    say::line(format!(
        "placement serves {log} on {scheme}://{address}, from position {position}"
    ))?;
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        asked.await;
        stop.send_replace(true);
    });
    let (end, ended) = oneshot::channel::<()>();
    let observing = match observed {
        Some(place) => {
            let listener = listen(place)?;
            let at = listener.local_addr()?;
            say::line(format!(
                "metrics and health on http://{at}/metrics, /livez, /readyz"
            ))?;
            let metrics = observe::install_metrics()
                .map_err(|error| ProgramError::Failed(format!("no metrics: {error}")))?;
            let until = async {
                let _ = ended.await;
            };
            let serving = observe::serve(app.clone(), listener, metrics, stopping.clone(), until);
            Some(tokio::spawn(serving))
        }
        None => None,
    };
    let pages = match pages {
        Some((listener, mut settings)) => {
            settings.tls = transport.tls.is_some();
            say::line(format!("pages on {scheme}://{}", listener.local_addr()?))?;
            let site = web::site_within(&door.open_within(), settings);
            let mut stopping = stopping.clone();
            let stop = async move {
                let _ = stopping.wait_for(|stopping| *stopping).await;
            };
            let by_browsers = door.pages(transport.tls)?;
            Some(tokio::spawn(web::serve(site, listener, by_browsers, stop)))
        }
        None => None,
    };
    say::line("stop with Ctrl-C; tokens come from `placement token --help`")?;
    let mut stopping = stopping;
    let stopped = async move {
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    server::serve_through(app, listener, door, stopped).await;
    drop(end);
    if let Some(Err(error)) = match pages {
        Some(pages) => Some(pages.await),
        None => None,
    } {
        tracing::warn!(%error, "the pages ended badly");
    }
    if let Some(Ok(Err(error))) = match observing {
        Some(observing) => Some(observing.await),
        None => None,
    } {
        tracing::warn!(%error, "the metrics ended badly");
    }
    say::line("stopped; every acknowledged command is on disk")?;
    Ok(())
}

/// Takes a place to listen at, before anything is opened: nobody is let in before [`listen`].
async fn bind(address: &str) -> Result<TcpSocket, ProgramError> {
    let taken = |why| ProgramError::Listen {
        address: address.to_owned(),
        why,
    };
    let mut failed = io::Error::new(io::ErrorKind::NotFound, "it names no address");
    for at in lookup_host(address).await.map_err(taken)? {
        match bind_at(at) {
            Ok(socket) => return Ok(socket),
            Err(why) => failed = why,
        }
    }
    Err(taken(failed))
}

fn bind_at(at: SocketAddr) -> io::Result<TcpSocket> {
    let socket = match at {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A place that an ended server left is free at once; where one listens it is refused.
    socket.set_reuseaddr(true)?;
    socket.bind(at)?;
    Ok(socket)
}

/// Whoever connects from here on finds all that the server makes at its start, its keys too.
fn listen(place: TcpSocket) -> Result<TcpListener, ProgramError> {
    let address = place.local_addr()?;
    place.listen(WAITING).map_err(|why| ProgramError::Listen {
        address: address.to_string(),
        why,
    })
}

/// Ctrl-C, or the signal of a service manager. Both are listened to once this returns: whoever is
/// told of the server after that can stop it.
pub fn asked_to_stop() -> impl Future<Output = ()> {
    let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        let [Ok(mut interrupt), Ok(mut terminate)] = signals else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn a_place_is_taken_at_once_and_nobody_is_let_in_before_it_listens() {
        let place = bind("127.0.0.1:0").await.unwrap();
        let at = place.local_addr().unwrap();
        assert!(TcpStream::connect(at).await.is_err(), "before");
        let _listener = listen(place).unwrap();
        assert!(TcpStream::connect(at).await.is_ok(), "after");
        let again = bind(&at.to_string()).await;
        assert!(matches!(again, Err(ProgramError::Listen { .. })));
    }
}
