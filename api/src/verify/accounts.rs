//! What is sealed in the accounts, letters too, opens.
use accounts::AccountError;
use eventlog::Position;
use projections::verify::Findings;
use vault::Vault;

use super::Checked;

/// The name of the check.
pub const ACCOUNTS: &str = "accounts and letters open";

/// Opens all that is sealed in the accounts beside a vault.
///
/// # Errors
/// The vault or the accounts do not answer.
pub async fn accounts_open(vault: &Vault) -> Result<Checked, AccountError> {
    let mut found = Findings::default();
    for what in accounts::damaged(vault).await? {
        found.add(Position::START, || what);
    }
    Ok(Checked {
        name: ACCOUNTS,
        found,
        only_told: false,
    })
}
