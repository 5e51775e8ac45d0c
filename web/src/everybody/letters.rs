//! Where the one-time links of letters lead. The token of a link stands behind `#`, which browsers
//! send to no server: our script puts it into the form, and whoever has none copies it there.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::sign_in::refused_as;
use crate::calls::ask;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::{Fields, PostedByAnybody};
use crate::refusal::Refusal;
use crate::visit::Visit;
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "everybody/letter.html")]
struct LetterPage {
    layout: Layout,
    form: Form,
    path: &'static str,
    word: &'static str,
    button: &'static str,
    chooses_password: bool,
    may_be_apart: bool,
    done: Option<&'static str>,
}

/// A page that a letter leads to.
struct Letter {
    title: &'static str,
    path: &'static str,
    word: &'static str,
    button: &'static str,
    chooses_password: bool,
    may_be_apart: bool,
}

const CONFIRM_ADDRESS: Letter = Letter {
    title: "Ouvrir mon compte",
    path: "/confirm-address",
    word: "Choisissez un mot de passe pour votre compte.",
    button: "Ouvrir mon compte",
    chooses_password: true,
    may_be_apart: false,
};
const INVITATION: Letter = Letter {
    title: "Accepter l'invitation",
    path: "/invitation",
    word: "Choisissez un mot de passe. Si vous avez déjà un compte à cette adresse, donnez son mot de passe.",
    button: "Ouvrir mon compte",
    chooses_password: true,
    may_be_apart: true,
};
const RESET: Letter = Letter {
    title: "Choisir un nouveau mot de passe",
    path: "/reset-password",
    word: "Toutes vos sessions ouvertes seront fermées.",
    button: "Enregistrer le mot de passe",
    chooses_password: true,
    may_be_apart: false,
};
const CONFIRM_HEAD: Letter = Letter {
    title: "Confirmer le chef d'établissement",
    path: "/confirm-head",
    word: "Quelqu'un a inscrit ce collège comme chef d'établissement. Confirmez seulement si c'est bien votre chef d'établissement.",
    button: "Confirmer",
    chooses_password: false,
    may_be_apart: false,
};
const CONFIRM_NEW_ADDRESS: Letter = Letter {
    title: "Confirmer cette adresse",
    path: "/confirm-new-address",
    word: "Votre compte s'ouvrira avec cette nouvelle adresse, et vos sessions ouvertes seront fermées.",
    button: "Confirmer cette adresse",
    chooses_password: false,
    may_be_apart: false,
};

impl Letter {
    fn show(&self, visit: &Visit, status: StatusCode, form: Form) -> Response {
        self.page(visit, status, form, None)
    }

    fn page(
        &self,
        visit: &Visit,
        status: StatusCode,
        form: Form,
        done: Option<&'static str>,
    ) -> Response {
        let page = LetterPage {
            layout: visit.layout(self.title),
            form,
            path: self.path,
            word: self.word,
            button: self.button,
            chooses_password: self.chooses_password,
            may_be_apart: self.may_be_apart,
            done,
        };
        visit.show_as(status, &page)
    }

    fn open(&self, visit: &Visit) -> Response {
        self.show(visit, StatusCode::OK, Form::new(visit))
    }

    fn answer<T>(
        &self,
        visit: &Visit,
        fields: &Fields,
        answer: Result<T, Refusal>,
        because: &str,
    ) -> Response {
        match answer {
            Ok(_) => visit.go(&format!("/sign-in?because={because}")),
            Err(refusal) => {
                let form = Form::again(visit, fields, &refusal);
                self.show(visit, refused_as(&refusal), form)
            }
        }
    }
}

/// The token of a link: of a whole link that was copied, what stands behind the `#`.
pub(crate) fn link_token(fields: &Fields) -> String {
    let typed = fields.get("link_token");
    typed.rsplit('#').next().unwrap_or_default().to_owned()
}

pub(super) async fn confirm_address(visit: Visit) -> Response {
    CONFIRM_ADDRESS.open(&visit)
}

pub(super) async fn address_confirmed(
    visit: Visit,
    PostedByAnybody(fields): PostedByAnybody,
) -> Response {
    let message = v1::ConfirmAddressRequest {
        link_token: link_token(&fields),
        password: fields.raw("password").to_owned(),
    };
    let answer = ask!(visit, Accounts.confirm_address, message);
    CONFIRM_ADDRESS.answer(&visit, &fields, answer, "account")
}

pub(super) async fn invitation(visit: Visit) -> Response {
    INVITATION.open(&visit)
}

pub(super) async fn invitation_accepted(
    visit: Visit,
    PostedByAnybody(fields): PostedByAnybody,
) -> Response {
    let message = v1::AcceptInvitationRequest {
        link_token: link_token(&fields),
        password: fields.raw("password").to_owned(),
        issuer: None,
        apart: fields.is_ticked("apart"),
    };
    let answer = ask!(visit, Accounts.accept_invitation, message);
    INVITATION.answer(&visit, &fields, answer, "account")
}

pub(super) async fn reset(visit: Visit) -> Response {
    RESET.open(&visit)
}

pub(super) async fn password_reset(
    visit: Visit,
    PostedByAnybody(fields): PostedByAnybody,
) -> Response {
    let message = v1::ResetPasswordRequest {
        link_token: link_token(&fields),
        password: fields.raw("password").to_owned(),
    };
    let answer = ask!(visit, Accounts.reset_password, message);
    RESET.answer(&visit, &fields, answer, "password")
}

pub(super) async fn confirm_head(visit: Visit) -> Response {
    CONFIRM_HEAD.open(&visit)
}

pub(super) async fn head_confirmed(
    visit: Visit,
    PostedByAnybody(fields): PostedByAnybody,
) -> Response {
    let message = v1::ConfirmHeadByLinkRequest {
        link_token: link_token(&fields),
    };
    match ask!(visit, Accounts.confirm_head_by_link, message) {
        Ok(_) => {
            let done = Some("C'est confirmé : le collège peut maintenant participer.");
            CONFIRM_HEAD.page(&visit, StatusCode::OK, Form::new(&visit), done)
        }
        Err(refusal) => {
            let form = Form::again(&visit, &fields, &refusal);
            CONFIRM_HEAD.show(&visit, refused_as(&refusal), form)
        }
    }
}

pub(super) async fn confirm_new_address(visit: Visit) -> Response {
    CONFIRM_NEW_ADDRESS.open(&visit)
}

pub(super) async fn new_address_confirmed(
    visit: Visit,
    PostedByAnybody(fields): PostedByAnybody,
) -> Response {
    let message = v1::ConfirmNewAddressRequest {
        link_token: link_token(&fields),
    };
    let answer = ask!(visit, Accounts.confirm_new_address, message);
    CONFIRM_NEW_ADDRESS.answer(&visit, &fields, answer, "address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_link_may_be_copied() {
        let token = |typed| link_token(&Fields::of(&[("link_token", typed)]));
        assert_eq!(token("https://stages.example/invitation#abc"), "abc");
        assert_eq!(token(" abc "), "abc");
    }
}
