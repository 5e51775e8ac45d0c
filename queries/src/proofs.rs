//! Checkpoints of the log, and what they prove (PRF-1, PRF-2): no content of an event, no personal
//! data.
use commands::Failure;
use commands::authorisation::Action;
use domain::decider::Decider;
use domain::explain::Expected;
use domain::ids::StudentId;
use domain::principal::Principal;
use domain::student::Student;
use eventlog::Position;
use notary::note::{Note, VerifierKey};
use notary::tiles::{self, Tile, WIDTH};
use notary::{
    CheckpointStore, ConsistencyProof, InclusionProof, Leaf, LevelFilesError, SharedFiles,
    SignedCheckpoint, StoreError, key, tree,
};
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, pages, permits};
use wire::names::{self, bad};
use wire::times::timestamp;

const LIST: &str = "checkpoints";

/// What proofs are made from.
#[derive(Clone)]
pub struct Proofs {
    /// The Merkle tree of this server.
    pub tree: SharedFiles,
    /// What was signed.
    pub signed: CheckpointStore,
}

/// The checkpoints that were signed, the oldest first, with the public keys (PRF-1).
///
/// # Errors
/// `BadInput`, `NotPermitted`; `Unavailable` where a store does not answer.
pub async fn list_checkpoints(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListCheckpointsRequest,
) -> Result<v1::ListCheckpointsResponse, Failure> {
    service.check_role(caller, Action::ListCheckpoints)?;
    let query = CheckpointsQuery {
        after: pages::cursor(LIST, &message.page_token)?.unwrap_or(0),
        size: pages::size(message.page_size)?,
    };
    Ok(service.answer(caller, &query, 0).await?.1)
}

struct CheckpointsQuery {
    after: u64,
    size: usize,
}

impl Query for CheckpointsQuery {
    type Selection = ();
    type Response = v1::ListCheckpointsResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::in_general(entities, caller, Action::ListCheckpoints)
    }

    fn select(&self, _: &Folds) -> Result<(), Failure> {
        Ok(())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (): &(),
    ) -> Result<Self::Response, Failure> {
        let signed = &service.proofs.signed;
        // One more than the page tells whether there is another.
        let limit = u32::try_from(self.size.saturating_add(1)).unwrap_or(u32::MAX);
        let mut rows = signed
            .checkpoints(self.after, limit)
            .await
            .map_err(closed)?;
        let next = pages::cut(&mut rows, self.size, |row| row.number);
        let lines = signed.lines().await.map_err(closed)?;
        let public = signed.keys().await.map_err(closed)?;
        if let Some(row) = rows.iter().find(|row| !row.is_as_signed(&lines, &public)) {
            let why = format!("checkpoint {} is not as it was signed", row.number);
            return Err(Failure::Damaged(why));
        }
        let mut keys = vec![];
        for line in &lines {
            for public in &public {
                let named = key::named(&line.origin, *public);
                keys.push(named.map_err(strange)?.to_string());
            }
        }
        Ok(v1::ListCheckpointsResponse {
            checkpoints: rows.into_iter().map(shown).collect(),
            keys,
            next_page_token: pages::token(LIST, next)?,
        })
    }
}

fn shown(row: SignedCheckpoint) -> v1::SignedCheckpoint {
    v1::SignedCheckpoint {
        number: row.number,
        line: row.line,
        tree_size: row.size,
        signed_time: Some(timestamp(row.signed_at)),
        note: row.note,
    }
}

/// Proves that an event is in the log that a checkpoint signs (PRF-2).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store does not answer, or this
/// server's tree does not stand where the checkpoint does.
pub async fn prove_inclusion(
    service: &QueryService,
    caller: &Principal,
    message: v1::ProveInclusionRequest,
) -> Result<v1::ProveInclusionResponse, Failure> {
    service.check_role(caller, Action::ProveInclusion)?;
    let student = match message.student.as_str() {
        "" => None,
        name => Some(names::student("student", name)?),
    };
    let query = InclusionQuery {
        student,
        position: Position(message.position),
        checkpoint: message.checkpoint,
    };
    Ok(service.answer(caller, &query, 0).await?.1)
}

struct InclusionQuery {
    student: Option<StudentId>,
    position: Position,
    /// 0: the last one.
    checkpoint: u64,
}

