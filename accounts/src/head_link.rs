//! The link by which a college's own mailbox confirms its head (EST-1a). It is stored nowhere: it says
//! which college, and proves by a keyed digest that this service made it for that head. It serves
//! once, for it does nothing to a head who is confirmed, or who is so no longer.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{StaffId, Uai};
use vault::{ServiceSecret, Vault, VaultError};

use super::{AccountError, Accounts};

/// Under which name the vault keeps what the links are keyed with.
const PURPOSE: &str = "head links";

/// The token of the link for whoever registered a college: `{uai}.{digest}`.
///
/// # Errors
/// Where the vault does not answer.
pub async fn head_link(vault: &Vault, college: Uai, head: StaffId) -> Result<String, VaultError> {
    let secret = vault.service_secret(PURPOSE).await?;
    Ok(token(&secret, college, head))
}

/// The college that a link is about; nothing is proven by it.
#[must_use]
pub fn college_of_link(link: &str) -> Option<Uai> {
    let (college, _) = link.split_once('.')?;
    college.parse().ok()
}

impl Accounts {
    /// The token of the link for whoever registered a college, by the vault of these accounts: see
    /// [`head_link`].
    ///
    /// # Errors
    /// `Vault`.
    pub async fn head_link(&self, college: Uai, head: StaffId) -> Result<String, AccountError> {
        Ok(head_link(&self.vault, college, head).await?)
    }

    /// Whether a link is the one of this head.
    ///
    /// # Errors
    /// `Vault`.
    pub async fn is_head_link(
        &self,
        link: &str,
        college: Uai,
        head: StaffId,
    ) -> Result<bool, AccountError> {
        let secret = self.vault.service_secret(PURPOSE).await?;
        let made = token(&secret, college, head);
        // By their digests: how long it takes tells nothing of the link.
        Ok(secret.digest(&[link.as_bytes()]) == secret.digest(&[made.as_bytes()]))
    }
}

fn token(secret: &ServiceSecret, college: Uai, head: StaffId) -> String {
    let college = college.as_str();
    let digest = secret.digest(&[college.as_bytes(), head.0.as_bytes()]);
    format!("{college}.{}", URL_SAFE_NO_PAD.encode(digest))
}
