//! What every page needs.
use tonic::transport::Channel;

use crate::csrf::Seal;
use crate::live::Live;
use crate::sessions::Sessions;
use crate::settings::Settings;

/// The pages of one server.
pub struct Site {
    /// The way to the gRPC services.
    pub(crate) channel: Channel,
    /// Figures that go on.
    pub(crate) live: Live,
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
            live: Live::new(vec![channel.clone()]),
            channel,
            sessions: Sessions::default(),
            seal: Seal::new(),
            settings,
        }
    }

    /// With channels of their own for watches: each connection carries so many streams at most, and no
    /// page shall wait for who watches.
    #[must_use]
    pub fn watching_by(self, channels: Vec<Channel>) -> Self {
        Self {
            live: Live::new(channels),
            ..self
        }
    }

    /// The server stops: figures that go on end.
    pub fn end_live(&self) {
        self.live.close();
    }

    /// Whether browsers reach the pages by TLS.
    pub(crate) fn is_secure(&self) -> bool {
        let origin = self.settings.origin.as_ref();
        self.settings.tls || origin.is_some_and(crate::settings::Origin::is_secure)
    }
}
