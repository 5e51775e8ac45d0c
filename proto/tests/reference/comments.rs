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
    linked(&paragraphs.join("\n\n").replace(" - ", "\n- "))
}

/// The text with each row of the rules, as `EST-1a`, leading to its line.
fn linked(text: &str) -> String {
    let (mut linked, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '-');
        let length = match word.unwrap_or(rest.len()) {
            0 => first.len_utf8(),
            length => length,
        };
        let (word, after) = rest.split_at(length);
        if is_row(word) {
            linked += &format!("[{word}](rules.md#{})", word.to_lowercase());
        } else {
            linked += word;
        }
        rest = after;
    }
    linked
}

fn is_row(word: &str) -> bool {
    const GROUPS: [&str; 6] = ["EST", "STU", "OFF", "AGR", "DSH", "PRF"];
    let Some((group, number)) = word.split_once('-') else {
        return false;
    };
    let digits = number.trim_end_matches('a');
    GROUPS.contains(&group) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