impl Query for InclusionQuery {
    type Selection = ();
    type Response = v1::ProveInclusionResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ProveInclusion;
        match self.student {
            Some(student) => permits::about_student(entities, caller, action, student),
            None => permits::in_general(entities, caller, action),
        }
    }

    fn select(&self, _: &Folds) -> Result<(), Failure> {
        Ok(())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (): &(),
    ) -> Result<Self::Response, Failure> {
        let Proofs {
            tree: files,
            signed,
        } = &service.proofs;
        let index = files.look(|files| files.index_of(self.position));
        let index = index.map_err(behind)?.ok_or(Failure::NotFound)?;
        let events = service.log.read_at(&[self.position]).await?;
        let event = events.first().ok_or(Failure::NotFound)?;
        let is_of = |student: StudentId| {
            event.stream.category() == Student::CATEGORY && event.stream.id() == student.to_string()
        };
        if !self.student.is_none_or(is_of) {
            return Err(Failure::NotFound);
        }
        let checkpoint = checkpoint_of(signed, "checkpoint", self.checkpoint).await?;
        if index >= checkpoint.size {
            return Err(bad(
                "checkpoint",
                Expected(
                    "un point de contrôle qui signe l'événement ; le prochain le signera",
                    "a checkpoint that signs the event; the next one will",
                ),
            ));
        }
        let leaf = Leaf::from(event);
        let hashes = tree::inclusion(files, index, checkpoint.size).map_err(behind)?;
        if !tree::is_included(
            leaf.hash(),
            index,
            checkpoint.size,
            checkpoint.root,
            &hashes,
        ) {
            return Err(differs());
        }
        let note = Note::parse(checkpoint.note.as_bytes()).map_err(strange)?;
        let key = key_of(signed, &note).await?.to_string();
        let proof = InclusionProof {
            leaf: leaf.text(),
            index,
            hashes,
            checkpoint: note,
        };
        Ok(v1::ProveInclusionResponse {
            event_id: event.id.to_string(),
            proof: proof.to_string(),
            key,
        })
    }
}

/// Proves that a later checkpoint only added to an older one (PRF-2).
///
/// # Errors
/// As [`prove_inclusion`].
pub async fn prove_consistency(
    service: &QueryService,
    caller: &Principal,
    message: v1::ProveConsistencyRequest,
) -> Result<v1::ProveConsistencyResponse, Failure> {
    service.check_role(caller, Action::ProveConsistency)?;
    let query = ConsistencyQuery {
        old: message.old_checkpoint,
        new: message.new_checkpoint,
    };
    Ok(service.answer(caller, &query, 0).await?.1)
}

struct ConsistencyQuery {
    old: u64,
    /// 0: the last one.
    new: u64,
}

impl Query for ConsistencyQuery {
    type Selection = ();
    type Response = v1::ProveConsistencyResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::in_general(entities, caller, Action::ProveConsistency)
    }

    fn select(&self, _: &Folds) -> Result<(), Failure> {
        Ok(())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (): &(),
    ) -> Result<Self::Response, Failure> {
        const OLD: &str = "old_checkpoint";
        let Proofs {
            tree: files,
            signed,
        } = &service.proofs;
        if self.old == 0 {
            return Err(bad(OLD, NUMBER));
        }
        let old = checkpoint_of(signed, OLD, self.old).await?;
        let new = checkpoint_of(signed, "new_checkpoint", self.new).await?;
        if old.line != new.line || old.size > new.size {
            return Err(bad(
                OLD,
                Expected(
                    "un point de contrôle plus ancien, de la même lignée",
                    "an older checkpoint of the same line",
                ),
            ));
        }
        let hashes = tree::consistency(files, old.size, new.size).map_err(behind)?;
        let (before, after) = ((old.size, old.root), (new.size, new.root));
        if !tree::is_consistent(before, after, &hashes) {
            return Err(differs());
        }
        let proof = ConsistencyProof {
            old_size: old.size,
            hashes,
            checkpoint: Note::parse(new.note.as_bytes()).map_err(strange)?,
        };
        Ok(v1::ProveConsistencyResponse {
            old_checkpoint: old.note,
            proof: proof.to_string(),
        })
    }
}

