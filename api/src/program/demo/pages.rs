//! The pages of a demo: links that open once as people of the campaign.
use std::io::ErrorKind;
use std::time::Duration;

use accounts::tokens::Tokens;
use demo::Played;
use tokio::net::TcpListener;
use transport::{ServerTransport, Transport, Within};
use web::demo::{Demo, Person};

use super::super::web::{PageArgs, bind, serve, site_within};
use super::ProgramError;
use crate::app::StartError;
use crate::program::say;

const DEFAULT: &str = "127.0.0.1:8080";
const ANY: &str = "127.0.0.1:0";
/// For so long somebody may look around.
const STAY: Duration = Duration::from_secs(30 * 86_400);

/// Pages that are not open yet.
pub struct Pages {
    listener: TcpListener,
    settings: web::Settings,
}

/// Takes their address, before the campaign is played.
///
/// # Errors
/// An address that was asked for is taken; the settings cannot be read.
pub async fn prepare(address: Option<&str>, args: &PageArgs) -> Result<Pages, ProgramError> {
    let settings = args.settings()?;
    let listener = match address {
        Some(address) => bind(address).await?,
        None => match bind(DEFAULT).await {
            Err(ProgramError::Listen { why, .. }) if why.kind() == ErrorKind::AddrInUse => {
                bind(ANY).await?
            }
            bound => bound?,
        },
    };
    Ok(Pages { listener, settings })
}

impl Pages {
    /// Opens them to people of the campaign, tells how to come in, and serves until `stop` is over.
    ///
    /// # Errors
    /// No token can be made for somebody, or standard output is closed.
    pub async fn open(
        self,
        played: &Played,
        tokens: &Tokens,
        door: &Within,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ProgramError> {
        let mut people = vec![];
        for visitor in played.visitors().await? {
            let who = visitor.principal;
            people.push(Person {
                role: who.role().name().to_owned(),
                person: who.id().to_string(),
                scope: wire::names::of_scope(&who),
                words: visitor.words,
                token: tokens.mint(who, STAY).map_err(StartError::from)?,
            });
        }
        let demo = Demo::new(people);
        let links = demo.links();
        let at = self.listener.local_addr()?;
        let mut settings = self.settings;
        settings.demo = Some(demo);
        let site = site_within(door, settings);
        let transport = ServerTransport::new(&Transport::default())?.pages(None)?;
        let serving = tokio::spawn(serve(site, self.listener, transport, stop));
        say::line("\nOpen the pages in a browser, as (each link opens once):")?;
        for (words, path) in links {
            say::line(format!("  {words}\n    http://{at}{path}"))?;
        }
        say::line("Stop with Ctrl-C.")?;
        if let Err(error) = serving.await {
            tracing::error!(%error, "the pages ended badly");
        }
        Ok(())
    }
}
