//! One template a kind: its first line is the subject, its paragraphs the letter.
use askama::Template;

use super::words::Words;
use crate::kind::{Kind, with_kinds};

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $class:ident, $template:literal,
        $target:ident $(($($argument:literal),*))?;)*) => {
        $(
            #[derive(Template)]
            #[template(path = $template, escape = "none")]
            #[allow(dead_code, reason = "some letters say the same to everybody")]
            struct $name<'a> {
                w: &'a Words,
            }
        )*

        /// The text of a letter: subject, blank line, paragraphs.
        pub(super) fn written(kind: Kind, w: &Words) -> Result<String, askama::Error> {
            match kind {
                $(Kind::$name => $name { w }.render(),)*
            }
        }
    };
}

with_kinds!(templates);
