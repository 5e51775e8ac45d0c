//! UmaDB beside ours: the program of `tests/umadb`, where `PLACEMENT_UMADB_APPENDS` names it.
use std::process::Command;

use super::Integrity;

/// Conditional appends a second by so many writers, and what was found when all was read back;
/// `None` where no program is named.
pub fn appends(writers: usize, appends: usize) -> Option<(f64, Integrity)> {
    let program = std::env::var_os("PLACEMENT_UMADB_APPENDS")?;
    let done = Command::new(program)
        .args([writers.to_string(), appends.to_string()])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let told = String::from_utf8(done.stdout).unwrap();
    let figures = |line: &str| -> Option<Vec<usize>> {
        line.split(' ').map(|figure| figure.parse().ok()).collect()
    };
    let [rate, lost, duplicated, reordered] = told.lines().find_map(figures).unwrap()[..] else {
        panic!("{told}");
    };
    let integrity = Integrity {
        lost,
        duplicated,
        reordered,
    };
    Some((rate as f64, integrity))
}
