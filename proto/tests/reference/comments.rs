//! The comments of a file, by the path of what they stand at.
use std::collections::BTreeMap;

use prost_types::FileDescriptorProto;

/// Numbers of `google.protobuf.FileDescriptorProto` and its kin, of which a path is made.
pub const MESSAGE: i32 = 4;
pub const ENUM: i32 = 5;
pub const SERVICE: i32 = 6;
pub const SYNTAX: i32 = 12;
/// Of a field in a message, a value in an enum, a method in a service.
pub const MEMBER: i32 = 2;

/// The comments of a file.
pub struct Comments(BTreeMap<Vec<i32>, String>);

impl Comments {
    pub fn of(file: &FileDescriptorProto) -> Self {
        let locations = file.source_code_info.iter().flat_map(|info| &info.location);
        let comments = locations.filter_map(|location| {
            let comment = location.leading_comments.as_ref()?;
            Some((location.path.clone(), plain(comment)))
        });
        Self(comments.collect())
    }

    /// Paragraphs, an empty line between them; empty where there is no comment.
    pub fn at(&self, path: &[i32]) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }
}

/// The lines of a paragraph in one.
fn plain(comment: &str) -> String {
    let lines: Vec<&str> = comment.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty());
    let paragraphs = paragraphs.filter(|lines| !lines.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(|lines| lines.join(" ")).collect();
    // What is listed has a line each.
    paragraphs.join("\n\n").replace(" - ", "\n- ")
}
