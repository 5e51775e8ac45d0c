//! No circle stands between the files of the rules.
use super::*;

/// The words and signs of a text.
fn tokens(mut text: &str) -> Vec<&str> {
    let mut found = vec![];
    while let Some(first) = text.chars().next() {
        let word = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        let length = match word.unwrap_or(text.len()) {
            0 if text.starts_with("::") => 2,
            0 => first.len_utf8(),
            word => word,
        };
        let (token, rest) = text.split_at(length);
        found.extend((!token.trim().is_empty()).then_some(token));
        text = rest;
    }
    found
}

/// Reads a path, or a tree of them (`a::{b, c::d}`), behind a prefix; gives what follows it.
fn path_tree<'a, 'b>(
    tokens: &'b [&'a str],
    prefix: &[&'a str],
    found: &mut Vec<Vec<&'a str>>,
) -> &'b [&'a str] {
    let mut path = prefix.to_vec();
    let mut rest = tokens;
    loop {
        match rest {
            ["{", more @ ..] => {
                rest = more;
                loop {
                    match rest {
                        [] => return rest,
                        ["}", after @ ..] => return after,
                        [",", after @ ..] => rest = after,
                        _ => rest = path_tree(rest, &path, found),
                    }
                }
            }
            [word, "::", more @ ..] => {
                path.push(word);
                rest = more;
            }
            [word, "as", _, more @ ..] | [word, more @ ..] => {
                path.push(word);
                found.push(path);
                return more;
            }
            [] => return rest,
        }
    }
}

/// The paths in a text that begin at the crate or at a parent.
fn own_paths(text: &str) -> Vec<Vec<&str>> {
    let tokens = tokens(text);
    let mut found = vec![];
    let mut rest = tokens.as_slice();
    while let [first, more @ ..] = rest {
        rest = match (first, more) {
            (&("crate" | "super"), ["::", ..]) => path_tree(rest, &[], &mut found),
            _ => more,
        };
    }
    found
}

#[test]
fn paths_are_read_as_rust_does() {
    let read = own_paths("use crate::{a::{b, c as d}, e}; fn f(x: super::g::H<crate::i>) {}");
    let read: Vec<String> = read.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        read,
        [
            "crate::a::b",
            "crate::a::c",
            "crate::e",
            "super::g::H",
            "crate::i"
        ]
    );
}

/// Files of one folder that need each other, through others or not. A folder counts as one file to
/// those beside it; what a file takes from the folder that it stands in, or that from it, does not
/// count.
#[test]
fn no_circle_stands_between_the_files_of_the_rules() {
    let sources = sources();
    let mut files: BTreeMap<Vec<&str>, String> = BTreeMap::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let Some(path) = source.path.strip_prefix("domain/src/") else {
            continue;
        };
        let mut module: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        module.pop_if(|last| ["lib", "mod"].contains(last));
        let code = source
            .own_lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        files.insert(module, code.collect::<Vec<_>>().join("\n"));
    }
    let mut needs: BTreeMap<&[&str], BTreeSet<(&str, &str)>> = BTreeMap::new();
    for (module, code) in &files {
        for path in own_paths(code) {
            let up = path.iter().take_while(|part| **part == "super").count();
            let mut named = match up {
                0 => vec![],
                up => module[..module.len().saturating_sub(up)].to_vec(),
            };
            named.extend(&path[up.max(1)..]);
            let other = (0..=named.len())
                .rev()
                .find_map(|length| files.get_key_value(&named[..length]))
                .unwrap()
                .0;
            let both = module.iter().zip(other);
            let common = both.take_while(|(one, other)| one == other).count();
            if let (Some(one), Some(other)) = (module.get(common), other.get(common)) {
                let folder = needs.entry(&module[..common]).or_default();
                folder.insert((one, other));
            }
        }
    }
    assert!(needs.len() > 5, "the folders of the rules");
    for (folder, mut needs) in needs {
        // Whoever needs nobody that is left is in no circle.
        loop {
            let needing: BTreeSet<&str> = needs.iter().map(|(one, _)| *one).collect();
            let before = needs.len();
            needs.retain(|(_, other)| needing.contains(other));
            if needs.len() == before {
                break;
            }
        }
        assert!(needs.is_empty(), "a circle in {folder:?}: {needs:#?}");
    }
}
