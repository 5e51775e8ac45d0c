//! The fields of each method's request, so that a refusal names the one that it concerns by its
//! path in the request: `terms.tutor.identity.mail`. A rule knows no request, and names what it is
//! about: a week, a class.
use std::collections::HashMap;

use prost::Message;
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FileDescriptorSet};
use tonic::{Code, Status};
use tonic_types::pb::{self, BadRequest};

/// How deep messages within a request are looked into.
const DEEPEST: usize = 6;

/// What a rule calls a thing, and how requests call it, first choice first.
const CALLED: &[(&str, &[&str])] = &[
    ("application", &["name"]),
    ("association", &["display_name"]),
    ("class", &["name"]),
    ("draft", &["name"]),
    ("guardian", &["name"]),
    ("handed_on", &["handed_date"]),
    ("host", &["name"]),
    ("known_guardian", &["guardian"]),
    ("offer", &["name"]),
    ("person", &["name"]),
    ("position", &["coordinates"]),
    ("school_year", &["week"]),
    ("signed_on", &["signed_date", "agreed_date"]),
    ("siret", &["host", "name"]),
    ("staff", &["teacher", "name"]),
    ("student", &["name"]),
    ("uai", &["establishment", "name"]),
    ("until", &["end_date"]),
    ("week", &["weeks"]),
];

/// Every field of every request, by the path of its method.
#[derive(Debug, Default)]
pub struct RequestFields {
    methods: HashMap<String, Vec<String>>,
}

impl RequestFields {
    /// Of an encoded `google.protobuf.FileDescriptorSet`, as the build makes it.
    #[must_use]
    pub fn of(schema: &[u8]) -> Self {
        let files = FileDescriptorSet::decode(schema).unwrap_or_else(|error| {
            tracing::error!(%error, "no schema: refusals name no field");
            FileDescriptorSet::default()
        });
        let messages: HashMap<String, &DescriptorProto> = files
            .file
            .iter()
            .flat_map(|file| {
                let within = format!(".{}", file.package());
                file.message_type
                    .iter()
                    .flat_map(move |message| named(&within, message))
            })
            .collect();
        let mut methods = HashMap::new();
        for file in &files.file {
            for service in &file.service {
                for method in &service.method {
                    let path = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                    let mut fields = Vec::new();
                    walk(&messages, method.input_type(), "", DEEPEST, &mut fields);
                    methods.insert(path, fields);
                }
            }
        }
        Self { methods }
    }

    /// The path of what a refusal of a method concerns, in the method's request; `None` where the
    /// request has no such field.
    #[must_use]
    pub fn path(&self, method: &str, field: &str) -> Option<&str> {
        let fields = self.methods.get(method)?;
        let called = CALLED.iter().find(|(rule, _)| *rule == field);
        let names = called.map_or(&[] as &[&str], |(_, names)| names);
        std::iter::once(&field)
            .chain(names)
            .find_map(|name| nearest(fields, name))
    }

    /// The same refusal, with the fields that it names as the request of its method has them; those
    /// that it has not are left out.
    #[must_use]
    pub fn named(&self, method: &str, refusal: Status) -> Status {
        if refusal.details().is_empty() || !self.methods.contains_key(method) {
            return refusal;
        }
        let Ok(mut details) = pb::Status::decode(refusal.details()) else {
            return refusal;
        };
        details.details.retain_mut(|detail| {
            if detail.type_url != tonic_types::BadRequest::TYPE_URL {
                return true;
            }
            let Ok(mut bad) = BadRequest::decode(detail.value.as_slice()) else {
                return true;
            };
            bad.field_violations.retain_mut(|violation| {
                let path = self.path(method, &violation.field).map(ToOwned::to_owned);
                path.is_some_and(|path| {
                    violation.field = path;
                    true
                })
            });
            detail.value = bad.encode_to_vec();
            !bad.field_violations.is_empty()
        });
        let code = Code::from_i32(details.code);
        let message = details.message.clone();
        Status::with_details_and_metadata(
            code,
            message,
            details.encode_to_vec().into(),
            refusal.metadata().clone(),
        )
    }
}

