//! The views that BI tools read are switched from one set of tables to another at once.
use super::statement::{Dialect, ROLE, Statement, comments, quoted};
use super::table::{CHECKPOINT, CHECKPOINT_COLUMNS, CHECKPOINT_COMMENT, SET, TableName};

/// A view: its name, what a row is, and its columns with their comments.
struct View {
    name: &'static str,
    comment: &'static str,
    columns: Vec<(&'static str, &'static str)>,
}

fn views() -> Vec<View> {
    let tables = TableName::ALL.map(TableName::table).into_iter();
    let tables = tables.map(|table| View {
        name: table.name,
        comment: table.comment,
        columns: table
            .columns
            .iter()
            .map(|of| (of.name, of.comment))
            .collect(),
    });
    let checkpoint = View {
        name: CHECKPOINT,
        comment: CHECKPOINT_COMMENT,
        columns: CHECKPOINT_COLUMNS.to_vec(),
    };
    tables.chain([checkpoint]).collect()
}

impl Dialect {
    /// Every view reads this set from now on; all in one transaction.
    pub(super) fn switch(self) -> Vec<Statement> {
        let mut sql = Vec::new();
        if self == Self::Sqlite {
            sql.push("DELETE FROM dashboard_columns".to_owned());
        }
        for view in views() {
            let name = self.view(view.name);
            let columns: Vec<_> = view.columns.iter().map(|(name, _)| *name).collect();
            sql.push(format!("DROP VIEW IF EXISTS {name}"));
            sql.push(format!(
                "CREATE VIEW {name} AS SELECT {} FROM {}",
                columns.join(", "),
                self.table(view.name),
            ));
            match self {
                Self::Postgres => {
                    sql.extend(comments(
                        "VIEW",
                        &name,
                        view.comment,
                        view.columns.into_iter(),
                    ));
                }
                Self::Sqlite => sql.extend(described(&view)),
            }
        }
        if self == Self::Postgres {
            sql.push(grant());
        }
        sql.push(format!("DELETE FROM {}", self.served()));
        sql.push(format!(
            "INSERT INTO {} VALUES ({})",
            self.served(),
            quoted(&SET)
        ));
        sql.into_iter().map(Statement::bare).collect()
    }
}

/// SQLite has no comments: a table holds them, the column of the table itself being empty.
fn described(view: &View) -> Vec<String> {
    let whole = [("", view.comment)].into_iter();
    let all = whole.chain(view.columns.iter().copied());
    all.map(|(column, comment)| {
        let (name, column, comment) = (quoted(view.name), quoted(column), quoted(comment));
        format!("INSERT INTO dashboard_columns VALUES ({name}, {column}, {comment})")
    })
    .collect()
}

/// Makes the read-only role; whoever may not make roles is told so.
pub(super) fn make_role() -> String {
    format!(
        "DO $$ BEGIN \
           IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN \
             CREATE ROLE {ROLE} NOLOGIN; \
           END IF; \
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
}

/// Lets the role, where there is one, read the views and nothing else.
pub(super) fn grant() -> String {
    let views = views().into_iter();
    let views = views
        .map(|view| Dialect::Postgres.view(view.name))
        .collect::<Vec<_>>();
    format!(
        "DO $$ BEGIN \
           IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN \
             GRANT USAGE ON SCHEMA dashboards TO {ROLE}; \
             GRANT SELECT ON {} TO {ROLE}; \
           END IF; END $$",
        views.join(", "),
    )
}
