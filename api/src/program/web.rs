//! The pages: beside a server in the same process, or over the network with `placement web`.
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;
use transport::tls::TlsError;
use transport::{ConcurrencyLimit, Rate, ServerTransport, Transport, Within, accept_browsers};
use web::{Brand, Origin, Settings, Site};

use super::operator;
use super::serve::asked_to_stop;
use super::{ProgramError, say};

/// So many connections carry the watches of live figures.
const WATCH_CONNECTIONS: usize = 8;

/// How pages are shown.
#[derive(Args, Clone, Default)]
pub struct PageArgs {
    /// The address that people type, as https://stages.example, where a proxy stands before the
    /// pages: it ends TLS, and says in x-forwarded-for for whom it asks [default: the one listened
    /// on].
    #[arg(long, env = "PLACEMENT_WEB_ORIGIN", value_name = "URL")]
    web_origin: Option<String>,
    /// A folder of the operator's with brand.css and what it names, laid over our own look.
    #[arg(long, env = "PLACEMENT_BRAND", value_name = "DIR")]
    brand: Option<PathBuf>,
}

impl PageArgs {
    /// As it was typed, without a demo.
    ///
    /// # Errors
    /// The address is none; the folder cannot be laid in.
    pub fn settings(&self) -> Result<Settings, ProgramError> {
        let origin = self.web_origin.as_deref().map(|text| {
            Origin::parse(text)
                .map_err(|error| ProgramError::Usage(format!("--web-origin {text}: {error}")))
        });
        let brand = self.brand.as_deref().map(|folder| {
            Brand::read(folder).map_err(|error| ProgramError::Usage(format!("--brand: {error}")))
        });
        Ok(Settings {
            origin: origin.transpose()?,
            tls: false,
            brand: brand.transpose()?,
            demo: None,
        })
    }
}

/// What `placement web` takes.
#[derive(Args)]
pub struct WebArgs {
    /// The server whose services are asked, as https://placement.example:50051, or
    /// http://127.0.0.1:50051 on this machine.
    #[arg(long, env = "PLACEMENT_SERVER", value_name = "URL")]
    server: String,
    /// The authorities that the server's certificate may be of, PEM [default: the system's].
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Where to listen, over plain HTTP; port 0 takes a free one.
    #[arg(
        long,
        env = "PLACEMENT_WEB",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080"
    )]
    web: String,
    #[command(flatten)]
    pages: PageArgs,
}

/// Serves the pages over the network until the process is asked to stop.
///
/// # Errors
/// The server cannot be reached, or the address not be listened on.
pub async fn run(args: WebArgs) -> Result<(), ProgramError> {
    let settings = args.pages.settings()?;
    let transport = by_network(settings.origin.is_some())?;
    let channel = operator::connect(&args.server, args.ca.as_deref()).await?;
    let mut watches = vec![];
    for _ in 0..WATCH_CONNECTIONS {
        watches.push(operator::connect(&args.server, args.ca.as_deref()).await?);
    }
    let listener = bind(&args.web).await?;
    let asked = asked_to_stop();
    let address = listener.local_addr()?;
    let site = Arc::new(Site::new(channel, settings).watching_by(watches));
    say::line(format!("pages on http://{address}; stop with Ctrl-C"))?;
    serve(site, listener, transport, asked).await;
    Ok(())
}

/// By which browsers come to pages that stand alone. A proxy before them brings many people by one
/// source.
fn by_network(behind_a_proxy: bool) -> Result<ServerTransport, TlsError> {
    let mut transport = Transport::default();
    if behind_a_proxy {
        transport.limits.source_connections = ConcurrencyLimit::Unlimited;
        transport.limits.source_connecting = Rate::Unlimited;
    }
    ServerTransport::new(&transport)?.pages(None)
}

/// Takes the address of the pages.
///
/// # Errors
/// It is none, or taken.
pub async fn bind(address: &str) -> Result<TcpListener, ProgramError> {
    let taken = |why| ProgramError::Listen {
        address: address.to_owned(),
        why,
    };
    TcpListener::bind(address).await.map_err(taken)
}

/// The pages of a server of this process: they ask over connections within the process, and are
/// believed in `x-forwarded-for`.
#[must_use]
pub fn site_within(door: &Within, settings: Settings) -> Arc<Site> {
    let watches = (0..WATCH_CONNECTIONS).map(|_| door.channel()).collect();
    Arc::new(Site::new(door.channel(), settings).watching_by(watches))
}

/// Serves pages until `stop` is over; then live figures end at once, and pages under way are waited for
/// as calls are.
pub async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    transport: ServerTransport,
    stop: impl Future<Output = ()>,
) {
    let pages = web::router(site.clone());
    let service_for = |peer| web::visited_from(pages.clone(), peer);
    let stop = async {
        stop.await;
        site.end_live();
    };
    accept_browsers(listener, transport, service_for, stop).await;
}
