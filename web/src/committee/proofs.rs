//! Checkpoints of the log and proofs by them, to keep: they are verified without this service.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::of_committee;
use crate::calls::ask;
use crate::charts::number;
use crate::dates;
use crate::download::file;
use crate::failure::Failure;
use crate::form::Form;
use crate::layout::Layout;
use crate::visit::Visit;

struct Line {
    number: u64,
    line: u64,
    size: String,
    when: String,
    note: String,
}

#[derive(Template)]
#[template(path = "committee/proofs.html")]
struct ProofsPage {
    layout: Layout,
    form: Form,
    lines: Vec<Line>,
    keys: Vec<String>,
    next: Option<String>,
}

async fn checkpoints(
    visit: &Visit,
    page_token: &str,
) -> Result<v1::ListCheckpointsResponse, Failure> {
    of_committee(visit)?;
    let message = v1::ListCheckpointsRequest {
        page_size: 0,
        page_token: page_token.to_owned(),
    };
    Ok(ask!(visit, Audit.list_checkpoints, message)?)
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let answer = checkpoints(&visit, visit.query("page")).await?;
    let page = ProofsPage {
        layout: visit.layout("Points de contrôle et preuves"),
        form: Form::new(&visit).with([("position", visit.query("position"))]),
        lines: answer
            .checkpoints
            .into_iter()
            .map(|one| Line {
                number: one.number,
                line: one.line,
                size: number(one.tree_size),
                when: dates::instant(one.signed_time.as_ref()),
                note: one.note,
            })
            .collect(),
        keys: answer.keys,
        next: visit.next_page(&answer.next_page_token),
    };
    Ok(visit.show(&page))
}

/// The public keys, a line each.
pub(super) async fn keys(visit: Visit) -> Result<Response, Failure> {
    let mut text = checkpoints(&visit, "").await?.keys.join("\n");
    text.push('\n');
    Ok(file("placement-keys.txt", text))
}

fn asked(visit: &Visit, name: &str) -> u64 {
    visit.query(name).parse().unwrap_or_default()
}

/// That a fact is in the log that a checkpoint signs.
pub(super) async fn inclusion(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let position = asked(&visit, "position");
    let message = v1::ProveInclusionRequest {
        student: String::new(),
        position,
        checkpoint: asked(&visit, "checkpoint"),
    };
    let answer = ask!(visit, Audit.prove_inclusion, message)?;
    Ok(file(
        &format!("placement-fact-{position}.tlog-proof"),
        answer.proof,
    ))
}

/// That a checkpoint only added to an older one: the proof with the newer one, or the older one by itself.
pub(super) async fn consistency(visit: Visit) -> Result<Response, Failure> {
    of_committee(&visit)?;
    let old = asked(&visit, "old");
    let message = v1::ProveConsistencyRequest {
        old_checkpoint: old,
        new_checkpoint: asked(&visit, "new"),
    };
    let answer = ask!(visit, Audit.prove_consistency, message)?;
    match visit.query("part") {
        "old" => Ok(file(
            &format!("placement-checkpoint-{old}.txt"),
            answer.old_checkpoint,
        )),
        _ => Ok(file(&format!("placement-since-{old}.txt"), answer.proof)),
    }
}
