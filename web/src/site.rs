//! What every page needs.
use tonic::transport::Channel;

use crate::csrf::Seal;
use crate::sessions::Sessions;
use crate::settings::Settings;

/// The pages of one server.
pub struct Site {
    /// The way to the gRPC services.
    pub(crate) channel: Channel,
    /// Who has signed in.
    pub(crate) sessions: Sessions,
    /// The tokens of forms.
    pub(crate) seal: Seal,
    /// What whoever started it decided.
    pub(crate) settings: Settings,
}

impl Site {
    /// Over a channel to the gRPC services.
    #[must_use]
    pub fn new(channel: Channel, settings: Settings) -> Self {
        Self {
            channel,
            sessions: Sessions::default(),
            seal: Seal::new(),
            settings,
        }
    }

    /// Whether browsers reach the pages by TLS.
    pub(crate) fn is_secure(&self) -> bool {
        let origin = self.settings.origin.as_ref();
        origin.is_some_and(crate::settings::Origin::is_secure)
    }
}
