//! How `placement serve` meets the network, as its user types it.
use std::path::PathBuf;

use clap::Args;

use transport::tls::{ClientFiles, Demand, Files};
use transport::{ConcurrencyLimit, LimitSettings, Rate, Transport};

/// Certificates and limits.
#[derive(Args, Clone)]
pub struct TransportArgs {
    /// The server's certificate and its chain, PEM; read again when it changes, and on SIGHUP
    /// [default: connections in clear].
    #[arg(
        long,
        env = "PLACEMENT_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// The key of the certificate, PEM, readable by its owner only.
    #[arg(
        long,
        env = "PLACEMENT_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    /// The authorities of client certificates, PEM; who shows one is a web tier, and is believed
    /// in `x-forwarded-for`.
    #[arg(
        long,
        env = "PLACEMENT_TLS_CLIENT_CA",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_client_ca: Option<PathBuf>,
    /// Whether a client must show a certificate.
    #[arg(
        long,
        env = "PLACEMENT_TLS_CLIENT",
        value_enum,
        default_value = "required"
    )]
    tls_client: Demand,
    #[command(flatten)]
    limits: LimitArgs,
}

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $field:ident: $kind:ty = $default:literal, $flag:literal, $env:literal;)*) => {
        /// How much one source (an address, or an IPv6 /64) and one account may ask for.
        #[derive(Args, Clone)]
        struct LimitArgs {$(
            $(#[doc = $doc])*
            #[arg(
                long = $flag,
                env = $env,
                value_name = stringify!($kind),
                default_value = $default,
                help_heading = "Limits (a number, or PER_SECOND:BURST; none is no limit)"
            )]
            $field: $kind,
        )*}

        impl LimitArgs {
            fn settings(&self) -> LimitSettings {
                LimitSettings { $($field: self.$field,)* }
            }
        }
    };
}

limits! {
    /// Connections in all.
    connections: ConcurrencyLimit = "8192", "limit-connections", "PLACEMENT_LIMIT_CONNECTIONS";
    /// Connections of a source.
    source_connections: ConcurrencyLimit = "512", "limit-source-connections", "PLACEMENT_LIMIT_SOURCE_CONNECTIONS";
    /// New connections of a source.
    source_connecting: Rate = "200:1000", "limit-source-connecting", "PLACEMENT_LIMIT_SOURCE_CONNECTING";
    /// TLS handshakes under way in all.
    handshakes: ConcurrencyLimit = "1024", "limit-handshakes", "PLACEMENT_LIMIT_HANDSHAKES";
    /// TLS handshakes under way of a source.
    source_handshakes: ConcurrencyLimit = "64", "limit-source-handshakes", "PLACEMENT_LIMIT_SOURCE_HANDSHAKES";
    /// Requests of a source.
    source_requests: Rate = "10000:20000", "limit-source-requests", "PLACEMENT_LIMIT_SOURCE_REQUESTS";
    /// Requests of a source to the account methods (sign-up, sign-in, reset) and to the search for
    /// colleges.
    source_account_requests: Rate = "20:200", "limit-source-account-requests", "PLACEMENT_LIMIT_SOURCE_ACCOUNT_REQUESTS";
    /// Calls of a source at a time, watches among them.
    source_calls: ConcurrencyLimit = "4096", "limit-source-calls", "PLACEMENT_LIMIT_SOURCE_CALLS";
    /// Streams of health and reflection of a source at a time.
    source_probes: ConcurrencyLimit = "64", "limit-source-probes", "PLACEMENT_LIMIT_SOURCE_PROBES";
    /// Requests of an account.
    account_requests: Rate = "1000:5000", "limit-account-requests", "PLACEMENT_LIMIT_ACCOUNT_REQUESTS";
    /// Calls of an account at a time, watches among them.
    account_calls: ConcurrencyLimit = "512", "limit-account-calls", "PLACEMENT_LIMIT_ACCOUNT_CALLS";
    /// Watches of an account at a time.
    account_watches: ConcurrencyLimit = "64", "limit-account-watches", "PLACEMENT_LIMIT_ACCOUNT_WATCHES";
}

impl TransportArgs {
    /// As it was typed.
    pub fn transport(&self) -> Transport {
        // Each of the two requires the other.
        let tls = self.tls_cert.clone().zip(self.tls_key.clone());
        let tls = tls.map(|(certificate, key)| Files {
            certificate,
            key,
            clients: self.tls_client_ca.clone().map(|authorities| ClientFiles {
                authorities,
                demand: self.tls_client,
            }),
        });
        Transport {
            tls,
            limits: self.limits.settings(),
            ..Transport::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        transport: TransportArgs,
    }

    fn typed(args: &[&str]) -> Result<Transport, clap::Error> {
        let args = ["serve"].iter().chain(args);
        Typed::try_parse_from(args).map(|typed| typed.transport.transport())
    }

    #[test]
    fn the_defaults_of_the_flags_are_those_of_the_settings() {
        let of_flags = typed(&[]).unwrap();
        assert_eq!(
            format!("{of_flags:?}"),
            format!("{:?}", Transport::default())
        );
    }

    #[test]
    fn a_certificate_needs_its_key_and_clients_need_a_certificate() {
        assert!(typed(&["--tls-cert", "a.pem"]).is_err());
        assert!(typed(&["--tls-key", "a.key"]).is_err());
        assert!(typed(&["--tls-client-ca", "ca.pem"]).is_err());
        let both = ["--tls-cert", "a.pem", "--tls-key", "a.key"];
        assert!(typed(&both).unwrap().tls.unwrap().clients.is_none());
        let all = [&both[..], &["--tls-client-ca", "ca.pem"]].concat();
        let clients = typed(&all).unwrap().tls.unwrap().clients.unwrap();
        assert_eq!(clients.demand, Demand::Required);
        let optional = [&all[..], &["--tls-client", "optional"]].concat();
        let clients = typed(&optional).unwrap().tls.unwrap().clients.unwrap();
        assert_eq!(clients.demand, Demand::Optional);
    }

    #[test]
    fn a_limit_that_is_none_is_none() {
        let args = [
            "--limit-source-requests",
            "none",
            "--limit-connections",
            "3",
        ];
        let limits = typed(&args).unwrap().limits;
        assert_eq!(limits.source_requests, Rate::Unlimited);
        assert_eq!(limits.connections, ConcurrencyLimit::of(3));
        assert!(typed(&["--limit-connections", "0"]).is_err());
    }
}
