//! `docs/clients.md` shows the very files that the tests run.
//!
//! `PLACEMENT_BLESS=1 cargo test -p api --test clients page` writes them into the page anew.
use super::root;

/// Before a block of code: the file that it shows.
const SHOWS: &str = "<!-- shows ";

/// The page with each block as its file is.
fn rendered(page: &str) -> String {
    let mut text = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        text += &format!("{line}\n");
        let Some(file) = line.strip_prefix(SHOWS) else {
            continue;
        };
        let file = file.trim_end_matches(" -->");
        let fence = lines.next().filter(|fence| fence.starts_with("```"));
        let fence = fence.unwrap_or_else(|| panic!("no block shows {file}"));
        let shown = std::fs::read_to_string(root().join("docs").join(file));
        let shown = shown.unwrap_or_else(|error| panic!("{file}: {error}"));
        text += &format!("{fence}\n{shown}```\n");
        lines.find(|line| *line == "```").expect("the block ends");
    }
    text
}

#[test]
fn the_page_shows_the_clients_that_are_run() {
    let path = root().join("docs/clients.md");
    let kept = std::fs::read_to_string(&path).unwrap();
    let page = rendered(&kept);
    assert!(page.matches(SHOWS).count() > 10, "the files of the clients");
    if std::env::var_os("PLACEMENT_BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(&path, &page).unwrap();
    } else {
        assert!(
            kept == page,
            "docs/clients.md differs from a file that it shows; run with PLACEMENT_BLESS=1"
        );
    }
}
