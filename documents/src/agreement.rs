//! The agreement of a placement, to be read, printed and signed (AGR-1, AGR-2).
use crate::flow::{BoxLine, Flow, SigningBox};
use crate::typeface::Typeface;
use crate::writer::{About, Attachment, write};
use crate::{Instant, Unwritable};

/// The name of the file that goes with an agreement.
const TERMS_FILE: &str = "termes.json";

/// One version of an agreement, in words.
pub struct Agreement {
    /// The id of the application that became the placement.
    pub id: String,
    /// Which version, from 1.
    pub version: u32,
    /// When that version was made.
    pub made: Instant,
    /// The same in words, where the college is.
    pub made_on: String,
    /// The college.
    pub college: Party,
    /// The host.
    pub host: Party,
    /// Given and family name of the pupil.
    pub pupil: String,
    /// What is agreed.
    pub terms: Terms,
    /// SHA-256 of `covered`, 64 hexadecimal digits: what a signature covers.
    pub terms_digest: String,
    /// What is digested; it goes with the document as a file.
    pub covered: Vec<u8>,
    /// Of the college, the host, the pupil, a legal guardian.
    pub signatures: [Option<Signature>; 4],
    /// When it ended, in words, if it did.
    pub ended_on: Option<String>,
}

/// A college or a host.
pub struct Party {
    /// Its name.
    pub name: String,
    /// What names it: `UAI 0010001A`, `SIRET 732 829 320 00074`.
    pub number: String,
}

/// What is agreed, in words.
pub struct Terms {
    /// First and last day.
    pub days: String,
    /// Presence on each day.
    pub hours: String,
    /// Street, post code, city.
    pub place: String,
    /// Who looks after the pupil.
    pub tutor: String,
    /// What the pupil does.
    pub activities: String,
    /// What the pupil brings; may be empty.
    pub what_to_bring: String,
    /// How the pupil is looked after.
    pub supervision: String,
    /// Who insures what.
    pub insurance: String,
}

/// A signature that is recorded.
pub enum Signature {
    /// On the platform.
    OnPlatform {
        /// By whom; nobody where they were erased or left.
        by: String,
        /// When, in words.
        when: String,
    },
    /// On a printed copy.
    OnPaper {
        /// The day, in words.
        on: String,
        /// SHA-256 of the scanned copy, 64 hexadecimal digits.
        copy_digest: String,
    },
}

/// Who signs.
const SIGN: [&str; 4] = [
    "Pour le collège",
    "Pour l’organisme d’accueil",
    "L’élève",
    "Un responsable légal de l’élève",
];
/// Among them, whose name is known before.
const PUPIL: usize = 2;

impl Agreement {
    /// The document. The same content gives the same bytes.
    ///
    /// # Errors
    /// [`Unwritable`], for no content.
    pub fn to_pdf(&self) -> Result<Vec<u8>, Unwritable> {
        let typeface = Typeface::built_in()?;
        let mut flow = Flow::new(&typeface);
        flow.section(&self.foot());
        self.lay_parties(&mut flow);
        self.lay_terms(&mut flow);
        self.lay_signatures(&mut flow);
        flow.explain_numbers();
        let about = About {
            title: format!(
                "Convention de stage : {} — version {}",
                self.pupil, self.version
            ),
            id: format!("agreement:{}:{}", self.id, self.version),
            made: self.made,
        };
        let terms = Attachment {
            name: TERMS_FILE,
            media_type: "application/json",
            description: "Les termes de cette version, tels que leur empreinte SHA-256 les couvre",
            bytes: &self.covered,
        };
        write(&typeface, &flow.laid(), &about, Some(&terms))
    }

    fn foot(&self) -> [String; 2] {
        [
            format!("Convention {} — version {}", self.id, self.version),
            format!("Empreinte SHA-256 des termes : {}", self.terms_digest),
        ]
    }

