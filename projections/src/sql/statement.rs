//! The statements, in the words of each store. Both speak nearly the same.
use std::fmt::Write;

use eventlog::{Checkpoint, Fence, Position, RecordedAt};
use uuid::Uuid;

use super::row::{Cell, Row};
use super::table::{
    CHECKPOINT, CHECKPOINT_COLUMNS, CHECKPOINT_COMMENT, Column, ColumnKind, LAYOUT, SET, Table,
    TableName,
};

/// Bind variables of one statement: PostgreSQL takes 65,535, SQLite 32,766.
const VARIABLES: usize = 30_000;

/// The read-only role for BI tools, in PostgreSQL.
pub const ROLE: &str = "placement_dashboards";

/// A statement and its values, numbered from `$1` in the order of their appearance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    pub(super) sql: String,
    pub(super) cells: Vec<Cell>,
}

impl Statement {
    pub(super) fn bare(sql: impl Into<String>) -> Self {
        let cells = Vec::new();
        Self {
            sql: sql.into(),
            cells,
        }
    }
}

/// Which store is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Postgres,
    Sqlite,
}

/// Up to where a set of tables stands, and who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableCheckpoint {
    pub(super) position: Position,
    pub(super) fence: Fence,
    pub(super) event_id: Uuid,
}

impl TableCheckpoint {
    /// The place in the log.
    pub(super) fn place(&self) -> Checkpoint {
        Checkpoint {
            position: self.position,
            event_id: self.event_id,
        }
    }
}

/// A step from one checkpoint to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CheckpointMove {
    pub(super) from: Position,
    /// Whether what the tables held until then goes.
    pub(super) replaces: bool,
    pub(super) to: Position,
    pub(super) fence: Fence,
    pub(super) event_id: Uuid,
    pub(super) recorded_at: RecordedAt,
}

impl Dialect {
    /// The name of a table of this set.
    pub(super) fn table(self, name: &str) -> String {
        match self {
            Self::Postgres => format!("{}.{name}", *SET),
            Self::Sqlite => format!("{name}__{}", *SET),
        }
    }

    /// The name of the view that BI tools read.
    pub(super) fn view(self, name: &str) -> String {
        match self {
            Self::Postgres => format!("dashboards.{name}"),
            Self::Sqlite => name.to_owned(),
        }
    }

