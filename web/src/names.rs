//! Resource names, `students/{uuid}`, as parts of addresses: `{uuid}`; and names of people.
use proto::v1;

/// The part after the last slash of a resource name.
#[must_use]
pub fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

/// The part of a name behind a collection: of `students/a/applications/b` behind `students`, `a`.
#[must_use]
pub fn behind<'a>(name: &'a str, collection: &str) -> &'a str {
    let mut parts = name.split('/');
    while let Some(part) = parts.next() {
        if part == collection {
            return parts.next().unwrap_or_default();
        }
    }
    ""
}

/// A pupil's given name and family name; a space where nothing of them is shown.
#[must_use]
pub fn full(identity: &v1::StudentIdentity) -> String {
    format!("{} {}", identity.given_name, identity.family_name)
}

/// The address of the page of an application below a role's folder.
#[must_use]
pub fn application_path(folder: &str, name: &str) -> String {
    let student = behind(name, "students");
    format!("/{folder}/applications/{student}/{}", last(name))
}

/// The name of an application.
#[must_use]
pub fn application(student: &str, application: &str) -> String {
    format!("students/{student}/applications/{application}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_names() {
        let name = application("a", "b");
        assert_eq!(last(&name), "b");
        assert_eq!(behind(&name, "students"), "a");
        assert_eq!(behind("hosts/1", "students"), "");
        assert_eq!(application_path("host", &name), "/host/applications/a/b");
    }
}
