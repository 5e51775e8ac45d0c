//! Every query of the Grafana dashboard is asked of the real views.
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use sqlx::{Executor, Row as _};

use super::super::ROLE;
use super::given::{campaign, caught_up, connect, start};

fn definition() -> Value {
    let ops = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ops/grafana");
    let text = std::fs::read_to_string(ops.join("dashboards/placement.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap()
}

#[tokio::test]
async fn every_query_of_the_dashboard_gives_rows() {
    let url = postgres_fixture::shared().database();
    let log = campaign(51).await;
    let dashboards = start(Arc::clone(&log), &url).await;
    caught_up(&dashboards, &log).await;
    dashboards.stop().await;
    let mut reader = connect(&url).await;
    reader
        .execute(format!("SET ROLE {ROLE}").as_str())
        .await
        .unwrap();
    let definition = definition();
    let mut values = Vec::new();
    for variable in definition["templating"]["list"].as_array().unwrap() {
        let rows = reader
            .fetch_all(expanded(text(variable, "/query"), &values).as_str())
            .await;
        let first: String = rows.unwrap().first().unwrap().get(0);
        values.push((text(variable, "/name").to_owned(), first));
    }
    let panels = definition["panels"].as_array().unwrap();
    assert!(panels.len() >= 5);
    for panel in panels {
        let title = text(panel, "/title");
        for target in panel["targets"].as_array().unwrap() {
            let sql = expanded(text(target, "/rawSql"), &values);
            assert!(
                !sql.contains('$'),
                "{title}: not every macro is known: {sql}"
            );
            let rows = reader.fetch_all(sql.as_str()).await;
            let rows = rows.unwrap_or_else(|error| panic!("{title}: {error}\n{sql}"));
            assert!(!rows.is_empty(), "{title} shows nothing");
            assert_eq!(text(target, "/datasource/uid"), "placement-dashboards");
        }
    }
}

fn expanded(sql: &str, values: &[(String, String)]) -> String {
    let mut sql = sql.to_owned();
    for (name, value) in values {
        sql = sql.replace(&format!("${{{name}:sqlstring}}"), &format!("'{value}'"));
        sql = sql.replace(&format!("${name}"), value);
    }
    sql
}

#[test]
fn the_provisioning_names_the_same_data_source_and_folder() {
    let ops = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ops/grafana/provisioning");
    let read = |path: &str| std::fs::read_to_string(ops.join(path)).unwrap();
    let sources = read("datasources/placement.yaml");
    assert!(sources.contains("uid: placement-dashboards"));
    assert!(sources.contains("type: grafana-postgresql-datasource"));
    assert!(read("dashboards/placement.yaml").contains("path: /var/lib/grafana/dashboards"));
}
