//! The link by which an organisation comes that a college invited (EST-11). It is stored nowhere: it says
//! which invitation, and proves by a keyed digest that this service made it. It opens no account and
//! gives no right: whether the invitation still stands is the college's to say.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{HostInvitationId, Uai};
use vault::{ServiceSecret, Vault, VaultError};

use super::{AccountError, Accounts};

/// Under which name the vault keeps what the links are keyed with.
const PURPOSE: &str = "host invitation links";

/// The token of the link of an invitation: `{uai}.{invitation}.{digest}`.
///
/// # Errors
/// Where the vault does not answer.
pub async fn host_invitation_link(
    vault: &Vault,
    college: Uai,
    invitation: HostInvitationId,
) -> Result<String, VaultError> {
    let secret = vault.service_secret(PURPOSE).await?;
    Ok(token(&secret, college, invitation))
}

/// The invitation that a link is about; nothing is proven by it.
#[must_use]
pub fn invitation_of_link(link: &str) -> Option<(Uai, HostInvitationId)> {
    let (college, rest) = link.split_once('.')?;
    let (invitation, _) = rest.split_once('.')?;
    Some((college.parse().ok()?, invitation.parse().ok()?))
}

impl Accounts {
    /// As [`host_invitation_link`].
    ///
    /// # Errors
    /// `Vault`.
    pub async fn host_invitation_link(
        &self,
        college: Uai,
        invitation: HostInvitationId,
    ) -> Result<String, AccountError> {
        Ok(host_invitation_link(&self.vault, college, invitation).await?)
    }

    /// The invitation of a link that this service made; `None` where it made no such link.
    ///
    /// # Errors
    /// `Vault`.
    pub async fn host_invitation_of(
        &self,
        link: &str,
    ) -> Result<Option<(Uai, HostInvitationId)>, AccountError> {
        let Some((college, invitation)) = invitation_of_link(link) else {
            return Ok(None);
        };
        let secret = self.vault.service_secret(PURPOSE).await?;
        let made = token(&secret, college, invitation);
        // By their digests: how long it takes tells nothing of the link.
        let is_ours = secret.digest(&[link.as_bytes()]) == secret.digest(&[made.as_bytes()]);
        Ok(is_ours.then_some((college, invitation)))
    }
}

fn token(secret: &ServiceSecret, college: Uai, invitation: HostInvitationId) -> String {
    let digest = secret.digest(&[college.as_str().as_bytes(), invitation.0.as_bytes()]);
    format!("{college}.{invitation}.{}", URL_SAFE_NO_PAD.encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_invitation_or_none() {
        let id = "00000000-0000-0000-0000-00000000005b";
        let told = invitation_of_link(&format!("0010035H.{id}.abc"));
        let (college, invitation) = told.unwrap();
        assert_eq!(
            (college.as_str(), invitation.to_string().as_str()),
            ("0010035H", id)
        );
        for odd in [
            "",
            ".",
            "..",
            "0010035H.abc",
            "0010035H.x.abc",
            "0010035J..x",
        ] {
            assert_eq!(invitation_of_link(odd), None, "{odd}");
        }
    }
}
