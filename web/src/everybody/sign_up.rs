//! Asking for an account: of a head, a teacher, other staff, a host's person. A college is chosen
//! from the national directory.
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use proto::v1;

use super::sign_in::refused_as;
use crate::calls::ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::posted::PostedByAnybody;
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::words;

/// As who somebody signs up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Head,
    Teacher,
    OtherStaff,
    HostPerson,
}

impl As {
    fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "head" => Ok(Self::Head),
            "teacher" => Ok(Self::Teacher),
            "other_staff" => Ok(Self::OtherStaff),
            "host_person" => Ok(Self::HostPerson),
            _ => Err(Failure::NotFound),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Head => "Inscrire mon collège",
            Self::Teacher => "Créer un compte de professeur",
            Self::OtherStaff => "Créer un compte de personnel du collège",
            Self::HostPerson => "Proposer des stages",
        }
    }

    fn capacity(self, about: &str) -> v1::SignUpCapacity {
        use v1::sign_up_capacity::Capacity as C;
        let capacity = match self {
            Self::Head => C::Head(about.to_owned()),
            Self::Teacher => C::Teacher(about.to_owned()),
            Self::OtherStaff => C::OtherStaff(about.to_owned()),
            Self::HostPerson => C::HostPerson(about.to_owned()),
        };
        v1::SignUpCapacity {
            capacity: Some(capacity),
        }
    }
}

#[derive(Template)]
#[template(path = "everybody/sign_up.html")]
struct ChoicePage {
    layout: Layout,
}

struct CollegeLine {
    name: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "everybody/sign_up_form.html")]
struct SignUpPage {
    layout: Layout,
    form: Form,
    path: String,
    action: String,
    of_host: bool,
    text: String,
    searched: bool,
    colleges: Vec<CollegeLine>,
    sent: bool,
}

pub(super) async fn show(visit: Visit) -> Response {
    let layout = visit.layout("Créer un compte");
    visit.show(&ChoicePage { layout })
}

pub(super) async fn form(visit: Visit, Path(who): Path<String>) -> Result<Response, Failure> {
    let who = As::named(&who)?;
    let form = Form::new(&visit);
    page(&visit, StatusCode::OK, who, form).await
}

async fn page(visit: &Visit, status: StatusCode, who: As, form: Form) -> Result<Response, Failure> {
    let of_host = who == As::HostPerson;
    let text = visit.query("text").to_owned();
    let searched = !of_host && text.chars().count() >= 2;
    let found = if searched {
        search(visit, &text).await?
    } else {
        vec![]
    };
    let colleges = found.into_iter().filter_map(|one| {
        let listing = one.listing?;
        let network = words::network(listing.network());
        let words = format!("{}, {} ({network})", listing.display_name, listing.city);
        Some(CollegeLine {
            chosen: form.holds("establishment", &listing.name),
            name: listing.name,
            words,
        })
    });
    let colleges: Vec<CollegeLine> = colleges.collect();
    let page = SignUpPage {
        layout: visit.layout(who.title()),
        form,
        path: visit.path().to_owned(),
        action: visit.whole().to_owned(),
        of_host,
        text,
        searched,
        colleges,
        sent: visit.query("sent") == "yes",
    };
    Ok(visit.show_as(status, &page))
}

async fn search(visit: &Visit, text: &str) -> Result<Vec<v1::ListedEstablishment>, Refusal> {
    let message = v1::SearchEstablishmentsRequest {
        text: text.to_owned(),
        page_size: 20,
        ..v1::SearchEstablishmentsRequest::default()
    };
    let answer = ask!(visit, Directory.search_establishments, message)?;
    Ok(answer.establishments)
}

pub(super) async fn send(
    visit: Visit,
    Path(who): Path<String>,
    PostedByAnybody(fields): PostedByAnybody,
) -> Result<Response, Failure> {
    let who = As::named(&who)?;
    let about = match who {
        As::HostPerson => {
            let digits = fields.get("siret").chars().filter(|c| !c.is_whitespace());
            format!("hosts/{}", digits.collect::<String>())
        }
        As::Head | As::Teacher | As::OtherStaff => fields.get("establishment").to_owned(),
    };
    let message = v1::SignUpRequest {
        request_id: fields.request_id(),
        mail: fields.get("mail").to_owned(),
        capacity: Some(who.capacity(&about)),
        ..v1::SignUpRequest::default()
    };
    match ask!(visit, Accounts.sign_up, message) {
        Ok(_) => Ok(visit.go(&format!("{}?sent=yes", visit.path()))),
        Err(mut refusal) => {
            // The fields are called otherwise in the request: it has one for each capacity.
            for (field, _) in &mut refusal.fields {
                if field.starts_with("capacity") {
                    *field = if who == As::HostPerson {
                        "siret"
                    } else {
                        "establishment"
                    }
                    .to_owned();
                }
            }
            let form = Form::again(&visit, &fields, &refusal);
            page(&visit, refused_as(&refusal), who, form).await
        }
    }
}
