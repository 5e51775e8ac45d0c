//! The college's own mailbox, which says who is its head (EST-1a).
use super::state::EstablishmentState;

impl EstablishmentState {
    /// The college's own mailbox, `ce.{uai}@{domain of the academy}`; none as long as the directory
    /// does not list it (EST-1a).
    #[must_use]
    pub fn mailbox(&self) -> Option<String> {
        let domains = self.department()?.academy.mail_domains();
        Some(format!("{}@{}", self.mailbox_name()?, domains.first()?))
    }

    /// Whether an address is the college's own mailbox, also at a domain that its academy had before
    /// (EST-1a).
    #[must_use]
    pub fn is_mailbox(&self, address: &str) -> bool {
        let domains = self.department().map(|found| found.academy.mail_domains());
        let Some((name, domain)) = address.split_once('@') else {
            return false;
        };
        domains.is_some_and(|domains| domains.contains(&domain))
            && self.mailbox_name().is_some_and(|own| own == name)
    }

    fn mailbox_name(&self) -> Option<String> {
        Some(format!("ce.{}", self.uai()?.as_str().to_ascii_lowercase()))
    }
}
