//! Calls made in the operator's name, with a token minted from the key file.
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use domain::principal::Principal;
use eventlog::{HELD_ELSEWHERE, LogError};
use http::Uri;
use http::uri::Scheme;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use uuid::Uuid;

use super::ProgramError;
use super::clock::ClockArgs;
use super::places::PlaceArgs;
use crate::app::{App, StartError};
use crate::server;
use accounts::tokens::Tokens;
use transport::{ServerTransport, Transport, tls};

/// Which server to ask, if one runs.
#[derive(Args, Clone)]
pub struct ServerArgs {
    /// A running server, as https://placement.example:50051, or http://127.0.0.1:50051 on this
    /// machine; without it the log is opened directly.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// The authorities that the server's certificate may be of, PEM [default: the system's].
    #[arg(long, value_name = "FILE", requires = "server")]
    pub ca: Option<PathBuf>,
}

/// The same, and how far the clock is believed where the log is opened directly.
#[derive(Args, Clone)]
pub struct AskArgs {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    clock: ClockArgs,
}

/// A connection with the operator's token.
pub type Called = InterceptedService<Channel, Bearer>;

/// Sends a token with every call.
#[derive(Clone)]
pub struct Bearer(MetadataValue<tonic::metadata::Ascii>);

impl tonic::service::Interceptor for Bearer {
    fn call(
        &mut self,
        mut request: tonic::Request<()>,
    ) -> Result<tonic::Request<()>, tonic::Status> {
        request
            .metadata_mut()
            .insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// The operator, who has no account.
pub const OPERATOR: Principal = Principal::operator(Uuid::nil());

/// Whether a command may begin a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// It must be there.
    Refused,
    /// It is made where there is none.
    Allowed,
}

/// A server started only for these calls.
struct Running {
    stop: tokio::sync::oneshot::Sender<()>,
    served: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Stops it and waits for its end.
    async fn stop(self) -> Result<(), ProgramError> {
        let _ = self.stop.send(());
        self.served
            .await
            .map_err(|error| ProgramError::Failed(error.to_string()))
    }
}

/// Asks the running server, or one that is started here on the log and stopped afterwards, however
/// the asking ends: one way in, with the same checks.
pub async fn ask<T, F>(
    places: &PlaceArgs,
    server: &AskArgs,
    beginning: Beginning,
    asking: impl FnOnce(Called) -> F,
) -> Result<T, ProgramError>
where
    F: Future<Output = Result<T, ProgramError>>,
{
    ask_as(OPERATOR, places, server, beginning, asking).await
}

/// As [`ask`], in the name of somebody whose file the operator was given.
pub async fn ask_as<T, F>(
    caller: Principal,
    places: &PlaceArgs,
    AskArgs { server, clock }: &AskArgs,
    beginning: Beginning,
    asking: impl FnOnce(Called) -> F,
) -> Result<T, ProgramError>
where
    F: Future<Output = Result<T, ProgramError>>,
{
    let Some(address) = &server.server else {
        let (address, token, running) = start(caller, places, beginning, clock).await?;
        let asked = async { asking(called(connect(&address, None).await?, &token)?).await };
        let done = asked.await;
        running.stop().await?;
        return done;
    };
    let key = places.places()?.token_key;
    let token = mint(&there(&key)?, caller)?;
    let channel = connect(address, server.ca.as_deref()).await?;
    asking(called(channel, &token)?).await
}

/// The tokens of a key file, which must be there: a wrong path makes no key that no server knows.
///
/// # Errors
/// There is no file, or it holds something else.
pub fn there(key: &Path) -> Result<Tokens, ProgramError> {
    if !key.exists() {
        let path = key.display();
        return Err(ProgramError::Usage(format!(
            "--token-key-file {path}: there is no key; a server makes it on its first start, \
             beside the log that --log names"
        )));
    }
    Ok(Tokens::load(key).map_err(StartError::from)?)
}

fn mint(tokens: &Tokens, caller: Principal) -> Result<String, ProgramError> {
    let hour = Duration::from_secs(3_600);
    Ok(tokens.mint(caller, hour).map_err(StartError::from)?)
}

/// A server on the log: its address, and a token that it takes.
async fn start(
    caller: Principal,
    places: &PlaceArgs,
    beginning: Beginning,
    clock: &ClockArgs,
) -> Result<(String, String, Running), ProgramError> {
    let mut settings = places.settings()?;
    settings.clock_ahead = clock.ahead();
    let log = settings.places.log.clone();
    if beginning == Beginning::Refused && !log.is_there().await? {
        return Err(ProgramError::Usage(format!("--log {log}: there is no log")));
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let app = Arc::new(App::start(settings).await.map_err(in_use)?);
    let token = mint(&app.tokens, caller)?;
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let door = ServerTransport::new(&Transport::without_limits())?;
    let serving = server::serve_through(app, listener, door, async move {
        let _ = stopped.await;
    });
    let served = tokio::spawn(serving);
    Ok((address, token, Running { stop, served }))
}

/// A log that a server has open is asked through that server.
fn in_use(error: StartError) -> ProgramError {
    match &error {
        StartError::Log(LogError::Unavailable(why)) if why.contains(HELD_ELSEWHERE) => {
            ProgramError::Usage(format!(
                "{error}; if that is a server, ask it: --server http://127.0.0.1:50051"
            ))
        }
        _ => error.into(),
    }
}

/// A connection on which every call sends a token.
///
/// # Errors
/// It is no text that a header may hold.
pub fn called(channel: Channel, token: &str) -> Result<Called, ProgramError> {
    let bearer = MetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|error| ProgramError::Failed(error.to_string()))?;
    Ok(InterceptedService::new(channel, Bearer(bearer)))
}

/// A connection to a server, by TLS where its address says so.
///
/// # Errors
/// It is no address, or nobody answers there; `--ca` without TLS.
pub async fn connect(address: &str, ca: Option<&Path>) -> Result<Channel, ProgramError> {
    let no_address = |why: &str| {
        let like = "give http://HOST:PORT or https://HOST:PORT";
        ProgramError::Usage(format!("--server {address}: {why}; {like}"))
    };
    let endpoint =
        Channel::from_shared(address.to_owned()).map_err(|_| no_address("no address"))?;
    let scheme = endpoint.uri().scheme().cloned();
    let unreached = |why| ProgramError::Unreached {
        address: address.to_owned(),
        why,
    };
    match scheme {
        Some(scheme) if scheme == Scheme::HTTPS => {
            let tls = TlsConnector::from(tls::client(ca)?);
            by_tls(endpoint, tls).await.map_err(unreached)
        }
        Some(scheme) if scheme == Scheme::HTTP && ca.is_some() => {
            let why = format!("--ca: {address} is not asked by TLS");
            Err(ProgramError::Usage(why))
        }
        Some(scheme) if scheme == Scheme::HTTP => endpoint.connect().await.map_err(unreached),
        Some(_) => Err(no_address("neither http nor https")),
        None => Err(no_address("without http:// or https://")),
    }
}

/// A connection to a server whose certificate names the host of the address.
async fn by_tls(endpoint: Endpoint, tls: TlsConnector) -> Result<Channel, tonic::transport::Error> {
    const PORT: u16 = 443;
    let connector = tower::service_fn(move |address: Uri| {
        let tls = tls.clone();
        async move {
            // An address of IPv6 stands in brackets.
            let host = address.host().unwrap_or_default();
            let host = host.trim_start_matches('[').trim_end_matches(']');
            let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
            let port = address.port_u16().unwrap_or(PORT);
            let stream = TcpStream::connect((host, port)).await?;
            tls.connect(name, stream).await.map(TokioIo::new)
        }
    });
    endpoint.connect_with_connector(connector).await
}
