//! `placement audit prove-trail`: all facts of a pupil, and that none is missing.
use std::path::PathBuf;

use clap::Args;
use domain::decider::Decider;
use domain::ids::StudentId;
use domain::student::Student;
use eventlog::{Recorded, StreamId};
use notary::ReadLog;

use super::prove::Proving;
use super::{AuditPlaces, Audited, bad, entries, files};
use crate::program::{ProgramError, say};

/// What `placement audit prove-trail` takes.
#[derive(Args)]
pub struct ProveTrailArgs {
    #[command(flatten)]
    places: AuditPlaces,
    /// The pupil, students/{uuid}.
    student: String,
    /// The folder to make, which must not be there yet.
    #[arg(long, value_name = "FOLDER")]
    into: PathBuf,
    /// Leave out all other entries of the log: whoever verifies has them from `entries`, of the same
    /// checkpoint.
    #[arg(long)]
    without_entries: bool,
}

/// Events of a stream read at once.
const PAGE: usize = 1_000;

/// Proves each event of the pupil's stream by the last checkpoint. What tells of the parental
/// authorisation goes along with its content, all else by its entry alone.
pub async fn run(args: ProveTrailArgs) -> Result<(), ProgramError> {
    let unknown = || ProgramError::Usage(format!("{}: not students/{{uuid}}", args.student));
    let student: StudentId = args
        .student
        .strip_prefix("students/")
        .and_then(|id| id.parse().ok())
        .ok_or_else(unknown)?;
    let stream = StreamId::new(Student::CATEGORY, &student.to_string())?;
    let audited = args.places.open().await?;
    let read = audited.read().await?;
    let checkpoint = audited.newest(&read).await?;
    let proving = Proving::by(&audited, &read, checkpoint.clone()).await?;
    let signed = signed_of(&audited, &read, &stream, checkpoint.size).await?;
    if signed.is_empty() {
        let why = format!("{}: nothing is signed of such a pupil", args.student);
        return Err(ProgramError::Failed(why));
    }
    files::make_folder(&args.into)?;
    let mut told = 0_u64;
    for (index, event) in &signed {
        let folder = args.into.join(format!("{:06}", event.sequence));
        let is_told = is_of_authorisation(event)?;
        told += u64::from(is_told);
        proving.write(&folder, *index, is_told.then_some(event), event)?;
    }
    files::write_in(&args.into, "flux", format!("{stream}\n").as_bytes())?;
    let read_me = LISEZMOI
        .replace("{flux}", &stream.to_string())
        .replace("{origine}", proving.key.name())
        .replace("{faits}", &signed.len().to_string())
        .replace("{montres}", &told.to_string())
        .replace("{taille}", &checkpoint.size.to_string());
    files::write_in(&args.into, "LISEZMOI.txt", read_me.as_bytes())?;
    proving.write_means(&args.into).await?;
    if !args.without_entries {
        entries::write(&audited, &checkpoint, &args.into.join("entrees")).await?;
    }
    say::line(format!(
        "{}: {} facts of {stream}, {told} of the authorisation, among the {} that checkpoint {} \
         signs; the public key is {}",
        args.into.display(),
        signed.len(),
        checkpoint.size,
        checkpoint.number,
        proving.key
    ))?;
    Ok(())
}

/// The events of a stream that a checkpoint of that size signs, by their numbers in the log.
async fn signed_of(
    audited: &Audited,
    read: &ReadLog,
    stream: &StreamId,
    size: u64,
) -> Result<Vec<(u64, Recorded)>, ProgramError> {
    let (mut after, mut signed) = (0, vec![]);
    loop {
        let page = audited.log.read_stream(stream, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(signed);
        };
        after = last.sequence;
        for event in page {
            let at = read
                .events
                .binary_search_by_key(&event.position, |event| event.position);
            // What was recorded since the log was read is not signed either.
            let at = at.ok().and_then(|at| u64::try_from(at).ok());
            if let Some(index) = at.filter(|index| *index < size) {
                signed.push((index, event));
            }
        }
    }
}

fn is_of_authorisation(event: &Recorded) -> Result<bool, ProgramError> {
    let record = projections::decode(event).map_err(bad)?;
    Ok(record.fact.concerns().authorisation.is_some())
}

const LISEZMOI: &str = "\
Ce dossier prouve tous les faits enregistrés au sujet d'un élève, et qu'il n'en manque aucun.

  élève     : {flux}
  journal   : {origine}
  faits     : {faits}, dont {montres} sur l'autorisation parentale, joints avec leur contenu
  parmi les : {taille} premiers événements, dont le point de contrôle est signé

Ce qu'il contient
  000001, 000002…     un dossier par fait, dans l'ordre : sa preuve, et son contenu tel qu'il a été
                      enregistré s'il touche l'autorisation parentale. Ce qui désigne une personne
                      y est chiffré ; après l'effacement de cette personne, personne ne peut plus le
                      lire, et la preuve reste valable
  entrees             toutes les entrées du journal (des condensats, aucun contenu) : c'est par elles
                      qu'il se vérifie qu'aucun fait de l'élève n'a été omis
  checkpoint          le point de contrôle seul, et son horodatage s'il en a un
  cle.txt             la clé publique. Comparez-la à celle que le comité a reçue par une autre voie :
                      une preuve ne vaut que par une clé que l'on connaît déjà
  verifier.py         un programme court, qui n'est pas celui de la plateforme
  verifier.html       le même en une page, à ouvrir dans un navigateur

Comment vérifier, sans réseau : ouvrir verifier.html, ou, avec Python et OpenSSL
  python3 verifier.py parcours . entrees --cle LA_CLE_QUE_VOUS_CONNAISSEZ

Formats : RFC 6962 ; C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof@v1 (projet, juillet
2026).
";
