//! Every table and column is documented in the database itself and in `docs/sql-dashboards.md`.
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::Connection;
use sqlx::{Executor, Row as _};

use super::super::table::set_name;
use super::super::{CHECKPOINT, CHECKPOINT_COLUMNS, CHECKPOINT_COMMENT, LAYOUT, ROLE, TableName};
use super::given::{campaign, caught_up, connect, start};

const BEGIN: &str = "<!-- tables: begin -->\n";
const END: &str = "<!-- tables: end -->\n";

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/sql-dashboards.md")
}

/// Table, column (empty for the table itself) and comment.
fn comments() -> Vec<(String, String, String)> {
    let owned = |table: &str, column: &str, comment: &str| {
        (table.to_owned(), column.to_owned(), comment.to_owned())
    };
    let mut all = Vec::new();
    for table in TableName::ALL.map(TableName::table) {
        all.push(owned(table.name, "", table.comment));
        let columns = table.columns.iter();
        all.extend(columns.map(|column| owned(table.name, column.name, column.comment)));
    }
    all.push(owned(CHECKPOINT, "", CHECKPOINT_COMMENT));
    let columns = CHECKPOINT_COLUMNS.iter();
    all.extend(columns.map(|(column, comment)| owned(CHECKPOINT, column, comment)));
    all
}

fn written() -> String {
    let mut text = String::new();
    for (table, column, comment) in comments() {
        if column.is_empty() {
            let key = TableName::ALL.map(TableName::table).into_iter();
            let key = key.filter(|of| of.name == table).flat_map(|of| {
                of.columns
                    .iter()
                    .take(of.key)
                    .map(|column| format!("`{}`", column.name))
            });
            let key: Vec<_> = key.collect();
            writeln!(text, "\n### {table}\n\n{comment}.").unwrap();
            if !key.is_empty() {
                writeln!(text, "One row for each {}.", key.join(", ")).unwrap();
            }
            text.push_str("\n| column | meaning |\n| --- | --- |\n");
        } else {
            writeln!(text, "| `{column}` | {comment} |").unwrap();
        }
    }
    text.push('\n');
    text
}

/// To write the page anew after a change: `PLACEMENT_WRITE_DOCS=1 cargo test -p projections`.
#[test]
fn the_page_tells_of_every_table_and_column() {
    let text = std::fs::read_to_string(page()).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (told, after) = rest.split_once(END).unwrap();
    if std::env::var_os("PLACEMENT_WRITE_DOCS").is_some() {
        let text = format!("{before}{BEGIN}{}{END}{after}", written());
        std::fs::write(page(), text).unwrap();
        return;
    }
    assert!(
        told == written(),
        "docs/sql-dashboards.md is not what the tables are"
    );
    assert!(text.contains(ROLE));
}

#[tokio::test]
async fn postgres_tells_what_each_view_and_column_means() {
    let url = postgres_fixture::shared().database();
    let log = campaign(41).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let sql = "SELECT c.relname::text, COALESCE(a.attname::text, ''), d.description \
               FROM pg_description d JOIN pg_class c ON c.oid = d.objoid \
               LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid \
                    AND d.objsubid > 0 \
               JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'dashboards'";
    let found = connect(&url).await.fetch_all(sql).await.unwrap();
    let found = found.iter().map(|row| (row.get(0), row.get(1), row.get(2)));
    let mut found: Vec<(String, String, String)> = found.collect();
    let mut told = comments();
    found.sort();
    told.sort();
    assert_eq!(found, told);
}

#[tokio::test]
async fn sqlite_tells_what_each_view_and_column_means() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dashboards.sqlite");
    let log = campaign(42).await;
    let dashboards = start(Arc::clone(&log), &format!("sqlite:{}", path.display())).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT table_name, column_name, comment FROM dashboard_columns";
    let mut select = connection.prepare(sql).unwrap();
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let mut found: Vec<(String, String, String)> = found.unwrap().map(Result::unwrap).collect();
    let mut told = comments();
    found.sort();
    told.sort();
    assert_eq!(found, told);
}

#[test]
fn no_column_is_about_a_person() {
    for (table, column, _) in comments() {
        for never in [
            "student", "pupil_id", "identity", "mail", "letter", "teacher", "siret", "title",
        ] {
            assert!(!column.contains(never), "{table}.{column}");
        }
    }
    assert!(set_name(LAYOUT) != set_name(LAYOUT + 1));
}
