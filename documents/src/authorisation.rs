//! The form of parental authorisation, for one pupil or a class: a page each (STU-1).
use crate::flow::{BoxLine, Flow, SigningBox};
use crate::typeface::Typeface;
use crate::writer::{About, write};
use crate::{Instant, Unwritable};

/// The forms of some pupils of a class.
pub struct AuthorisationForms {
    /// Tells the document from others: the class or the pupil.
    pub id: String,
    /// When the newest of what it tells was recorded.
    pub made: Instant,
    /// Name of the college.
    pub college: String,
    /// Its city.
    pub city: String,
    /// Its UAI.
    pub uai: String,
    /// Name of the class.
    pub class: String,
    /// School year, as `2025-2026`.
    pub school_year: String,
    /// The pupils, at least one, in the order of their pages.
    pub pupils: Vec<FormPupil>,
}

/// A pupil whose guardians are asked.
pub struct FormPupil {
    /// The pupil's id, at the foot of the page.
    pub id: String,
    /// Given and family name.
    pub name: String,
    /// Date of birth in words, where it is known.
    pub birth_date: Option<String>,
}

impl AuthorisationForms {
    /// The document. The same content gives the same bytes.
    ///
    /// # Errors
    /// [`Unwritable`], for no content.
    pub fn to_pdf(&self) -> Result<Vec<u8>, Unwritable> {
        let typeface = Typeface::built_in()?;
        let mut flow = Flow::new(&typeface);
        for pupil in &self.pupils {
            self.lay(&mut flow, pupil);
        }
        let whose = match self.pupils.as_slice() {
            [only] => only.name.clone(),
            _ => format!("classe {}", self.class),
        };
        let about = About {
            title: format!("Autorisation parentale — {whose}"),
            id: format!("authorisation-form:{}", self.id),
            made: self.made,
        };
        write(&typeface, &flow.laid(), &about, None)
    }

    fn lay(&self, flow: &mut Flow<'_>, pupil: &FormPupil) {
        flow.section(&[format!(
            "Autorisation parentale — année scolaire {} — élève {}",
            self.school_year, pupil.id
        )]);
        flow.title(&format!(
            "Autorisation parentale, année scolaire {}",
            self.school_year
        ));
        flow.heading(&format!("Élève : {}", pupil.name));
        match &pupil.birth_date {
            Some(born) => flow.field("Date de naissance", born),
            None => flow.blank("Date de naissance"),
        }
        flow.field(
            "Collège",
            &format!("{}, {} (UAI {})", self.college, self.city, self.uai),
        );
        flow.field("Classe", &self.class);
        lay_consent(flow);
        let guardian = |title: &str| SigningBox {
            title: title.to_owned(),
            lines: vec![
                BoxLine::Blank("Nom et prénom"),
                BoxLine::Blank("Qualité (père, mère, tuteur…)"),
                BoxLine::Blank("Adresse électronique"),
                BoxLine::Blank("Date"),
                BoxLine::Text("Signature :".to_owned()),
                BoxLine::Room(46.0),
            ],
        };
        flow.signing(
            "Signatures",
            "Une signature suffit ; s’il y a deux responsables légaux, les deux peuvent signer. \
             L’adresse électronique sert à suivre les candidatures de l’élève, à signer la \
             convention et à retirer cette autorisation.",
            &[
                guardian("Responsable légal"),
                guardian("Second responsable légal, le cas échéant"),
            ],
        );
        flow.heading("Réservé au collège");
        flow.blank("Formulaire remis le");
        flow.blank("Recueilli signé le");
        flow.blank("Par");
        flow.explain_numbers();
    }
}

fn lay_consent(flow: &mut Flow<'_>) {
    flow.heading("Ce qui est autorisé");
    flow.paragraph(
        "Le ou les soussignés, responsables légaux de l’élève, autorisent le collège à lui ouvrir \
         un accès à la plateforme Mon stage de troisième, pour y chercher un stage d’observation : \
         consulter les offres, remplir un CV, écrire des lettres et candidater, suivre les \
         réponses et signer la convention du stage obtenu.",
    );
    flow.heading("Ce que deviennent les données de l’élève");
    flow.paragraph(
        "L’élève, ses responsables légaux et son collège voient ces données. Un organisme d’accueil \
         voit le nom de l’élève, son collège, le CV et la lettre des candidatures qui lui sont \
         adressées, et rien de plus. Les noms, dates de naissance, CV et lettres sont conservés \
         chiffrés. Toute lecture par une autre personne que l’élève est consignée, et un \
         responsable légal peut consulter ce registre.",
    );
    flow.paragraph(
        "Cette autorisation peut être retirée à tout moment, sur la plateforme ou auprès du \
         collège : l’accès est alors fermé aussitôt et les candidatures en attente sont retirées. \
         L’effacement des données de l’élève peut être demandé de même.",
    );
}
