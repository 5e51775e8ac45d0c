//! What kind of method a path names.
use std::collections::HashSet;

use prost::Message;
use prost_types::FileDescriptorSet;

/// Who calls such a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody with a token; or nobody, at a path that is not one.
    Business,
    /// Somebody who asks for a token, most often, or may do without.
    Account,
    /// A load balancer, a tool.
    Probe,
}

/// A method as limits see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Who calls it.
    pub kind: Kind,
    /// Whether it answers with a stream, which lasts.
    pub streams: bool,
}

const ACCOUNTS: &str = "/placement.v1.AccountService/";
/// Open to who has no account yet (EST-1).
const WITHOUT_ACCOUNT: &str = "/placement.v1.DirectoryService/SearchEstablishments";
const HEALTH: &str = "/grpc.health.v1.Health/";
const REFLECTION: &str = "/grpc.reflection.";

/// The methods that answer with a stream.
#[derive(Debug)]
pub struct Methods {
    streams: HashSet<String>,
}

impl Methods {
    /// Of an encoded `google.protobuf.FileDescriptorSet`, as the build makes it.
    pub fn of(schema: &[u8]) -> Self {
        let files = FileDescriptorSet::decode(schema).unwrap_or_else(|error| {
            tracing::error!(%error, "no schema: watches count as calls");
            FileDescriptorSet::default()
        });
        let mut streams = HashSet::new();
        for file in &files.file {
            for service in &file.service {
                for method in service.method.iter().filter(|m| m.server_streaming()) {
                    let (package, service) = (file.package(), service.name());
                    streams.insert(format!("/{package}.{service}/{}", method.name()));
                }
            }
        }
        Self { streams }
    }

    /// The method at a path.
    pub fn at(&self, path: &str) -> Method {
        if path.starts_with(REFLECTION) {
            return Method {
                kind: Kind::Probe,
                streams: true,
            };
        }
        if let Some(method) = path.strip_prefix(HEALTH) {
            return Method {
                kind: Kind::Probe,
                streams: method == "Watch",
            };
        }
        let kind = if path.starts_with(ACCOUNTS) || path == WITHOUT_ACCOUNT {
            Kind::Account
        } else {
            Kind::Business
        };
        Method {
            kind,
            streams: self.streams.contains(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_tells_which_methods_last() {
        let methods = Methods::of(proto::FILE_DESCRIPTOR_SET);
        for (path, kind, streams) in [
            (
                "/placement.v1.SteeringService/WatchTerritoryDashboard",
                Kind::Business,
                true,
            ),
            (
                "/placement.v1.SteeringService/GetTerritoryDashboard",
                Kind::Business,
                false,
            ),
            ("/placement.v1.AccountService/SignIn", Kind::Account, false),
            (WITHOUT_ACCOUNT, Kind::Account, false),
            ("/grpc.health.v1.Health/Check", Kind::Probe, false),
            ("/grpc.health.v1.Health/Watch", Kind::Probe, true),
            (
                "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                Kind::Probe,
                true,
            ),
            ("/", Kind::Business, false),
        ] {
            assert_eq!(methods.at(path), Method { kind, streams }, "{path}");
        }
        assert!(methods.streams.len() >= 5, "{methods:?}");
    }
}
