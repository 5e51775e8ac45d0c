//! Calls made in the operator's name, with a token minted from the key file.
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use commands::Caller;
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
use crate::tokens::Tokens;
use crate::transport::{Door, Transport, tls};

/// Which server to ask, if one runs.
#[derive(Args, Clone)]
pub struct ServerArgs {
    /// A running server, as https://placement.example:50051, or http://127.0.0.1:50051 on this
    /// machine; without it the log is opened directly.
    #[arg(long)]
    server: Option<String>,
    /// The authorities that the server's certificate may be of, PEM [default: the system's].
    #[arg(long, value_name = "FILE", requires = "server")]
    ca: Option<PathBuf>,
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

/// A server started only for these calls.
pub struct Running {
    stop: tokio::sync::oneshot::Sender<()>,
    served: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Stops it and waits for its end.
    pub async fn stop(self) -> Result<(), ProgramError> {
        let _ = self.stop.send(());
        self.served
            .await
            .map_err(|error| ProgramError::Failed(error.to_string()))
    }
}

/// A connection to the running server, or to one that is started here on the log: one way in, with
/// the same checks.
pub async fn connect(
    places: &PlaceArgs,
    ServerArgs { server, ca, clock }: &ServerArgs,
) -> Result<(Called, Option<Running>), ProgramError> {
    let key = places.places()?.token_key;
    let (address, running) = match server {
        Some(address) => (address.clone(), None),
        None => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = format!("http://{}", listener.local_addr()?);
            let mut settings = places.settings()?;
            settings.clock_ahead = clock.ahead();
            let app = Arc::new(App::start(settings).await?);
            let (stop, stopped) = tokio::sync::oneshot::channel();
            let door = Door::new(&Transport::without_limits())?;
            let serving = server::serve_through(app, listener, door, async move {
                let _ = stopped.await;
            });
            let served = tokio::spawn(serving);
            (address, Some(Running { stop, served }))
        }
    };
    let tokens = Tokens::load(&key).map_err(StartError::from)?;
    let token = tokens
        .mint(
            Caller::Operator { id: Uuid::nil() },
            Duration::from_secs(3_600),
        )
        .map_err(StartError::from)?;
    let bearer = MetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|error| ProgramError::Failed(error.to_string()))?;
    let endpoint = Channel::from_shared(address.clone())
        .map_err(|_| ProgramError::Usage(format!("--server {address}: not an address")))?;
    let channel = if endpoint.uri().scheme() == Some(&Scheme::HTTPS) {
        by_tls(endpoint, ca.as_deref()).await?
    } else if ca.is_some() {
        let why = format!("--ca: {address} is not asked by TLS");
        return Err(ProgramError::Usage(why));
    } else {
        endpoint.connect().await?
    };
    Ok((InterceptedService::new(channel, Bearer(bearer)), running))
}

/// A connection to a server whose certificate names the host of the address.
async fn by_tls(endpoint: Endpoint, ca: Option<&Path>) -> Result<Channel, ProgramError> {
    const PORT: u16 = 443;
    let tls = TlsConnector::from(tls::client(ca)?);
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
    Ok(endpoint.connect_with_connector(connector).await?)
}
