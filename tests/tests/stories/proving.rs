//! The log proves itself: checkpoints, inclusion, consistency, tiles (PRF-1 to PRF-4), asked through
//! the API and verified by the notary's public functions and a public key.
use std::time::Duration;

use domain::principal::{Principal, Role};
use notary::note::{Note, VerifierKey};
use notary::tiles::{self, Tile};
use notary::tree::{MemoryTree, root};
use notary::{ConsistencyProof, InclusionProof, TreeHash, TreeHead};
use proto::v1;
use tests::app::TestApp;
use tests::cast::{committee, stranger};
use tests::wire::{id, of_student};
use tonic::{Code, Status};

use crate::stage::Stage;

/// On a server that signs whenever there is something new.
async fn stage() -> Stage {
    Stage::set_with(|settings| settings.notary.every = Duration::ZERO).await
}

/// Waits until all that is in the log is signed.
async fn signed(app: &TestApp) -> u64 {
    let size = app
        .app
        .log
        .read_all(eventlog::Position::START, 1_000_000)
        .await
        .unwrap()
        .len();
    let size = u64::try_from(size).unwrap();
    let mut state = app.app.notary.watch();
    let all = state.wait_for(|state| state.signed >= size);
    tokio::time::timeout(Duration::from_secs(60), all)
        .await
        .expect("signed")
        .unwrap();
    size
}

async fn checkpoints(app: &TestApp) -> v1::ListCheckpointsResponse {
    let asked = v1::ListCheckpointsRequest {
        page_size: 200,
        ..Default::default()
    };
    app.by(committee())
        .audit()
        .list_checkpoints(asked)
        .await
        .unwrap()
        .into_inner()
}

fn key_of(listed: &v1::ListCheckpointsResponse) -> VerifierKey {
    listed.keys[0].parse().unwrap()
}

async fn trail(
    app: &TestApp,
    guardian: Principal,
    student: String,
) -> Vec<v1::AuthorisationTrailEntry> {
    let asked = v1::ListAuthorisationTrailRequest {
        scope: student,
        ..Default::default()
    };
    let answer = app
        .by(guardian)
        .audit()
        .list_authorisation_trail(asked)
        .await;
    answer.unwrap().into_inner().entries
}

async fn inclusion(
    app: &TestApp,
    by: Principal,
    student: &str,
    position: u64,
    checkpoint: u64,
) -> Result<v1::ProveInclusionResponse, Status> {
    let asked = v1::ProveInclusionRequest {
        student: student.into(),
        position,
        checkpoint,
    };
    let answer = app.by(by).audit().prove_inclusion(asked).await;
    answer.map(tonic::Response::into_inner)
}

/// PRF-2: verified here by the public key and the notary's formats alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_proves_the_facts_of_their_child_and_of_no_other() {
    let stage = stage().await;
    let app = &stage.app;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let student = of_student(pupil.student);
    signed(app).await;
    let listed = checkpoints(app).await;
    let key = key_of(&listed);
    let facts = trail(app, pupil.guardian, student.clone()).await;
    assert!(facts.len() >= 3);
    for fact in &facts {
        let answer = inclusion(app, pupil.guardian, &student, fact.position, 0)
            .await
            .unwrap();
        assert_eq!(
            (&answer.event_id, &answer.key),
            (&fact.event_id, &key.to_string())
        );
        let proof = InclusionProof::parse(answer.proof.as_bytes()).unwrap();
        let (leaf, _) = proof.verify(&key).unwrap();
        assert_eq!(leaf.id.to_string(), fact.event_id);
        assert_eq!(leaf.stream.id(), pupil.student.to_string());
        assert!(!answer.proof.contains('{'), "no content");
    }
    // Of another child: not as one's own, and not at all.
    let of_other = of_student(other.student);
    let theirs = trail(app, other.guardian, of_other.clone()).await;
    let at = theirs[0].position;
    let as_own = inclusion(app, pupil.guardian, &student, at, 0).await;
    assert_eq!(as_own.unwrap_err().code(), Code::NotFound);
    let as_theirs = inclusion(app, pupil.guardian, &of_other, at, 0).await;
    assert_eq!(as_theirs.unwrap_err().code(), Code::NotFound);
    assert!(inclusion(app, pupil.guardian, "", at, 0).await.is_err());
    for by in [pupil.caller, stage.college.head, stranger(Role::Guardian)] {
        let refused = inclusion(app, by, &student, facts[0].position, 0)
            .await
            .unwrap_err();
        let is_shut = matches!(refused.code(), Code::PermissionDenied | Code::NotFound);
        assert!(is_shut, "{refused:?}");
    }
}

