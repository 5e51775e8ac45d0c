//! Calls made in the operator's name, with a token minted from the key file.
use std::sync::Arc;
use std::time::Duration;

use commands::Caller;
use tokio::net::TcpListener;
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

use super::ProgramError;
use super::places::PlaceArgs;
use crate::app::{App, StartError};
use crate::server;
use crate::tokens::Tokens;
use crate::transport::{Door, Transport};

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
    server: Option<&str>,
) -> Result<(Called, Option<Running>), ProgramError> {
    let key = places.places()?.token_key;
    let (address, running) = match server {
        Some(address) => (address.to_owned(), None),
        None => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = format!("http://{}", listener.local_addr()?);
            let app = Arc::new(App::start(places.settings()?).await?);
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
    let channel = endpoint.connect().await?;
    Ok((InterceptedService::new(channel, Bearer(bearer)), running))
}
