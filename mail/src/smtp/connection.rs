//! Handing letters to the server.
use std::path::Path;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use parking_lot::Mutex;

use super::address::{Security, SmtpAddress};
use super::failure::{Refused, Stage, classify, is_answer, silent};

/// How long the server may take for a connection, and then for each command.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long it may take once it has the whole letter, in which it may look for spam (RFC 5321,
/// 4.5.3.2.6): whoever asks again sooner sends the letter twice.
const TAKING_TIMEOUT: Duration = Duration::from_secs(600);

/// Connections kept open between two letters.
const IDLE: usize = 8;

/// Why there is no server to hand letters to.
#[derive(Debug, thiserror::Error)]
pub enum BadRelay {
    /// The system's certificates, or the server's name, make no TLS.
    #[error("no TLS with the SMTP server: {0}")]
    Tls(Error),
    /// The file of certificates cannot be read, or holds none.
    #[error("{path} holds no certificates: {why}")]
    Certificates {
        /// Which file.
        path: String,
        /// Why not.
        why: String,
    },
}

/// The SMTP server, with the connections to it. Each letter has one for itself while it is sent.
pub struct Relay {
    address: SmtpAddress,
    from: Address,
    tls: Option<TlsParameters>,
    hello: ClientId,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl Relay {
    /// The server at an address, to which letters go in the name of `from`. Its certificate must
    /// be one of the system's, or of those in `authorities` (PEM). Connects to nothing yet.
    ///
    /// # Errors
    /// See [`BadRelay`].
    pub fn new(
        address: SmtpAddress,
        from: Address,
        authorities: Option<&Path>,
    ) -> Result<Self, BadRelay> {
        let tls = match address.security {
            Security::Plain => None,
            Security::Tls | Security::StartTls => {
                let mut tls = TlsParametersBuilder::new(address.host.clone());
                if let Some(path) = authorities {
                    tls = tls.add_root_certificate(certificates(path)?);
                }
                Some(tls.build().map_err(BadRelay::Tls)?)
            }
        };
        let hello = match &address.hello {
            Some(name) => ClientId::Domain(name.clone()),
            None => ClientId::default(),
        };
        Ok(Self {
            address,
            from,
            tls,
            hello,
            idle: Mutex::default(),
        })
    }

    /// Hands a letter over. The server answers for it once this returns.
    ///
    /// # Errors
    /// See [`Refused`]. After a connection that broke, or a server that fell silent once it had the
    /// letter, it may have taken it nevertheless.
    pub async fn deliver(&self, to: &Address, letter: &[u8]) -> Result<(), Refused> {
        let mut connection = self.connection().await?;
        let (stage, why) = match self.exchange(&mut connection, to, letter).await {
            Ok(()) => {
                self.keep(connection);
                return Ok(());
            }
            Err(ExchangeError::Said(stage, error)) => (stage, error),
            Err(ExchangeError::Silent(stage)) => return Err(silent(stage)),
            Err(ExchangeError::NoSuchAddress) => {
                return Err(Refused::ForGood(
                    "the server takes ASCII addresses only".to_owned(),
                ));
            }
        };
        // A refusal of one letter leaves the connection good for the next.
        if is_answer(&why) {
            let reset = connection.command(Rset);
            if let Ok(Ok(_)) = tokio::time::timeout(TIMEOUT, reset).await {
                self.keep(connection);
            }
        }
        Err(classify(stage, &why))
    }

    /// Ends the connections that are kept.
    pub async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle.lock());
        for mut connection in idle {
            let _unheard = tokio::time::timeout(TIMEOUT, connection.quit()).await;
        }
    }

    async fn exchange(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: &Address,
        letter: &[u8],
    ) -> Result<(), ExchangeError> {
        let mut parameters = vec![];
        if !is_ascii(to) || !is_ascii(&self.from) {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(ExchangeError::NoSuchAddress);
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let sender = Mail::new(Some(self.from.clone()), parameters);
        within(TIMEOUT, Stage::Sender, connection.command(sender)).await?;
        let recipient = connection.command(Rcpt::new(to.clone(), vec![]));
        within(TIMEOUT, Stage::Recipient, recipient).await?;
        within(TIMEOUT, Stage::Letter, connection.command(Data)).await?;
        within(TAKING_TIMEOUT, Stage::Letter, connection.message(letter)).await
    }

    /// One that is still good, or a new one.
    async fn connection(&self) -> Result<AsyncSmtpConnection, Refused> {
        loop {
            let kept = self.idle.lock().pop();
            let Some(mut kept) = kept else { break };
            let good = tokio::time::timeout(TIMEOUT, kept.test_connected()).await;
            if good == Ok(true) {
                return Ok(kept);
            }
        }
        match tokio::time::timeout(TIMEOUT, self.connect()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err((stage, error))) => Err(classify(stage, &error)),
            Err(_) => Err(Refused::Unavailable(
                "connecting: no answer in time".to_owned(),
            )),
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, (Stage, Error)> {
        let server = (self.address.host.as_str(), self.address.port);
        let wrapped = match self.address.security {
            Security::Tls => self.tls.clone(),
            Security::StartTls | Security::Plain => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(TIMEOUT), &self.hello, wrapped, None)
                .await
                .map_err(|error| (Stage::Connecting, error))?;
        if let (Security::StartTls, Some(tls)) = (self.address.security, &self.tls) {
            let upgraded = connection.starttls(tls.clone(), &self.hello).await;
            upgraded.map_err(|error| (Stage::Encrypting, error))?;
        }
        if let Some((user, password)) = &self.address.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            let signed_in = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
            signed_in.map_err(|error| (Stage::SigningIn, error))?;
        }
        Ok(connection)
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock();
        if idle.len() < IDLE && !connection.has_broken() {
            idle.push(connection);
        }
    }
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Relay({})", self.address)
    }
}

/// Why an exchange ended early, and where.
enum ExchangeError {
    Said(Stage, Error),
    Silent(Stage),
    NoSuchAddress,
}

/// What the server says to a command, as long as it is waited for.
async fn within<T>(
    longest: Duration,
    stage: Stage,
    command: impl Future<Output = Result<T, Error>>,
) -> Result<(), ExchangeError> {
    match tokio::time::timeout(longest, command).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(ExchangeError::Said(stage, error)),
        Err(_) => Err(ExchangeError::Silent(stage)),
    }
}

fn is_ascii(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.is_ascii()
}

fn certificates(path: &Path) -> Result<Certificate, BadRelay> {
    let bad = |why: String| BadRelay::Certificates {
        path: path.display().to_string(),
        why,
    };
    let pem = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
    Certificate::from_pem(&pem).map_err(|error| bad(error.to_string()))
}
