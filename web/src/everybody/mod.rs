//! Pages of everybody: the way in, one's own account, and what must be said of the site.
mod account;
mod home;
pub mod letters;
mod own_data;
pub mod sign_in;
mod sign_up;
mod statements;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::site::Site;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::send))
        .route("/sign-out", post(sign_in::leave))
        .route("/sign-up", get(sign_up::show))
        .route("/sign-up/{as_who}", get(sign_up::form).post(sign_up::send))
        .route(
            "/confirm-address",
            get(letters::confirm_address).post(letters::address_confirmed),
        )
        .route(
            "/invitation",
            get(letters::invitation).post(letters::invitation_accepted),
        )
        .route(
            "/reset-password",
            get(letters::reset).post(letters::password_reset),
        )
        .route(
            "/confirm-head",
            get(letters::confirm_head).post(letters::head_confirmed),
        )
        .route(
            "/confirm-new-address",
            get(letters::confirm_new_address).post(letters::new_address_confirmed),
        )
        .route(
            "/forgotten-password",
            get(sign_in::forgotten).post(sign_in::send_reset),
        )
        .route("/account", get(account::show))
        .route("/account/act-as", post(account::act_as))
        .route(
            "/account/password",
            get(account::password).post(account::replace_password),
        )
        .route(
            "/account/address",
            get(account::address).post(account::ask_new_address),
        )
        .route("/account/data", get(own_data::show))
        .route("/account/data/file", get(own_data::file))
        .route("/account/erase", post(own_data::erase))
        .route(
            "/account/sign-out-everywhere",
            post(account::sign_out_everywhere),
        )
        .route(
            "/students/{student}/applications/{application}",
            get(home::application),
        )
        .route("/host-invitation", get(statements::host_invitation))
        .route("/accessibility", get(statements::accessibility))
        .route("/legal", get(statements::legal))
        .route("/data-protection", get(statements::data_protection))
}