/// The field that lies nearest to the top of a request, by its whole path or the end of it; `None`
/// where there is none, or several as near.
fn nearest<'a>(fields: &'a [String], name: &str) -> Option<&'a str> {
    let depth = |path: &str| path.matches('.').count();
    let mut found: Vec<&str> = fields
        .iter()
        .map(String::as_str)
        .filter(|path| {
            let before = path.strip_suffix(name);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
        .collect();
    found.sort_by_key(|path| depth(path));
    match found.as_slice() {
        [one] => Some(one),
        [one, other, ..] if depth(one) < depth(other) => Some(one),
        _ => None,
    }
}

/// A message and those within it, by their full names.
fn named<'a>(within: &str, message: &'a DescriptorProto) -> Vec<(String, &'a DescriptorProto)> {
    let name = format!("{within}.{}", message.name());
    let nested = message.nested_type.iter();
    let mut all: Vec<_> = nested.flat_map(|message| named(&name, message)).collect();
    all.push((name, message));
    all
}

fn walk(
    messages: &HashMap<String, &DescriptorProto>,
    message: &str,
    before: &str,
    deep: usize,
    into: &mut Vec<String>,
) {
    let Some(descriptor) = messages.get(message).filter(|_| deep > 0) else {
        return;
    };
    for oneof in &descriptor.oneof_decl {
        into.push(format!("{before}{}", oneof.name()));
    }
    for field in &descriptor.field {
        let path = format!("{before}{}", field.name());
        if field.r#type() == Type::Message {
            walk(
                messages,
                field.type_name(),
                &format!("{path}."),
                deep - 1,
                into,
            );
        }
        into.push(path);
    }
}

#[cfg(test)]
mod tests {
    use domain::explain::because;
    use tonic_types::StatusExt;

    use super::*;
    use crate::status::explained;

    const SUBMIT: &str = "/placement.v1.ApplicationService/SubmitApplication";
    const PUBLISH: &str = "/placement.v1.OfferService/PublishOffer";
    const ACCEPT: &str = "/placement.v1.ApplicationService/AcceptApplication";

    fn fields() -> RequestFields {
        RequestFields::of(proto::FILE_DESCRIPTOR_SET)
    }

    #[test]
    fn what_a_rule_is_about_is_found_in_the_request() {
        let fields = fields();
        assert_eq!(fields.path(SUBMIT, "week"), Some("week"));
        assert_eq!(fields.path(PUBLISH, "weeks"), Some("terms.weeks"));
        assert_eq!(fields.path(PUBLISH, "hours"), Some("terms.hours"));
        let mail = fields.path(PUBLISH, "terms.tutor.identity.mail");
        assert_eq!(mail, Some("terms.tutor.identity.mail"));
        assert_eq!(fields.path(ACCEPT, "application"), Some("name"));
        assert_eq!(fields.path(ACCEPT, "week"), None);
        assert_eq!(fields.path("/placement.v1.OfferService/None", "week"), None);
    }

    #[test]
    fn what_rules_call_things_differs_from_requests() {
        let fields = fields();
        for (rule, names) in CALLED {
            let used = |name: &&str| {
                fields
                    .methods
                    .values()
                    .any(|all| nearest(all, name).is_some())
            };
            assert!(names.iter().all(used), "{rule}: {names:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_field_of_its_request_or_none() {
        let fields = fields();
        let refused = |field| {
            let why = because("NO_SEAT_LEFT", "OFF-3", "Plus de place.", "No seat left.").on(field);
            explained(Code::FailedPrecondition, &why, None)
        };
        let named = |method, field| {
            let refusal = fields.named(method, refused(field));
            assert_eq!(refusal.message(), "No seat left.");
            let details = refusal.get_error_details();
            assert_eq!(
                details.error_info().map(|info| info.reason.as_str()),
                Some("NO_SEAT_LEFT")
            );
            let bad = details.bad_request().cloned();
            bad.map(|bad| bad.field_violations[0].field.clone())
        };
        assert_eq!(
            named(PUBLISH, "seats_per_week").as_deref(),
            Some("terms.seats_per_week")
        );
        assert_eq!(named(ACCEPT, "week"), None);
    }
}
