//! `placement audit prove`: a folder that proves an event to whoever holds the public key.
use std::path::{Path, PathBuf};

use clap::Args;
use eventlog::{Position, Recorded};
use notary::note::{Note, VerifierKey};
use notary::{
    AttachmentKind, InclusionProof, Leaf, ReadLog, SignedCheckpoint, VERIFIER_HTML, VERIFIER_PY,
    tree,
};
use uuid::Uuid;

use super::{AuditPlaces, Audited, bad, files};
use crate::program::{ProgramError, say};

/// The proof in its folder.
pub const PROOF: &str = "preuve.tlog-proof";
/// What the event says.
pub const PAYLOAD: &str = "payload";
/// Who recorded it, and at what request.
pub const METADATA: &str = "metadata";

/// What `placement audit prove` takes.
#[derive(Args)]
pub struct ProveArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The id of the event, or its position in this log.
    event: String,
    /// The number of the checkpoint to prove it by [default: the last one].
    #[arg(long, value_name = "NUMBER")]
    checkpoint: Option<u64>,
    /// The folder to make, which must not be there yet.
    #[arg(long, value_name = "FOLDER")]
    into: PathBuf,
}

/// Reads the whole log, and proves an event by the last checkpoint.
pub async fn run(args: ProveArgs) -> Result<(), ProgramError> {
    let audited = args.places.open().await?;
    let read = audited.read().await?;
    let newest = audited.newest(&read).await?;
    let checkpoint = match args.checkpoint {
        Some(number) => audited.numbered(number).await?,
        None => newest,
    };
    let index = index_of(&read, &args.event)?;
    let proving = Proving::by(&audited, &read, checkpoint).await?;
    let event = proving.event(index).await?;
    files::make_folder(&args.into)?;
    proving.write(&args.into, index, Some(&event), &event)?;
    let read_me = LISEZMOI
        .replace("{identifiant}", &event.id.to_string())
        .replace("{origine}", proving.key.name())
        .replace("{taille}", &proving.checkpoint.size.to_string());
    files::write_in(&args.into, "LISEZMOI.txt", read_me.as_bytes())?;
    proving.write_means(&args.into).await?;
    say::line(format!(
        "{}: event {} is number {index} of the {} that checkpoint {} signs; the public key is {}",
        args.into.display(),
        event.id,
        proving.checkpoint.size,
        proving.checkpoint.number,
        proving.key
    ))?;
    Ok(())
}

fn index_of(read: &ReadLog, given: &str) -> Result<u64, ProgramError> {
    let id: Option<Uuid> = given.parse().ok();
    let position: Option<u64> = given.parse().ok();
    let found = read.events.iter().position(|event| {
        id == Some(event.event_id) || position.map(Position) == Some(event.position)
    });
    let found = found.and_then(|index| u64::try_from(index).ok());
    found.ok_or_else(|| ProgramError::Usage(format!("{given}: the log holds no such event")))
}

/// What events are proven by.
pub struct Proving<'a> {
    audited: &'a Audited,
    read: &'a ReadLog,
    /// The checkpoint.
    pub checkpoint: SignedCheckpoint,
    note: Note,
    /// The key that signed it.
    pub key: VerifierKey,
}

impl<'a> Proving<'a> {
    /// By this checkpoint.
    pub async fn by(
        audited: &'a Audited,
        read: &'a ReadLog,
        checkpoint: SignedCheckpoint,
    ) -> Result<Self, ProgramError> {
        let note = Note::parse(checkpoint.note.as_bytes()).map_err(bad)?;
        let key = audited.key_of(&note).await?;
        Ok(Self {
            audited,
            read,
            checkpoint,
            note,
            key,
        })
    }

