//! Documents, made as people would ask for them once the campaign is over, and looked at.
use std::sync::Arc;

use proto::v1;
use sha2::{Digest as _, Sha256};

use crate::campaign::Campaign;
use crate::checks::{Check, check};
use crate::error::DemoError;
use crate::phases::answering::inbox;

/// Which document, and what of it is compared.
type Printed = (&'static str, Vec<v1::Document>);

/// Whether the agreement of the first placement and the forms of the first class can be printed, each
/// twice the same.
pub async fn checks(campaign: &Arc<Campaign>, classes: &[String]) -> Result<Vec<Check>, DemoError> {
    let mut checks = vec![];
    if let Some((host, name)) = first_placement(campaign).await? {
        let mut printed = ("the document of an agreement", vec![]);
        for _ in 0..2 {
            let message = v1::GetAgreementDocumentRequest {
                name: name.clone(),
                ..Default::default()
            };
            let caller = campaign.plan.host_person(host);
            let answer = campaign.calls.ask(caller, message);
            printed.1.extend(answer.await?.document);
        }
        look_at(&mut checks, &printed);
    }
    if let Some(class) = classes.first() {
        let mut printed = ("the forms of a class", vec![]);
        for _ in 0..2 {
            let message = v1::GetAuthorisationFormsRequest {
                class: class.clone(),
                ..Default::default()
            };
            let caller = campaign.plan.teacher(0);
            let answer = campaign.calls.ask(caller, message);
            printed.1.extend(answer.await?.document);
        }
        look_at(&mut checks, &printed);
    }
    Ok(checks)
}

/// The host and the application of a placement.
async fn first_placement(campaign: &Campaign) -> Result<Option<(usize, String)>, DemoError> {
    for host in 0..campaign.plan.hosts.len() {
        let accepted = inbox(campaign, host, &[v1::ApplicationState::Accepted]).await?;
        if let Some(placed) = accepted.into_iter().next() {
            return Ok(Some((host, placed.name)));
        }
    }
    Ok(None)
}

fn look_at(checks: &mut Vec<Check>, (what, printed): &Printed) {
    let count = |fits: fn(&v1::Document) -> bool| {
        let fitting = printed.iter().filter(|one| fits(one)).count();
        u64::try_from(fitting).unwrap_or(u64::MAX)
    };
    let whole = count(|one| one.content.starts_with(b"%PDF-"));
    checks.push(check(format!("{what}: PDFs, of two asked for"), 2, whole));
    let told = count(|one| one.content_digest == hexadecimal(&one.content));
    checks.push(check(format!("{what}: digests that fit, of two"), 2, told));
    let mut others = printed.windows(2);
    let differ = others.any(|pair| pair[0] != pair[1]);
    let title = format!("{what}: differences when asked twice");
    checks.push(check(title, 0, u64::from(differ)));
}

fn hexadecimal(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
