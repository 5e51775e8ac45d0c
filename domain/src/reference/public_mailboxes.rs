//! Providers at which anybody gets an address: it says nothing of an organisation (OFF-1).

/// The domains of mailbox providers for private persons that people in France use most, in order.
#[rustfmt::skip]
static PROVIDERS: &[&str] = &[
    "9online.fr", "aliceadsl.fr", "aol.com", "aol.fr", "bbox.fr", "caramail.com", "cegetel.net",
    "club-internet.fr", "duck.com", "fastmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de",
    "gmx.fr", "gmx.net", "googlemail.com", "hotmail.be", "hotmail.com", "hotmail.fr", "hushmail.com",
    "icloud.com", "infonie.fr", "laposte.net", "libertysurf.fr", "live.com", "live.fr", "mac.com",
    "mail.com", "mail.fr", "mail.ru", "mailo.com", "me.com", "msn.com", "neuf.fr", "noos.fr",
    "numericable.fr", "orange.fr", "outlook.com", "outlook.fr", "pm.me", "proton.me",
    "protonmail.ch", "protonmail.com", "rocketmail.com", "sfr.fr", "skynet.be", "tuta.com",
    "tuta.io", "tutanota.com", "tutanota.de", "voila.fr", "wanadoo.fr", "web.de", "yahoo.com",
    "yahoo.fr", "yandex.com", "ymail.com", "zoho.com",
];

/// Whether an address is at a provider where anybody gets one.
#[must_use]
pub fn is_public_mailbox(address: &str) -> bool {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain);
    domain.is_some_and(|domain| {
        let domain = domain.to_ascii_lowercase();
        PROVIDERS.binary_search(&domain.as_str()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_providers_stand_in_order() {
        assert!(PROVIDERS.is_sorted());
    }

    #[test]
    fn an_address_that_anybody_gets_is_told_from_one_of_an_organisation() {
        for public in [
            "a.martin@gmail.com",
            "a@Orange.FR",
            "a@yahoo.fr",
            "a@9online.fr",
        ] {
            assert!(is_public_mailbox(public), "{public}");
        }
        for own in [
            "a@ferme.example",
            "a@mail.orange.fr.example",
            "gmail.com",
            "a@gouv.fr",
        ] {
            assert!(!is_public_mailbox(own), "{own}");
        }
    }
}
