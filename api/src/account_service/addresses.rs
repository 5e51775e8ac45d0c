//! What the addresses of accounts tell the commands: the person's address is the account's, and
//! an address of a college's staff is no family's (EST-6, STU-1).
use accounts::AccountError;
use commands::{Contact, Failure, FollowedLink};
use domain::explain::Expected;
use domain::ids::StaffId;
use domain::mail_address::{self, Names};
use domain::personal::without_plus_part;
use domain::principal::Principal;

use super::{AccountService, capacity, person_of};
use wire::names::bad;

impl AccountService {
    /// What the caller says of themself, with the address of their account: left out, it is filled
    /// in. Who acts by a token of the operator has no account, and gives any.
    ///
    /// # Errors
    /// `BadInput` on `field` where it is another address; where the accounts cannot be read.
    pub async fn with_own_address(
        &self,
        caller: &Principal,
        field: &'static str,
        contact: Contact,
    ) -> Result<Contact, Failure> {
        let own = self.accounts.address_of(person_of(caller)).await;
        let Some(own) = own.map_err(unavailable)? else {
            return Ok(contact);
        };
        let given = contact.mail.as_deref().unwrap_or(&own);
        if !is_address_of(given, &own) {
            return Err(bad(
                field,
                Expected("l'adresse de votre compte", "the address of your account"),
            ));
        }
        Ok(Contact {
            name: contact.name,
            mail: Some(own),
        })
    }

    /// The staff of colleges whose account has this address, also where a part behind a plus sign
    /// is written before the `@`.
    ///
    /// # Errors
    /// Where the accounts cannot be read.
    pub async fn staff_at(&self, address: &str) -> Result<Vec<StaffId>, Failure> {
        let plain = without_plus_part(address);
        let mut capacities = self.at(address).await?;
        if plain != address {
            capacities.extend(self.at(&plain).await?);
        }
        let staff = capacities.iter().map(|text| {
            let caller = capacity::caller(text)?;
            Ok(caller.as_staff().map(|(staff, _)| staff))
        });
        staff.filter_map(Result::transpose).collect()
    }

    /// The invitation of a host that a link leads to (EST-11); `None` where there is no link.
    ///
    /// # Errors
    /// Where the vault does not answer.
    pub async fn followed_link(&self, link: &str) -> Result<Option<FollowedLink>, Failure> {
        if link.is_empty() {
            return Ok(None);
        }
        let found = self.accounts.host_invitation_of(link).await;
        let found = found.map_err(unavailable)?;
        Ok(Some(match found {
            Some((college, invitation)) => FollowedLink::To(college, invitation),
            None => FollowedLink::NotOurs,
        }))
    }

    async fn at(&self, address: &str) -> Result<Vec<String>, Failure> {
        let found = self.accounts.capacities_at(address).await;
        found.map_err(unavailable)
    }
}

/// Whether an address, however it is written, is that of an account. An account of a college's staff
/// has it without the part behind a plus sign (EST-6).
fn is_address_of(given: &str, own: &str) -> bool {
    mail_address::parse(given, Names::Utf8)
        .is_ok_and(|given| given == own || without_plus_part(&given) == own)
}

fn unavailable(error: AccountError) -> Failure {
    Failure::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_a_sign_up_takes_it() {
        let own = "ada@ac-lyon.fr";
        for given in ["ada@ac-lyon.fr", " Ada@AC-Lyon.fr ", "ada+2@ac-lyon.fr"] {
            assert!(is_address_of(given, own), "{given}");
        }
        for given in ["", "ada", "alan@ac-lyon.fr", "ada@ac-nice.fr"] {
            assert!(!is_address_of(given, own), "{given}");
        }
        assert!(is_address_of("e@académie.fr", "e@xn--acadmie-eya.fr"));
    }
}
