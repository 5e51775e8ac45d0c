//! The page: what every method shares, the services, the messages of each, the enums.
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    MethodDescriptorProto, ServiceDescriptorProto,
};

use super::comments::{Comments, ENUM, MEMBER, MESSAGE, SERVICE, SYNTAX};

const HEAD: &str = "<!-- Rendered from the comments of proto/placement/v1/*.proto: change them, then run\n\
    PLACEMENT_BLESS=1 cargo test -p proto --test reference -->\n\
    # The API\n\n\
    `placement.v1`, over gRPC and gRPC-Web. How to write a client is told in [clients](clients.md).\n";

/// Message and field of what is personal.
type Personal = HashSet<(String, String)>;

/// The page of these files.
pub fn render(files: &[&FileDescriptorProto], personal: &Personal) -> String {
    let mut page = HEAD.to_owned();
    let parts = files.iter().map(|file| Part::of(file, personal));
    let parts: Vec<Part<'_>> = parts.collect();
    for part in &parts {
        part.about(&mut page);
    }
    contents(&mut page, &parts);
    for part in &parts {
        for (index, service) in (0..).zip(&part.file.service) {
            part.service(&mut page, index, service);
        }
    }
    page.push_str("\n## Messages that services share\n");
    for part in &parts {
        for (index, message) in part.messages(false) {
            part.message(&mut page, "###", index, message);
        }
    }
    page.push_str("\n## Enums\n");
    for part in &parts {
        for (index, choice) in (0..).zip(&part.file.enum_type) {
            part.choice(&mut page, index, choice);
        }
    }
    page
}

/// The list of services and methods, with what each is for.
fn contents(page: &mut String, parts: &[Part<'_>]) {
    page.push_str("\n## Services\n\n| service | methods |\n| --- | --- |\n");
    for service in parts.iter().flat_map(|part| &part.file.service) {
        let methods = service.method.iter().map(|method| link(method.name()));
        let methods: Vec<String> = methods.collect();
        line(
            page,
            &format!("| {} | {} |", link(service.name()), methods.join(", ")),
        );
    }
}

/// A file with its comments.
struct Part<'a> {
    file: &'a FileDescriptorProto,
    comments: Comments,
    /// Names of the messages that one method alone asks or answers with.
    of_methods: BTreeSet<&'a str>,
    personal: &'a Personal,
}

impl<'a> Part<'a> {
    fn of(file: &'a FileDescriptorProto, personal: &'a Personal) -> Self {
        let methods = file.service.iter().flat_map(|service| &service.method);
        let of_methods = methods.flat_map(|method| [method.input_type(), method.output_type()]);
        Self {
            file,
            comments: Comments::of(file),
            of_methods: of_methods.map(short).collect(),
            personal,
        }
    }

    /// The messages that methods ask and answer with, or the others.
    fn messages(&self, of_methods: bool) -> impl Iterator<Item = (i32, &'a DescriptorProto)> {
        (0..)
            .zip(&self.file.message_type)
            .filter(move |(_, message)| self.of_methods.contains(message.name()) == of_methods)
    }

    /// What a file says of itself, before anything in it.
    fn about(&self, page: &mut String) {
        let about = self.comments.at(&[SYNTAX]);
        if !about.is_empty() {
            line(page, &format!("\n{about}"));
        }
    }

    fn service(&self, page: &mut String, index: i32, service: &ServiceDescriptorProto) {
        let path = [SERVICE, index];
        heading(page, "##", service.name());
        line(page, &format!("\n{}", self.comments.at(&path)));
        for (number, method) in (0..).zip(&service.method) {
            let path = [&path[..], &[MEMBER, number]].concat();
            self.method(page, service, &path, method);
        }
    }

    fn method(
        &self,
        page: &mut String,
        service: &ServiceDescriptorProto,
        path: &[i32],
        method: &MethodDescriptorProto,
    ) {
        heading(page, "###", method.name());
        line(page, &format!("\n{}", self.comments.at(path)));
        let streams = match (method.client_streaming(), method.server_streaming()) {
            (false, false) => "",
            (false, true) => ", a stream of answers",
            (true, false) => ", a stream of messages and one answer",
            (true, true) => ", a stream of messages and of answers",
        };
        line(
            page,
            &format!(
                "\n`/{}.{}/{}`{streams}",
                self.file.package(),
                service.name(),
                method.name()
            ),
        );
        for (name, direction) in [
            (short(method.input_type()), "Asks with"),
            (short(method.output_type()), "Answers with"),
        ] {
            if let Some((index, message)) = self.messages(true).find(|(_, m)| m.name() == name) {
                line(
                    page,
                    &format!("\n{direction} <a id=\"{name}\"></a>`{name}`:"),
                );
                self.fields(page, &[MESSAGE, index], message);
            }
        }
    }

    fn message(&self, page: &mut String, level: &str, index: i32, message: &DescriptorProto) {
        let path = [MESSAGE, index];
        heading(page, level, message.name());
        line(page, &format!("\n{}", self.comments.at(&path)));
        self.fields(page, &path, message);
    }

    fn fields(&self, page: &mut String, path: &[i32], message: &DescriptorProto) {
        if message.field.is_empty() {
            return line(page, "\nNo fields.");
        }
        page.push_str("\n| field | type | |\n| --- | --- | --- |\n");
        for (number, field) in (0..).zip(&message.field) {
            let path = [path, &[MEMBER, number]].concat();
            let about = cell(self.comments.at(&path));
            let choice = match field.oneof_index {
                Some(_) => "one of: ",
                None => "",
            };
            let key = (message.name().to_owned(), field.name().to_owned());
            let personal = match self.personal.contains(&key) {
                true => " Personal.",
                false => "",
            };
            line(
                page,
                &format!(
                    "| `{}` = {} | {choice}{} | {about}{personal} |",
                    field.name(),
                    field.number(),
                    kind(field)
                ),
            );
        }
    }

    fn choice(&self, page: &mut String, index: i32, choice: &EnumDescriptorProto) {
        let path = [ENUM, index];
        heading(page, "###", choice.name());
        line(page, &format!("\n{}", self.comments.at(&path)));
        page.push_str("\n| value | |\n| --- | --- |\n");
        for (number, value) in (0..).zip(&choice.value) {
            let path = [&path[..], &[MEMBER, number]].concat();
            let about = cell(self.comments.at(&path));
            line(
                page,
                &format!("| `{}` = {} | {about} |", value.name(), value.number()),
            );
        }
    }
}

/// A type, with a link where it is one of ours.
fn kind(field: &FieldDescriptorProto) -> String {
    let name = match field.r#type() {
        Type::Message | Type::Enum if field.type_name().starts_with(".google.protobuf.") => {
            format!("`{}`", short(field.type_name()))
        }
        Type::Message | Type::Enum => link(short(field.type_name())),
        Type::String => "string".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Uint32 => "uint32".to_owned(),
        Type::Uint64 => "uint64".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    match field.label() {
        Label::Repeated => format!("list of {name}"),
        Label::Optional | Label::Required => name,
    }
}

fn heading(page: &mut String, level: &str, name: &str) {
    line(page, &format!("\n{level} <a id=\"{name}\"></a>{name}"));
}

fn link(name: &str) -> String {
    format!("[{name}](#{name})")
}

/// The last part of a name.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A comment in a cell of a table: one line, and no bar ends it.
fn cell(comment: &str) -> String {
    comment
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

fn line(page: &mut String, text: &str) {
    // A string takes whatever is written to it.
    let _ = writeln!(page, "{text}");
}