    fn lay_parties(&self, flow: &mut Flow<'_>) {
        flow.title("Convention de séquence d’observation en milieu professionnel");
        flow.paragraph(&format!(
            "Version {} du {}. Toute modification des termes donne une nouvelle version, que tous \
             signent de nouveau.",
            self.version, self.made_on
        ));
        if let Some(day) = &self.ended_on {
            flow.warning(&format!(
                "CETTE CONVENTION A PRIS FIN le {day} : le stage n’a plus lieu."
            ));
        }
        flow.heading("Les parties");
        let party = |party: &Party| format!("{} ({})", party.name, party.number);
        flow.field("Le collège", &party(&self.college));
        flow.field("L’organisme d’accueil", &party(&self.host));
        flow.field("L’élève", &self.pupil);
        flow.field(
            "Responsables légaux",
            "ceux de l’élève, dont un au moins signe ci-dessous",
        );
    }

    fn lay_terms(&self, flow: &mut Flow<'_>) {
        let terms = &self.terms;
        flow.heading("Le stage");
        flow.field("Jours", &terms.days);
        flow.field("Horaires", &terms.hours);
        flow.field("Lieu", &terms.place);
        flow.field("Tuteur", &terms.tutor);
        flow.heading("Activités");
        flow.paragraph(&terms.activities);
        if !terms.what_to_bring.is_empty() {
            flow.heading("À apporter");
            flow.paragraph(&terms.what_to_bring);
        }
        flow.heading("Encadrement");
        flow.paragraph(&terms.supervision);
        flow.heading("Assurance");
        flow.paragraph(&terms.insurance);
    }

    fn lay_signatures(&self, flow: &mut Flow<'_>) {
        flow.small(&format!(
            "Les termes de cette version sont joints à ce fichier ({TERMS_FILE}). Leur empreinte \
             SHA-256, inscrite au journal de la plateforme avec la version, est {}",
            self.terms_digest
        ));
        let boxes = SIGN.iter().zip(&self.signatures).enumerate();
        let boxes: Vec<SigningBox> = boxes
            .map(|(at, (who, signature))| SigningBox {
                title: (*who).to_owned(),
                lines: match signature {
                    Some(signature) => signed(signature),
                    None => to_sign((at == PUPIL).then_some(self.pupil.as_str())),
                },
            })
            .collect();
        flow.signing(
            "Signatures",
            "Qui a signé sur la plateforme n’a pas à signer de nouveau. Les autres signent dans \
             leur cadre, avant le premier jour ; le collège numérise la copie signée et en \
             enregistre l’empreinte.",
            &boxes,
        );
    }
}

/// Room for who has not signed; the name is written in where it is known.
fn to_sign(name: Option<&str>) -> Vec<BoxLine> {
    let mut lines = match name {
        Some(name) => vec![BoxLine::Text(name.to_owned())],
        None => vec![BoxLine::Blank("Nom"), BoxLine::Blank("Qualité")],
    };
    lines.extend([
        BoxLine::Blank("Date"),
        BoxLine::Text("Signature :".to_owned()),
        BoxLine::Room(46.0),
    ]);
    lines
}

fn signed(signature: &Signature) -> Vec<BoxLine> {
    match signature {
        Signature::OnPlatform { by, when } => {
            let by = match by.is_empty() {
                true => "par une personne dont le nom n’est plus connu de la plateforme".to_owned(),
                false => format!("par {by}"),
            };
            vec![
                BoxLine::Text(format!("Signé sur la plateforme le {when}")),
                BoxLine::Text(by),
                BoxLine::Room(20.0),
            ]
        }
        Signature::OnPaper { on, copy_digest } => vec![
            BoxLine::Text(format!("Signé sur papier, au plus tard le {on}")),
            BoxLine::Text(format!(
                "Empreinte SHA-256 de la copie numérisée : {copy_digest}"
            )),
            BoxLine::Room(20.0),
        ],
    }
}