/// PRF-4: what was proven before an erasure is proven after it, byte for byte.
#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_breaks_no_proof_and_the_log_only_grew() {
    let stage = stage().await;
    let app = &stage.app;
    let pupil = stage.pupil().await;
    let student = of_student(pupil.student);
    signed(app).await;
    let facts = trail(app, pupil.guardian, student.clone()).await;
    let before_listed = checkpoints(app).await;
    let number = before_listed.checkpoints.last().unwrap().number;
    let at = facts[0].position;
    let before = inclusion(app, committee(), "", at, number).await.unwrap();
    let erase = v1::EraseStudentRequest {
        request_id: id(),
        name: student,
    };
    app.by(pupil.guardian)
        .privacy()
        .erase_student(erase)
        .await
        .unwrap();
    let size = signed(app).await;
    let after = inclusion(app, committee(), "", at, number).await.unwrap();
    assert_eq!(before, after);

    let listed = checkpoints(app).await;
    let key = key_of(&listed);
    let (old, new) = (
        &before_listed.checkpoints.last().unwrap(),
        listed.checkpoints.last().unwrap(),
    );
    assert!(old.tree_size < new.tree_size && new.tree_size >= size);
    let asked = v1::ProveConsistencyRequest {
        old_checkpoint: old.number,
        new_checkpoint: new.number,
    };
    let grown = app
        .by(committee())
        .audit()
        .prove_consistency(asked)
        .await
        .unwrap()
        .into_inner();
    let old_note = Note::parse(grown.old_checkpoint.as_bytes()).unwrap();
    let proof = ConsistencyProof::parse(grown.proof.as_bytes()).unwrap();
    assert_eq!(proof.verify(&old_note, &key).unwrap().size, new.tree_size);
    let backwards = v1::ProveConsistencyRequest {
        old_checkpoint: new.number,
        new_checkpoint: old.number,
    };
    let backwards = app
        .by(committee())
        .audit()
        .prove_consistency(backwards)
        .await;
    assert_eq!(backwards.unwrap_err().code(), Code::InvalidArgument);
}

/// PRF-1, PRF-3: from the tiles' entries alone the committee has the root that is signed.
#[tokio::test(flavor = "multi_thread")]
async fn the_committee_recomputes_the_root_from_tiles() {
    let stage = stage().await;
    let app = &stage.app;
    stage.pupil().await;
    signed(app).await;
    let listed = checkpoints(app).await;
    let newest = listed.checkpoints.last().unwrap();
    let note = Note::parse(newest.note.as_bytes()).unwrap();
    let head = TreeHead::of_signed(&note, &key_of(&listed)).unwrap();
    let mut tree = MemoryTree::default();
    for tile in tiles::of_size(head.size) {
        let hashes = asked_tile(app, tile, false).await;
        assert_eq!(hashes.len(), usize::try_from(tile.width * 32).unwrap());
        if tile.level == 0 {
            let entries = tiles::entries(&asked_tile(app, tile, true).await).unwrap();
            for (entry, hash) in entries.iter().zip(hashes.chunks(32)) {
                let leaf = TreeHash::of_leaf(entry.as_bytes());
                assert_eq!(leaf.0, hash);
                tree.push(leaf);
            }
        }
    }
    assert_eq!(root(&tree, head.size).unwrap(), head.root);
    let beyond = v1::GetTileRequest {
        level: 0,
        index: 1_000,
        width: 1,
        entries: false,
    };
    let beyond = app.by(committee()).audit().get_tile(beyond).await;
    assert_eq!(beyond.unwrap_err().code(), Code::NotFound);
    for bad in [(8, 1, false), (1, 1, true), (0, 0, false), (0, 257, false)] {
        let (level, width, entries) = bad;
        let asked = v1::GetTileRequest {
            level,
            index: 0,
            width,
            entries,
        };
        let answer = app.by(committee()).audit().get_tile(asked).await;
        assert_eq!(answer.unwrap_err().code(), Code::InvalidArgument, "{bad:?}");
    }
}

async fn asked_tile(app: &TestApp, tile: Tile, entries: bool) -> Vec<u8> {
    let asked = v1::GetTileRequest {
        level: tile.level,
        index: tile.index,
        width: u32::try_from(tile.width).unwrap(),
        entries,
    };
    app.by(committee())
        .audit()
        .get_tile(asked)
        .await
        .unwrap()
        .into_inner()
        .content
}