    /// Where the name of the set that is served stands.
    pub(super) fn served(self) -> &'static str {
        match self {
            Self::Postgres => "dashboards.served_set",
            Self::Sqlite => "dashboards_served_set",
        }
    }

    /// Where the installation stands whose tables these are.
    pub(super) fn owner(self) -> &'static str {
        match self {
            Self::Postgres => "dashboards.installation",
            Self::Sqlite => "dashboards_installation",
        }
    }

    /// Takes the checkpoint one step on; moves no row where another writer came in between.
    pub(super) fn guard(self, step: &CheckpointMove) -> Statement {
        let instant = match self {
            Self::Postgres => "TIMESTAMPTZ 'epoch' + $4 * INTERVAL '1 microsecond'",
            Self::Sqlite => "$4",
        };
        let sql = format!(
            "UPDATE {} SET position = $1, fence = $2, event_id = $3, recorded_at = {instant} \
             WHERE fence <= $5 AND position = $6",
            self.table(CHECKPOINT),
        );
        let recorded_at = match self {
            Self::Postgres => Cell::Integer(step.recorded_at.0),
            Self::Sqlite => Cell::Text(instant_text(step.recorded_at)),
        };
        let (fence, event_id) = (number(step.fence.0), step.event_id.to_string());
        let cells = vec![
            number(step.to.0),
            fence.clone(),
            Cell::Text(event_id),
            recorded_at,
            fence,
            number(step.from.0),
        ];
        Statement { sql, cells }
    }

    /// Takes every row out of the tables of this set.
    pub(super) fn empty(self) -> Vec<Statement> {
        let tables = TableName::ALL.into_iter();
        let delete = |name: TableName| format!("DELETE FROM {}", self.table(name.table().name));
        tables.map(|name| Statement::bare(delete(name))).collect()
    }

    /// Writes these rows over the ones of the same keys.
    pub(super) fn upserts(self, rows: Vec<Row>) -> Vec<Statement> {
        let mut statements = Vec::new();
        for name in TableName::ALL {
            let mut of: Vec<&Row> = rows.iter().filter(|row| row.table == name).collect();
            // Always in the same order, so that two writers never wait for each other in a ring.
            of.sort_by(|a, b| a.key().cmp(b.key()));
            let at_once = (VARIABLES / name.table().columns.len()).max(1);
            let chunks = of.chunks(at_once);
            statements.extend(chunks.map(|chunk| self.upsert(name.table(), chunk)));
        }
        statements
    }

    fn upsert(self, table: &Table, rows: &[&Row]) -> Statement {
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        let mut sql = format!(
            "INSERT INTO {} ({}) VALUES ",
            self.table(table.name),
            names.join(", ")
        );
        let mut cells = Vec::with_capacity(rows.len() * names.len());
        for row in rows {
            sql.push_str(if cells.is_empty() { "(" } else { ", (" });
            for (place, cell) in row.cells.iter().enumerate() {
                let comma = if place == 0 { "" } else { ", " };
                cells.push(cell.clone());
                sql.push_str(comma);
                match self {
                    Self::Postgres => {
                        let _never_fails = write!(sql, "${}", cells.len());
                    }
                    // SQLite looks every name up among all before it: thousands take seconds.
                    Self::Sqlite => sql.push('?'),
                }
            }
            sql.push(')');
        }
        let (key, rest) = names.split_at(table.key);
        let set = rest.iter().map(|name| format!("{name} = excluded.{name}"));
        let set = set.collect::<Vec<_>>().join(", ");
        let _never_fails = write!(sql, " ON CONFLICT ({}) DO UPDATE SET {set}", key.join(", "));
        Statement { sql, cells }
    }

    /// Makes the tables of this set where they are not there yet.
    pub(super) fn make(self) -> Vec<Statement> {
        let mut sql = vec![];
        match self {
            Self::Postgres => sql.extend([
                // Two servers may start at once.
                "SELECT pg_advisory_xact_lock(hashtext('dashboards'))".to_owned(),
                "CREATE SCHEMA IF NOT EXISTS dashboards".to_owned(),
                format!("CREATE SCHEMA IF NOT EXISTS {}", *SET),
            ]),
            Self::Sqlite => sql.push(
                "CREATE TABLE IF NOT EXISTS dashboard_columns (table_name TEXT NOT NULL, \
                 column_name TEXT NOT NULL, comment TEXT NOT NULL, \
                 PRIMARY KEY (table_name, column_name))"
                    .to_owned(),
            ),
        }
        sql.push(format!(
            "CREATE TABLE IF NOT EXISTS {} (served TEXT NOT NULL)",
            self.served(),
        ));
        sql.push(format!(
            "CREATE TABLE IF NOT EXISTS {} (id TEXT NOT NULL)",
            self.owner(),
        ));
        for name in TableName::ALL {
            sql.extend(self.make_table(name.table()));
        }
        sql.extend(self.make_checkpoint());
        sql.into_iter().map(Statement::bare).collect()
    }

    fn make_table(self, table: &Table) -> Vec<String> {
        let name = self.table(table.name);
        let columns = table.columns.iter().map(|column| self.column(column));
        let key = table
            .columns
            .iter()
            .take(table.key)
            .map(|column| column.name);
        let mut sql = vec![format!(
            "CREATE TABLE IF NOT EXISTS {name} (\n{}    PRIMARY KEY ({})\n)",
            columns.collect::<String>(),
            key.collect::<Vec<_>>().join(", "),
        )];
        if self == Self::Postgres {
            let columns = table
                .columns
                .iter()
                .map(|column| (column.name, column.comment));
            sql.extend(comments("TABLE", &name, table.comment, columns));
        }
        sql
    }

    fn column(self, column: &Column) -> String {
        let kind = match (self, column.kind) {
            (_, ColumnKind::Text) => "text",
            (Self::Postgres, ColumnKind::Integer) => "bigint",
            (Self::Sqlite, ColumnKind::Integer) => "integer",
        };
        format!(
            "    {} {kind} NOT NULL, -- {}\n",
            column.name, column.comment
        )
    }

    fn make_checkpoint(self) -> Vec<String> {
        let name = self.table(CHECKPOINT);
        let (kinds, epoch) = match self {
            Self::Postgres => (
                ["bigint", "bigint", "text", "timestamptz", "bigint"],
                "'epoch'",
            ),
            Self::Sqlite => (
                ["integer", "integer", "text", "text", "integer"],
                "'1970-01-01T00:00:00Z'",
            ),
        };
        let columns = CHECKPOINT_COLUMNS
            .iter()
            .zip(kinds)
            .map(|((name, comment), kind)| format!("    {name} {kind} NOT NULL, -- {comment}\n"));
        let columns: String = columns.collect();
        let nil = Uuid::nil();
        let mut sql = vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {name} (\n{columns}    \
                 CONSTRAINT one_row CHECK (layout = {LAYOUT}), PRIMARY KEY (layout)\n)"
            ),
            format!(
                "INSERT INTO {name} VALUES (0, 0, '{nil}', {epoch}, {LAYOUT}) \
                 ON CONFLICT DO NOTHING"
            ),
        ];
        if self == Self::Postgres {
            sql.extend(comments(
                "TABLE",
                &name,
                CHECKPOINT_COMMENT,
                CHECKPOINT_COLUMNS.into_iter(),
            ));
        }
        sql
    }
}

/// What is said in the database itself of a table or view.
pub(super) fn comments<'a>(
    what: &str,
    name: &str,
    comment: &str,
    columns: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<String> {
    let mut sql = vec![format!("COMMENT ON {what} {name} IS {}", quoted(comment))];
    sql.extend(columns.map(|(column, comment)| {
        format!("COMMENT ON COLUMN {name}.{column} IS {}", quoted(comment))
    }));
    sql
}

pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A number of the log as a cell; what is too large for one is never reached.
fn number(number: u64) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn instant_text(at: RecordedAt) -> String {
    jiff::Timestamp::from_microsecond(at.0).map_or_else(|_| String::new(), |at| at.to_string())
}
