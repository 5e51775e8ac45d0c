//! A read of the one order that goes on with what is written later.
use tonic::Streaming;

use super::Connection;
use super::cluster::Chosen;
use super::event::{Incoming, incoming};
use super::failure::Failure;
use super::protocol::streams::read_req::options::{
    CountOption, ReadDirection, SubscriptionOptions,
};
use super::protocol::streams::{ReadReq, ReadResp, read_resp};
use super::read::{Begin, Filter, of_all, options};

/// What comes through a subscription.
pub(in crate::eventstoredb) enum Notice {
    /// The next wanted event.
    Event(Incoming),
    /// No wanted event that was not given already stands before this position.
    Checkpoint(u64),
    /// Nothing that matters.
    Other,
}

/// An open subscription.
pub(in crate::eventstoredb) struct Subscription {
    answers: Streaming<ReadResp>,
    chosen: Chosen,
}

impl Connection {
    /// Follows the wanted events after a position that the server gave (`None`: from the first).
    pub(in crate::eventstoredb) async fn subscribe(
        &self,
        after: Option<u64>,
        filter: &Filter,
    ) -> Result<Subscription, Failure> {
        let from = after.map_or(Begin::Start, Begin::At);
        let count = CountOption::Subscription(SubscriptionOptions {});
        let direction = ReadDirection::Forwards.into();
        let mut options = options(of_all(from), direction, count, filter.wire());
        options.control_option = None;
        let request = self.request(ReadReq {
            options: Some(options),
        });
        let chosen = self.chosen().await?;
        let answers = self
            .ask_of(
                &chosen,
                |mut client| async move { client.read(request).await },
            )
            .await?;
        Ok(Subscription {
            answers: answers.into_inner(),
            chosen,
        })
    }

    /// Whether the subscription came by the connection that is in use.
    pub(in crate::eventstoredb) fn is_current(&self, subscription: &Subscription) -> bool {
        self.cluster.is_current(&subscription.chosen)
    }

    /// The next notice. Dropping the future loses none.
    pub(in crate::eventstoredb) async fn next(
        &self,
        subscription: &mut Subscription,
    ) -> Result<Notice, Failure> {
        let answer = subscription.answers.message().await;
        let failed = |status| self.failed(&subscription.chosen, &status);
        let answer = match answer.map_err(failed)? {
            Some(answer) => answer,
            None => return Err(Failure::Lost("the server ended the subscription".into())),
        };
        Ok(match answer.content {
            Some(read_resp::Content::Event(event)) => {
                let event = incoming(event).map_err(failed)?;
                event.map_or(Notice::Other, Notice::Event)
            }
            Some(read_resp::Content::Checkpoint(at)) => Notice::Checkpoint(at.commit_position),
            _ => Notice::Other,
        })
    }
}
