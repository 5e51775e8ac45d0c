//! How many letters go where, and to which addresses: what `placement serve` takes beside the
//! server that sends them.
use std::time::Duration;

use clap::Args;
use mail::Caps;

use crate::app::Settings;

/// How many letters go where, and to which addresses.
#[derive(Args, Clone)]
pub struct LetterArgs {
    /// The SMTP server has SMTPUTF8 (RFC 6531): addresses may have other letters than ASCII
    /// before the `@`. Without it they are refused where they are given.
    #[arg(long, env = "PLACEMENT_SMTP_UTF8")]
    smtp_utf8: bool,
    /// The most letters to one address in 24 hours about what happened; the last says so.
    #[arg(
        long,
        env = "PLACEMENT_NEWS_A_DAY",
        value_name = "LETTERS",
        default_value_t = Caps::default().news,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    news_a_day: u32,
    /// The most invitations to one address in 24 hours, whoever invites; others wait.
    #[arg(
        long,
        env = "PLACEMENT_INVITATIONS_A_DAY",
        value_name = "LETTERS",
        default_value_t = Caps::default().invitations,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    invitations_a_day: u32,
    /// The most letters to one address in 24 hours about its account.
    #[arg(
        long,
        env = "PLACEMENT_ACCOUNT_LETTERS_A_DAY",
        value_name = "LETTERS",
        default_value_t = Caps::default().of_account,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    account_letters_a_day: u32,
    /// How long a letter about what happened waits for what may come of the same matter.
    #[arg(
        long,
        env = "PLACEMENT_NEWS_WAITS",
        value_name = "SECONDS",
        default_value_t = 120,
        value_parser = clap::value_parser!(u64).range(..=86_400)
    )]
    news_waits: u64,
}

impl LetterArgs {
    /// Puts this into the settings of a platform.
    pub fn apply(&self, settings: &mut Settings) {
        settings.rules.utf8_addresses |= self.smtp_utf8;
        settings.caps = Caps {
            news: self.news_a_day,
            invitations: self.invitations_a_day,
            of_account: self.account_letters_a_day,
        };
        settings.news_waits = Duration::from_secs(self.news_waits);
    }
}