/// A tile of the tree, or the entries beside one of its lowest level (PRF-2).
///
/// # Errors
/// As [`prove_inclusion`].
pub async fn get_tile(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetTileRequest,
) -> Result<v1::GetTileResponse, Failure> {
    service.check_role(caller, Action::GetTile)?;
    if message.level > 7 || message.entries && message.level != 0 {
        return Err(bad(
            "level",
            Expected("0 à 7, et 0 pour les entrées", "0 to 7, and 0 for entries"),
        ));
    }
    if !(1..=WIDTH).contains(&u64::from(message.width)) {
        return Err(bad("width", Expected("1 à 256", "1 to 256")));
    }
    let query = TileQuery {
        tile: Tile {
            level: message.level,
            index: message.index,
            width: message.width.into(),
        },
        entries: message.entries,
    };
    Ok(service.answer(caller, &query, 0).await?.1)
}

struct TileQuery {
    tile: Tile,
    entries: bool,
}

impl Query for TileQuery {
    type Selection = ();
    type Response = v1::GetTileResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::in_general(entities, caller, Action::GetTile)
    }

    fn select(&self, _: &Folds) -> Result<(), Failure> {
        Ok(())
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (): &(),
    ) -> Result<Self::Response, Failure> {
        let files = &service.proofs.tree;
        let Tile {
            level,
            index,
            width,
        } = self.tile;
        let held = files.size() >> (level * 8);
        let end = index
            .checked_mul(WIDTH)
            .and_then(|first| first.checked_add(width));
        if end.is_none_or(|end| end > held) {
            return Err(Failure::NotFound);
        }
        if !self.entries {
            let bytes = self.tile.bytes(files).map_err(behind)?;
            return Ok(v1::GetTileResponse { content: bytes });
        }
        let first = index * WIDTH;
        let positions = files.look(|files| {
            let events = (first..first + width).map(|index| Ok(files.event(index)?.position));
            events.collect::<Result<Vec<_>, LevelFilesError>>()
        });
        let events = service.log.read_at(&positions.map_err(behind)?).await?;
        let mut content = vec![];
        for event in &events {
            if !tiles::add_entry(&mut content, &Leaf::from(event).text()) {
                return Err(Failure::Internal("an entry is too long".into()));
            }
        }
        Ok(v1::GetTileResponse { content })
    }
}

const NUMBER: Expected = Expected(
    "le numéro d'un point de contrôle signé",
    "the number of a checkpoint that was signed",
);

/// A checkpoint by its number; the last one where it is 0.
async fn checkpoint_of(
    signed: &CheckpointStore,
    field: &'static str,
    number: u64,
) -> Result<SignedCheckpoint, Failure> {
    if number == 0 {
        let last = signed.standing().await.map_err(closed)?.last;
        return last.ok_or_else(|| Failure::Unavailable("no checkpoint was signed yet".into()));
    }
    let found = signed.checkpoints(number - 1, 1).await.map_err(closed)?;
    let found = found.into_iter().find(|one| one.number == number);
    found.ok_or_else(|| bad(field, NUMBER))
}

/// The public key that signed a note.
async fn key_of(signed: &CheckpointStore, note: &Note) -> Result<VerifierKey, Failure> {
    let origin = note.text.lines().next().unwrap_or_default();
    for public in signed.keys().await.map_err(closed)?.into_iter().rev() {
        let named = key::named(origin, public).map_err(strange)?;
        if note.verify(&named).is_ok() {
            return Ok(named);
        }
    }
    Err(Failure::Damaged(
        "a checkpoint is signed by no key of the notary".into(),
    ))
}

fn closed(error: StoreError) -> Failure {
    match error {
        StoreError::StrangeRow { .. } => strange(error),
        StoreError::Database(_) | StoreError::File(_) => Failure::Unavailable(error.to_string()),
    }
}

fn strange(error: impl std::fmt::Display) -> Failure {
    Failure::Damaged(error.to_string())
}

/// The tree is opened, or has not come as far.
fn behind(error: LevelFilesError) -> Failure {
    Failure::Unavailable(error.to_string())
}

fn differs() -> Failure {
    Failure::Damaged("the tree of this server is not the one that was signed".into())
}
