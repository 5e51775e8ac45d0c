//! Programs that nobody here wrote: poppler's and qpdf.
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Poppler says so of every document whose tags are all certain, as PDF/UA demands: it takes `false`
/// for no boolean.
const MISTAKEN: &str = "Syntax Error: Suspects object is wrong type (boolean)";

/// A document in a folder of its own.
pub struct Paper {
    folder: TempDir,
    path: PathBuf,
}

impl Paper {
    pub fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.pdf");
        std::fs::write(&path, bytes).unwrap();
        Self { folder, path }
    }

    /// What a program writes to its output about the document; it must not complain.
    fn told(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(before).arg(&self.path).args(after);
        let done = command.output();
        let done = done.unwrap_or_else(|why| panic!("{program}: {why}; ops/test installs it"));
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let complaint = said
            .lines()
            .find(|line| !line.is_empty() && *line != MISTAKEN);
        assert!(
            done.status.success() && complaint.is_none(),
            "{program}: {said}"
        );
        // `pdfinfo -struct` writes titles as they lie in the file, in UTF-16.
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    /// The text of one page, from 1.
    pub fn page(&self, number: usize) -> String {
        let number = number.to_string();
        self.told(
            "pdftotext",
            &["-layout", "-f", &number, "-l", &number],
            &["-"],
        )
    }

    /// The words one after the other, as they are read out.
    pub fn words(&self) -> String {
        let text = self.told("pdftotext", &["-raw"], &["-"]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What `pdfinfo` says of it.
    pub fn info(&self, arguments: &[&str]) -> String {
        self.told("pdfinfo", arguments, &[])
    }

    pub fn pages(&self) -> usize {
        let info = self.info(&[]);
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:"));
        pages.unwrap().trim().parse().unwrap()
    }

    pub fn fonts(&self) -> String {
        self.told("pdffonts", &[], &[])
    }

    /// qpdf reads its structure whole.
    pub fn is_sound(&self) {
        let told = self.told("qpdf", &["--check"], &[]);
        assert!(
            told.contains("No syntax or stream encoding errors found"),
            "{told}"
        );
    }

    /// The file that is attached to it.
    pub fn attached(&self, name: &str) -> Vec<u8> {
        let to = self.folder.path().join("attached");
        let (save, to) = (["-savefile", name, "-o"], to.as_path());
        let mut command = Command::new("pdfdetach");
        let done = command.args(save).arg(to).arg(&self.path).output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        std::fs::read(to).unwrap()
    }

    /// Whether something is drawn in each page's upper half, its lower half, and nowhere too near the
    /// edge of the paper.
    pub fn is_drawn(&self) {
        let to = self.folder.path().join("page");
        let mut command = Command::new("pdftoppm");
        command.args(["-gray", "-r", "60"]).arg(&self.path).arg(&to);
        assert!(command.status().unwrap().success());
        let mut seen = 0;
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "pgm") {
                drawn(&path);
                seen += 1;
            }
        }
        assert_eq!(seen, self.pages());
    }
}

/// A page in grey, as PGM: width, height, then a byte for each point.
fn drawn(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    let head = String::from_utf8_lossy(&bytes[..20]).into_owned();
    let mut numbers = head
        .split_ascii_whitespace()
        .skip(1)
        .map(str::parse::<usize>);
    let (width, height) = (
        numbers.next().unwrap().unwrap(),
        numbers.next().unwrap().unwrap(),
    );
    let points = &bytes[bytes.len() - width * height..];
    let is_dark = |at: &usize| points[*at] < 150;
    let dark: Vec<usize> = (0..points.len()).filter(is_dark).collect();
    assert!(dark.len() > 200, "{} points", dark.len());
    let margin = width / 14;
    for at in dark {
        let (x, y) = (at % width, at / width);
        let inside = x >= margin && x < width - margin && y >= margin && y < height - margin / 2;
        assert!(inside, "a point at {x}, {y} of {width}, {height}");
    }
}

/// SHA-256 by coreutils.
pub fn sha256(bytes: &[u8]) -> String {
    let mut command = Command::new("sha256sum");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let told = child.wait_with_output().unwrap().stdout;
    String::from_utf8(told).unwrap()[..64].to_owned()
}

/// Where a person wants to look at the documents of these tests: `PLACEMENT_DOCUMENTS=folder`.
pub fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("PLACEMENT_DOCUMENTS") {
        std::fs::write(Path::new(&folder).join(name), bytes).unwrap();
    }
}
