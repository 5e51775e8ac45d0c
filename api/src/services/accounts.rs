//! `AccountService`: signing up, in and out.
use domain::explain::Expected;
use std::sync::Arc;

use commands::Failure;
use commands::authorisation::{Action, Grant, grant, grant_of_nobody};
use proto::v1;
use tonic::{Request, Response, Status};

use crate::account_service::{AccountFailure, AccountService};
use crate::call::{bearer, source};
use accounts::tokens::Bearer;
use wire::names::{of_establishment, parse};
use wire::status::{status, unauthenticated};

/// The service over the accounts.
pub struct AccountApi(pub Arc<AccountService>);

/// What is asked before anybody has said who they are: the table says so too.
fn open<T>(call: Request<T>, action: Action) -> Result<T, Status> {
    let allowed = match bearer(&call) {
        Some(bearer) => grant(bearer.caller.role(), action),
        None => grant_of_nobody(action),
    };
    match allowed {
        Grant::Open => Ok(call.into_inner()),
        _ => Err(status(Failure::NotPermitted)),
    }
}

/// What is asked of an account of one's own.
fn own<T>(call: Request<T>, action: Action) -> Result<(Bearer, T), Status> {
    let bearer = bearer(&call).ok_or_else(unauthenticated)?;
    match grant(bearer.caller.role(), action) {
        Grant::OwnAccount => Ok((bearer, call.into_inner())),
        _ => Err(status(Failure::NotPermitted)),
    }
}

fn answer<T>(result: Result<T, AccountFailure>) -> Result<Response<T>, Status> {
    result.map(Response::new).map_err(Status::from)
}

#[tonic::async_trait]
impl v1::account_service_server::AccountService for AccountApi {
    async fn sign_up(
        &self,
        call: Request<v1::SignUpRequest>,
    ) -> Result<Response<v1::SignUpResponse>, Status> {
        let source = source(&call);
        let message = open(call, Action::SignUp)?;
        let expected = Expected(
            "un UUID, le même en cas de nouvel essai",
            "a UUID, the same on a retry",
        );
        let request = parse("request_id", &message.request_id, expected).map_err(status)?;
        let done = self
            .0
            .sign_up(request, &message.mail, message.capacity, &source);
        answer(done.await.map(|()| v1::SignUpResponse {}))
    }

    async fn confirm_address(
        &self,
        call: Request<v1::ConfirmAddressRequest>,
    ) -> Result<Response<v1::ConfirmAddressResponse>, Status> {
        let message = open(call, Action::ConfirmAddress)?;
        let (link, password) = (&message.link_token, &message.password);
        let done = self.0.confirm_address(link, password).await;
        answer(done.map(|()| v1::ConfirmAddressResponse {}))
    }

    async fn confirm_head_by_link(
        &self,
        call: Request<v1::ConfirmHeadByLinkRequest>,
    ) -> Result<Response<v1::ConfirmHeadByLinkResponse>, Status> {
        let message = open(call, Action::ConfirmHeadByLink)?;
        let done = self.0.confirm_head_by_link(&message.link_token).await;
        answer(done.map(|college| v1::ConfirmHeadByLinkResponse {
            establishment: of_establishment(college),
        }))
    }

    async fn accept_invitation(
        &self,
        call: Request<v1::AcceptInvitationRequest>,
    ) -> Result<Response<v1::AcceptInvitationResponse>, Status> {
        let message = open(call, Action::AcceptInvitation)?;
        let (link, password) = (&message.link_token, &message.password);
        let done = self
            .0
            .accept_invitation(link, password, message.issuer, message.apart);
        answer(done.await.map(|()| v1::AcceptInvitationResponse {}))
    }

    async fn sign_in(
        &self,
        call: Request<v1::SignInRequest>,
    ) -> Result<Response<v1::SignInResponse>, Status> {
        let source = source(&call);
        let message = open(call, Action::SignIn)?;
        let (mail, password) = (&message.mail, &message.password);
        let session = self.0.sign_in(mail, password, &message.person_id, &source);
        let session = Some(session.await?);
        Ok(Response::new(v1::SignInResponse { session }))
    }

    async fn sign_in_with_issuer(
        &self,
        call: Request<v1::SignInWithIssuerRequest>,
    ) -> Result<Response<v1::SignInWithIssuerResponse>, Status> {
        let source = source(&call);
        let message = open(call, Action::SignInWithIssuer)?;
        let person = &message.person_id;
        let session = self.0.sign_in_with_issuer(message.issuer, person, &source);
        let session = Some(session.await?);
        Ok(Response::new(v1::SignInWithIssuerResponse { session }))
    }

