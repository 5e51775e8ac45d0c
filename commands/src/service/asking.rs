//! What every command asks: what its id is bound to, and whether it was carried out before.
use domain::decider::Decider;
use vault::ServiceSecret;

use super::{CommandService, Request};
use crate::aggregates::{Aggregates, Done};
use crate::authorisation::Action;
use crate::context::{self, Context};
use crate::failure::Failure;

impl CommandService {
    pub(crate) async fn secret(&self) -> Result<&ServiceSecret, Failure> {
        let made = || self.vault.service_secret(context::SECRET);
        Ok(self.secret.get_or_try_init(made).await?)
    }

    /// What somebody asks, where the id of the request served for nothing else. Made once it is
    /// certain that they may.
    pub(super) async fn context(
        &self,
        request: &Request,
        action: Action,
    ) -> Result<Context, Failure> {
        let secret = self.secret().await?;
        let mut context = Context::asked(secret, request, action.name());
        self.shared.requests.admit(&mut context)?;
        Ok(context)
    }

    /// The first outcome of a request, or what comes of it now. What its command needs is gathered
    /// and sealed only where there is no first outcome: that a class was closed or a person erased
    /// since takes nothing from a retry.
    pub(super) async fn carry_out<D: Decider>(
        &self,
        streams: &Aggregates<D>,
        id: &str,
        context: &Context,
        gather: impl Future<Output = Result<D::Command, Failure>>,
    ) -> Result<Done<D>, Failure> {
        self.carry_out_if(streams, id, context, gather, |_| true)
            .await
    }

    /// As [`CommandService::carry_out`], where the state is still the one that the request rests on.
    pub(super) async fn carry_out_if<D: Decider>(
        &self,
        streams: &Aggregates<D>,
        id: &str,
        context: &Context,
        gather: impl Future<Output = Result<D::Command, Failure>>,
        rests_on: impl Fn(&D::State) -> bool + Send,
    ) -> Result<Done<D>, Failure> {
        if let Some(done) = streams.recorded(id, context).await? {
            return Ok(done);
        }
        match gather.await {
            Ok(command) => streams.execute_if(id, context, command, rests_on).await,
            Err(failure) => match streams.recorded_now(id, context).await? {
                Some(done) => Ok(done),
                None => Err(failure),
            },
        }
    }
}
