//! One's own account: as whom one acts, the password, the address.
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::own_data::is_held;
use super::sign_in::refused_as;
use crate::calls::{ask, me};
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::Posted;
use crate::roles::Role;
use crate::sessions::Opened;
use crate::visit::Visit;
use crate::words;

struct CapacityLine {
    person: String,
    role: &'static str,
    about: String,
    standing: &'static str,
}

impl From<v1::OwnCapacity> for CapacityLine {
    fn from(own: v1::OwnCapacity) -> Self {
        let standing = words::standing(own.state());
        let capacity = own.capacity.unwrap_or_default();
        Self {
            person: capacity.person_id,
            role: Role::named(&capacity.role).in_french(),
            about: own.display_name,
            standing,
        }
    }
}

#[derive(Template)]
#[template(path = "everybody/account.html")]
struct AccountPage {
    layout: Layout,
    form: Form,
    present: CapacityLine,
    others: Vec<CapacityLine>,
    /// Whether there is a page of their own data.
    data: bool,
}

#[derive(Template)]
#[template(path = "everybody/password.html")]
struct PasswordPage {
    layout: Layout,
    form: Form,
}

#[derive(Template)]
#[template(path = "everybody/address.html")]
struct AddressPage {
    layout: Layout,
    form: Form,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let data = is_held(visit.signed()?.role);
    let me = me(&visit, 1, "").await?;
    let page = AccountPage {
        layout: visit.layout("Mon compte"),
        form: Form::new(&visit),
        present: me.present.unwrap_or_default().into(),
        others: me.others.into_iter().map(CapacityLine::from).collect(),
        data,
    };
    Ok(visit.show(&page))
}

pub(super) async fn act_as(visit: Visit, Posted(fields): Posted) -> Result<Response, Failure> {
    let message = v1::ActAsRequest {
        person_id: fields.get("person_id").to_owned(),
    };
    let answer = ask!(visit, Accounts.act_as, message)?;
    let opened = Opened::from(answer.session.unwrap_or_default());
    visit.signed_in(opened, None).await
}

pub(super) async fn password(visit: Visit) -> Result<Response, Failure> {
    visit.signed()?;
    let form = Form::new(&visit);
    Ok(password_page(&visit, StatusCode::OK, form))
}

fn password_page(visit: &Visit, status: StatusCode, form: Form) -> Response {
    let layout = visit.layout("Changer mon mot de passe");
    visit.show_as(status, &PasswordPage { layout, form })
}

pub(super) async fn replace_password(
    visit: Visit,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::ReplacePasswordRequest {
        present_password: fields.raw("present_password").to_owned(),
        new_password: fields.raw("new_password").to_owned(),
    };
    match ask!(visit, Accounts.replace_password, message) {
        // It ends all sessions.
        Ok(_) => Ok(visit.signed_out("/sign-in?because=password")),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            Ok(password_page(&visit, refused_as(&refusal), form))
        }
    }
}

pub(super) async fn address(visit: Visit) -> Result<Response, Failure> {
    visit.signed()?;
    let form = Form::new(&visit);
    Ok(address_page(&visit, StatusCode::OK, form))
}

fn address_page(visit: &Visit, status: StatusCode, form: Form) -> Response {
    let layout = visit.layout("Changer d'adresse électronique");
    visit.show_as(status, &AddressPage { layout, form })
}

pub(super) async fn ask_new_address(
    visit: Visit,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let message = v1::RequestNewAddressRequest {
        mail: fields.get("mail").to_owned(),
        password: fields.raw("password").to_owned(),
    };
    match ask!(visit, Accounts.request_new_address, message) {
        Ok(_) => Ok(visit.done(
            "/account",
            "Un courriel a été envoyé à la nouvelle adresse : suivez son lien pour la confirmer.",
        )),
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            Ok(address_page(&visit, refused_as(&refusal), form))
        }
    }
}

pub(super) async fn sign_out_everywhere(
    visit: Visit,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    ask!(
        visit,
        Accounts.sign_out_everywhere,
        v1::SignOutEverywhereRequest {}
    )?;
    Ok(visit.signed_out("/sign-in?because=left"))
}