    async fn refresh_session(
        &self,
        call: Request<v1::RefreshSessionRequest>,
    ) -> Result<Response<v1::RefreshSessionResponse>, Status> {
        let message = open(call, Action::RefreshSession)?;
        let session = Some(self.0.refresh(&message.refresh_token).await?);
        Ok(Response::new(v1::RefreshSessionResponse { session }))
    }

    async fn act_as(
        &self,
        call: Request<v1::ActAsRequest>,
    ) -> Result<Response<v1::ActAsResponse>, Status> {
        let (bearer, message) = own(call, Action::ActAs)?;
        let session = Some(self.0.act_as(bearer, &message.person_id).await?);
        Ok(Response::new(v1::ActAsResponse { session }))
    }

    async fn sign_out(
        &self,
        call: Request<v1::SignOutRequest>,
    ) -> Result<Response<v1::SignOutResponse>, Status> {
        let (bearer, _) = own(call, Action::SignOut)?;
        let done = self.0.sign_out(bearer).await;
        answer(done.map(|()| v1::SignOutResponse {}))
    }

    async fn sign_out_everywhere(
        &self,
        call: Request<v1::SignOutEverywhereRequest>,
    ) -> Result<Response<v1::SignOutEverywhereResponse>, Status> {
        let (bearer, _) = own(call, Action::SignOutEverywhere)?;
        let done = self.0.sign_out_everywhere(bearer).await;
        answer(done.map(|()| v1::SignOutEverywhereResponse {}))
    }

    async fn request_password_reset(
        &self,
        call: Request<v1::RequestPasswordResetRequest>,
    ) -> Result<Response<v1::RequestPasswordResetResponse>, Status> {
        let source = source(&call);
        let message = open(call, Action::RequestPasswordReset)?;
        let done = self.0.request_password_reset(&message.mail, &source).await;
        answer(done.map(|()| v1::RequestPasswordResetResponse {}))
    }

    async fn reset_password(
        &self,
        call: Request<v1::ResetPasswordRequest>,
    ) -> Result<Response<v1::ResetPasswordResponse>, Status> {
        let message = open(call, Action::ResetPassword)?;
        let (link, password) = (&message.link_token, &message.password);
        let done = self.0.reset_password(link, password).await;
        answer(done.map(|()| v1::ResetPasswordResponse {}))
    }

    async fn replace_password(
        &self,
        call: Request<v1::ReplacePasswordRequest>,
    ) -> Result<Response<v1::ReplacePasswordResponse>, Status> {
        let (bearer, message) = own(call, Action::ReplacePassword)?;
        let (present, new) = (&message.present_password, &message.new_password);
        let done = self.0.replace_password(bearer, present, new).await;
        answer(done.map(|()| v1::ReplacePasswordResponse {}))
    }

    async fn request_new_address(
        &self,
        call: Request<v1::RequestNewAddressRequest>,
    ) -> Result<Response<v1::RequestNewAddressResponse>, Status> {
        let (bearer, message) = own(call, Action::RequestNewAddress)?;
        let (mail, password) = (&message.mail, &message.password);
        let done = self.0.request_new_address(bearer, mail, password).await;
        answer(done.map(|()| v1::RequestNewAddressResponse {}))
    }

    async fn confirm_new_address(
        &self,
        call: Request<v1::ConfirmNewAddressRequest>,
    ) -> Result<Response<v1::ConfirmNewAddressResponse>, Status> {
        let message = open(call, Action::ConfirmNewAddress)?;
        let done = self.0.confirm_new_address(&message.link_token).await;
        answer(done.map(|()| v1::ConfirmNewAddressResponse {}))
    }

    async fn link_issuer(
        &self,
        call: Request<v1::LinkIssuerRequest>,
    ) -> Result<Response<v1::LinkIssuerResponse>, Status> {
        let (bearer, message) = own(call, Action::LinkIssuer)?;
        let done = self.0.link_issuer(bearer, message.issuer).await;
        answer(done.map(|()| v1::LinkIssuerResponse {}))
    }

    async fn get_signing_keys(
        &self,
        call: Request<v1::GetSigningKeysRequest>,
    ) -> Result<Response<v1::GetSigningKeysResponse>, Status> {
        open(call, Action::GetSigningKeys)?;
        let jwks_json = self.0.key_set();
        answer(jwks_json.map(|jwks_json| v1::GetSigningKeysResponse { jwks_json }))
    }
}
