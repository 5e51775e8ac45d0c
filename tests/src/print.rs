//! Documents, read by programs that nobody here wrote: poppler's, and `sha256sum`.
use std::io::Write;
use std::process::{Command, Stdio};

/// The words of a PDF, page by page.
///
/// # Panics
/// Where it is none, or the program is missing; `ops/test` installs it.
#[must_use]
pub fn pages_of(pdf: &[u8]) -> Vec<String> {
    let text = told("pdftotext", &["-raw", "-", "-"], pdf);
    let mut pages: Vec<String> = text
        .split('\u{c}')
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    // Each page ends with a form feed.
    assert_eq!(pages.pop().as_deref(), Some(""));
    pages
}

/// The SHA-256 of the file of that name that is attached to a PDF.
///
/// # Panics
/// Where none is, or a program is missing.
#[must_use]
pub fn digest_of_attached(pdf: &[u8], name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.pdf"), folder.path().join(name));
    std::fs::write(&from, pdf).unwrap();
    let mut command = Command::new("pdfdetach");
    command.args(["-savefile", name, "-o"]).arg(&to).arg(&from);
    assert!(command.status().expect("pdfdetach").success());
    let told = told("sha256sum", &[], &std::fs::read(to).unwrap());
    told.split_whitespace().next().unwrap().to_owned()
}

/// What a program writes of what it is given.
fn told(program: &str, arguments: &[&str], given: &[u8]) -> String {
    let mut command = Command::new(program);
    command.args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect(program);
    let mut into = child.stdin.take().unwrap();
    let given = given.to_vec();
    let writing = std::thread::spawn(move || into.write_all(&given));
    let done = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(done.status.success(), "{program}");
    String::from_utf8(done.stdout).unwrap()
}
