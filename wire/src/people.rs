//! Grown-ups on the wire: name and address, in clear on their way to the vault.
use commands::{Contact, Failure};
use domain::explain::Expected;
use domain::mail_address::Names;
use domain::personal::{self, PersonIdentity};
use proto::v1;

use super::names::bad;
use super::texts::text;

/// The field of a request that tells of a person.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    whole: &'static str,
    name: &'static str,
    mail: &'static str,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $field:literal;)*) => {$(
        $(#[$doc])*
        pub const $name: Field = Field {
            whole: $field,
            name: concat!($field, ".full_name"),
            mail: concat!($field, ".mail"),
        };
    )*};
}

fields! {
    /// The head of a college.
    HEAD = "head";
    /// Who succeeds a head.
    SUCCESSOR = "successor";
    /// A member of staff, or a person of a host.
    IDENTITY = "identity";
    /// The guardian who signed.
    GUARDIAN = "guardian";
    /// The other guardian who signed.
    SECOND_GUARDIAN = "second_guardian";
    /// The person who registers a host.
    PERSON = "person";
    /// Who answers for an organisation whose offer is fed in (OFF-8).
    CONTACT = "host.contact";
    /// The tutor of an offer.
    TUTOR = "terms.tutor.identity";
}

/// A name, and an address where one is given.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn contact(field: Field, given: Option<v1::PersonIdentity>) -> Result<Contact, Failure> {
    let given = given.ok_or_else(|| {
        bad(
            field.whole,
            Expected(
                "le nom et l'adresse de la personne",
                "name and address of the person",
            ),
        )
    })?;
    let mail = (!given.mail.trim().is_empty()).then_some(given.mail);
    Ok(Contact {
        name: text(field.name, &given.full_name, 200)?,
        mail: mail
            // Whether letters can go to such a name is asked by the write side.
            .map(|mail| personal::mail(field.mail, &mail, Names::Utf8))
            .transpose()?,
    })
}

/// A name and an address.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn reachable(field: Field, given: Option<v1::PersonIdentity>) -> Result<Contact, Failure> {
    let contact = contact(field, given)?;
    if contact.mail.is_none() {
        return Err(bad(
            field.mail,
            Expected("une adresse électronique", "an electronic address"),
        ));
    }
    Ok(contact)
}

/// Who a grown-up is; empty once they were erased.
#[must_use]
pub fn of_person(known: Option<PersonIdentity>) -> v1::PersonIdentity {
    known.map_or_else(v1::PersonIdentity::default, |known| v1::PersonIdentity {
        full_name: known.name,
        mail: known.mail.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, mail: &str) -> Option<v1::PersonIdentity> {
        Some(v1::PersonIdentity {
            full_name: name.into(),
            mail: mail.into(),
        })
    }

    #[test]
    fn an_address_may_be_missing_where_none_is_due() {
        let ada = contact(GUARDIAN, person(" Ada Martin ", " ")).unwrap();
        assert_eq!((ada.name.as_str(), ada.mail), ("Ada Martin", None));
        let ada = reachable(IDENTITY, person("Ada", "Ada@example.org")).unwrap();
        assert_eq!(ada.mail.as_deref(), Some("ada@example.org"));
        assert!(reachable(IDENTITY, person("Ada", "")).is_err());
    }

    #[test]
    fn what_does_not_fit_is_named_and_not_repeated() {
        let long = "Ada".repeat(100);
        for (given, field) in [
            (None, "head:"),
            (person(" ", "ada@example.org"), "head.full_name:"),
            (person(&long, "ada@example.org"), "head.full_name:"),
            (person("Ada", "ada"), "head.mail:"),
        ] {
            let Err(refused) = reachable(HEAD, given) else {
                panic!("{field} was taken")
            };
            let refused = refused.to_string();
            assert!(
                refused.starts_with(field) && !refused.contains("Ada"),
                "{refused}"
            );
        }
    }
}