    /// The event of a leaf, from the log.
    pub async fn event(&self, index: u64) -> Result<Recorded, ProgramError> {
        let size = self.checkpoint.size;
        if index >= size {
            let why = format!(
                "the event is number {index}, the checkpoint signs {size}: sign another one with \
                 `placement audit checkpoint`"
            );
            return Err(ProgramError::Usage(why));
        }
        let event = self.read.last_of(index + 1);
        let position = event.map_or(Position::START, |event| event.position);
        let mut events = self.audited.log.read_at(&[position]).await?;
        let event = events.pop();
        event.ok_or_else(|| eventlog::LogError::missing(position).into())
    }

    /// Writes the proof of an event into a folder, and payload and metadata of what is `shown`.
    pub fn write(
        &self,
        folder: &Path,
        index: u64,
        shown: Option<&Recorded>,
        event: &Recorded,
    ) -> Result<(), ProgramError> {
        let proof = InclusionProof {
            leaf: Leaf::from(event).text(),
            index,
            hashes: tree::inclusion(&self.read.tree, index, self.checkpoint.size).map_err(bad)?,
            checkpoint: self.note.clone(),
        };
        // What is handed out was verified.
        proof.verify(&self.key).map_err(bad)?;
        files::write_in(folder, PROOF, proof.to_string().as_bytes())?;
        if let Some(event) = shown {
            files::write_in(folder, PAYLOAD, &event.payload)?;
            files::write_in(folder, METADATA, &event.metadata)?;
        }
        Ok(())
    }

    /// Writes the public key, the time stamp of the checkpoint with what it is of, and the
    /// verifier.
    pub async fn write_means(&self, folder: &Path) -> Result<(), ProgramError> {
        let key = format!("{}\n", self.key);
        files::write_in(folder, "cle.txt", key.as_bytes())?;
        files::write_in(folder, "checkpoint", self.checkpoint.note.as_bytes())?;
        files::write_in(folder, "verifier.py", VERIFIER_PY.as_bytes())?;
        files::write_in(folder, "verifier.html", VERIFIER_HTML.as_bytes())?;
        let attached = self
            .audited
            .store
            .attachments(self.checkpoint.number)
            .await?;
        for (number, (kind, content)) in attached.iter().enumerate() {
            let name = match kind {
                AttachmentKind::TimeStamp => format!("horodatage-{number}.tsr"),
                AttachmentKind::Cosignature => format!("cosignature-{number}.txt"),
            };
            files::write_in(folder, &name, content)?;
        }
        Ok(())
    }
}

const LISEZMOI: &str = "\
Ce dossier prouve qu'un événement figure dans le journal de la plateforme.

  événement : {identifiant}
  journal   : {origine}
  parmi les : {taille} premiers événements, dont le point de contrôle est signé

Ce qu'il contient
  preuve.tlog-proof   la preuve : l'entrée du journal, le chemin jusqu'à la racine, le point de
                      contrôle signé
  payload, metadata   l'événement tel qu'il a été enregistré. Ce qui désigne une personne y est
                      chiffré ; après l'effacement de cette personne, personne ne peut plus le lire,
                      et la preuve reste valable
  checkpoint          le point de contrôle seul
  horodatage-*.tsr    l'horodatage (RFC 3161) de ce point de contrôle, s'il en a un
  cosignature-*.txt   le même, contresigné par un témoin, s'il l'a été
  cle.txt             la clé publique. Comparez-la à celle que le comité a reçue par une autre voie :
                      une preuve ne vaut que par une clé que l'on connaît déjà
  verifier.py         un programme court, qui n'est pas celui de la plateforme
  verifier.html       le même en une page, à ouvrir dans un navigateur

Comment vérifier, sans réseau : ouvrir verifier.html, ou, avec Python et OpenSSL
  python3 verifier.py preuve . --cle LA_CLE_QUE_VOUS_CONNAISSEZ

L'horodatage, avec le certificat de l'autorité
  openssl ts -verify -data checkpoint -in horodatage-0.tsr -CAfile autorite.pem

Formats : RFC 6962 ; C2SP signed-note, tlog-checkpoint, tlog-proof@v1 (projet, juillet 2026).
";
