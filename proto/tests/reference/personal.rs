//! Which fields the schema marks `debug_redact`: an option that `prost-types` does not know, read
//! from the same bytes with as much of `google/protobuf/descriptor.proto` as it takes.
use std::collections::HashSet;

use prost::Message;

#[derive(Clone, PartialEq, Message)]
struct FileSet {
    #[prost(message, repeated, tag = "1")]
    files: Vec<File>,
}

#[derive(Clone, PartialEq, Message)]
struct File {
    #[prost(message, repeated, tag = "4")]
    messages: Vec<Described>,
}

#[derive(Clone, PartialEq, Message)]
struct Described {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    fields: Vec<Field>,
}

#[derive(Clone, PartialEq, Message)]
struct Field {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, optional, tag = "8")]
    options: Option<Options>,
}

#[derive(Clone, PartialEq, Message)]
struct Options {
    #[prost(bool, tag = "16")]
    debug_redact: bool,
}

/// Message and field of each.
pub fn fields(descriptor_set: &[u8]) -> HashSet<(String, String)> {
    let set = FileSet::decode(descriptor_set).unwrap();
    let mut personal = HashSet::new();
    for message in set.files.into_iter().flat_map(|file| file.messages) {
        for field in message.fields {
            if field.options.is_some_and(|options| options.debug_redact) {
                personal.insert((message.name.clone(), field.name));
            }
        }
    }
    personal
}
