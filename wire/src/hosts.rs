//! Organisations on the wire.
use commands::Failure;
use domain::explain::Expected;
use domain::host::{HostKind, Organisation};
use proto::v1;
use proto::v1::organisation::Kind;

use super::enums;
use super::names::bad;
use super::texts::some_text;

/// What an organisation says of itself; the lengths of its names are a rule (OFF-1).
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn organisation(given: Option<v1::Organisation>) -> Result<Organisation, Failure> {
    let given = given.ok_or_else(|| {
        bad(
            "organisation",
            Expected("ce qu'est l'organisme", "what the organisation is"),
        )
    })?;
    let kind = match given.kind {
        None => {
            return Err(bad(
                "organisation.kind",
                Expected("un organisme public ou privé", "a public or a private body"),
            ));
        }
        Some(Kind::PublicBody(body)) => HostKind::Public {
            administration: body.administration.trim().into(),
        },
        Some(Kind::PrivateBody(body)) => HostKind::Private {
            form: enums::private_form(body.form())?,
            group: some_text(&body.group).map(Into::into),
            paqte: body.paqte_signatory,
        },
    };
    Ok(Organisation {
        name: given.display_name.trim().into(),
        kind,
    })
}

/// What an organisation says of itself.
#[must_use]
pub fn of_organisation(known: &Organisation) -> v1::Organisation {
    let kind = match &known.kind {
        HostKind::Public { administration } => Kind::PublicBody(v1::PublicBody {
            administration: administration.to_string(),
        }),
        HostKind::Private { form, group, paqte } => Kind::PrivateBody(v1::PrivateBody {
            form: enums::of_private_form(*form).into(),
            group: group.as_deref().unwrap_or_default().to_owned(),
            paqte_signatory: *paqte,
        }),
    };
    v1::Organisation {
        display_name: known.name.to_string(),
        kind: Some(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn private(form: v1::PrivateForm, group: &str) -> v1::Organisation {
        let (form, group) = (form.into(), group.into());
        let body = v1::PrivateBody {
            form,
            group,
            paqte_signatory: true,
        };
        v1::Organisation {
            display_name: "La Ferme".into(),
            kind: Some(Kind::PrivateBody(body)),
        }
    }

    #[test]
    fn organisations_come_back_as_they_were() {
        let body = v1::PublicBody {
            administration: "Ministère de la Culture".into(),
        };
        let public = v1::Organisation {
            display_name: "BnF".into(),
            kind: Some(Kind::PublicBody(body)),
        };
        let company = private(v1::PrivateForm::Company, "");
        let association = private(v1::PrivateForm::Association, "Les Fermes");
        for wire in [public, company, association] {
            assert_eq!(
                of_organisation(&organisation(Some(wire.clone())).unwrap()),
                wire
            );
        }
    }

    #[test]
    fn a_kind_and_a_form_are_due() {
        let kindless = v1::Organisation {
            display_name: "BnF".into(),
            kind: None,
        };
        let formless = private(v1::PrivateForm::Unspecified, "");
        for wire in [None, Some(kindless), Some(formless)] {
            assert!(organisation(wire).is_err());
        }
    }
}
