//! The installation that the log belongs to: the first event of a stream beside those of the log.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::client::{Begin, Outgoing};
use super::shared::Shared;
use crate::LogError;

/// What the event says.
#[derive(Serialize, Deserialize)]
struct Said {
    installation: Uuid,
}

impl Shared {
    /// The installation that the log belongs to, if it was given to one.
    pub(super) async fn installation(&self) -> Result<Option<Uuid>, LogError> {
        let stream = self.names.of_installation();
        let first = self.page_of_stream(&stream, Begin::Start, 1).await?;
        let Some(first) = first.first() else {
            return Ok(None);
        };
        let said: Said = serde_json::from_slice(&first.data).map_err(|error| {
            LogError::damaged(format!("{stream} was not written by this log: {error}"))
        })?;
        Ok(Some(said.installation))
    }

    /// Says it as the first event of the stream; where another was faster, that one stands.
    pub(super) async fn say_installation(&self, installation: Uuid) -> Result<(), LogError> {
        let stream = self.names.of_installation();
        let data = serde_json::to_vec(&Said { installation });
        let event = Outgoing {
            id: Uuid::new_v4(),
            event_type: "InstallationNamed".into(),
            data: data.map_err(|error| LogError::Refused(error.to_string()))?,
            metadata: Vec::new(),
        };
        self.append_one(&stream, 0, event).await.map(|_| ())
    }
}
