//! The rows of the tables in typed form.

use crate::fout::Plek;

/// One of the two standards this project speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standaard {
    Ijw,
    Iwmo,
}

impl Standaard {
    /// The name in the tables, the namespaces and the folder names.
    pub(crate) fn naam(self) -> &'static str {
        match self {
            Self::Ijw => "ijw",
            Self::Iwmo => "iwmo",
        }
    }
}

/// The standards in which a row holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bereik {
    Beide,
    Alleen(Standaard),
}

impl Bereik {
    pub(crate) fn omvat(self, standaard: Standaard) -> bool {
        match self {
            Self::Beide => true,
            Self::Alleen(deze) => deze == standaard,
        }
    }
}

/// What all schemas of a standard in one release have in common.
pub(crate) struct Release {
    pub(crate) plek: Plek,
    pub(crate) standaard: Standaard,
    pub(crate) versie: u16,
    pub(crate) subversie: u16,
    pub(crate) basisprefix: String,
    pub(crate) berichtprefix: String,
    pub(crate) bestandsprefix: String,
    /// Namespace with `{naam}` for the schema.
    pub(crate) naamruimte: String,
    /// Version in the appinfo of a release whose messages carry no XsdVersie.
    pub(crate) versie_info: Option<String>,
    /// Version in the appinfo and on retours, for a release whose messages do.
    pub(crate) xsdversie: Option<String>,
    /// First day of use.
    pub(crate) geldig_van: Option<String>,
    /// Last day of use.
    pub(crate) geldig_tot: Option<String>,
}

/// Where the facts of a message come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Herkomst {
    /// A published schema.
    Gepubliceerd,
    /// The twin message of the other standard; no published schema was available.
    Afgeleid,
}

/// A message in one or both standards.
pub(crate) struct BerichtRij {
    pub(crate) plek: Plek,
    pub(crate) nummer: u16,
    pub(crate) bereik: Bereik,
    /// One code, or several with `|` between them.
    pub(crate) berichtcode: String,
    /// The heen message, when this is a retour message.
    pub(crate) antwoord_op: Option<u16>,
    pub(crate) herkomst: Herkomst,
}

/// A simple type of the basisschema.
pub(crate) struct TypeRij {
    pub(crate) plek: Plek,
    pub(crate) naam: String,
    pub(crate) basis: &'static str,
    pub(crate) min_lengte: Option<u32>,
    pub(crate) max_lengte: Option<u32>,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
    pub(crate) pattern: Option<String>,
    pub(crate) codelijst: Option<String>,
    pub(crate) bereik: Bereik,
}

/// A value of a code list.
pub(crate) struct CodeRij {
    pub(crate) plek: Plek,
    pub(crate) lijst: String,
    pub(crate) code: String,
    pub(crate) bereik: Bereik,
}

/// Local restriction of the simple type of an element.
pub(crate) enum Patroon {
    Berichtcode,
    Versie,
    Subversie,
    Vast(String),
}

/// An element in a complex type, of a message or of the basisschema.
pub(crate) struct ElementRij {
    pub(crate) plek: Plek,
    /// The message; `None` in the basisschema.
    pub(crate) bericht: Option<u16>,
    pub(crate) klasse: String,
    pub(crate) element: String,
    pub(crate) elementtype: String,
    pub(crate) min: u32,
    /// `None` is unbounded.
    pub(crate) max: Option<u32>,
    pub(crate) bereik: Bereik,
    pub(crate) patroon: Option<Patroon>,
    /// Local maximum of an integer type.
    pub(crate) maximum: Option<i64>,
}

/// A row that holds in one or both standards.
pub(crate) trait Feit {
    fn plek(&self) -> &Plek;
    fn bereik(&self) -> Bereik;
}

/// A row that is one member of a group: an element of a klasse, a code of a list.
pub(crate) trait Lid: Feit {
    fn groep(&self) -> &str;
    fn naam(&self) -> &str;
}

macro_rules! feit {
    ($($rij:ty),*) => {$(
        impl Feit for $rij {
            fn plek(&self) -> &Plek {
                &self.plek
            }

            fn bereik(&self) -> Bereik {
                self.bereik
            }
        }
    )*};
}

feit!(BerichtRij, TypeRij, CodeRij, ElementRij, LijstRij);

impl Lid for CodeRij {
    fn groep(&self) -> &str {
        &self.lijst
    }

    fn naam(&self) -> &str {
        &self.code
    }
}

impl Lid for ElementRij {
    fn groep(&self) -> &str {
        &self.klasse
    }

    fn naam(&self) -> &str {
        &self.element
    }
}

/// A type of the basisschema and the published code list behind it.
pub(crate) struct LijstRij {
    pub(crate) plek: Plek,
    /// Name in codelijsten.tsv.
    pub(crate) lijst: String,
    /// Name under which the list is published, e.g. `WJ756`.
    pub(crate) bron: String,
    pub(crate) bereik: Bereik,
}

/// All tables of one release.
pub(crate) struct Feiten {
    pub(crate) releases: Vec<Release>,
    pub(crate) berichten: Vec<BerichtRij>,
    pub(crate) typen: Vec<TypeRij>,
    pub(crate) codes: Vec<CodeRij>,
    pub(crate) samengesteld: Vec<ElementRij>,
    pub(crate) klassen: Vec<ElementRij>,
    pub(crate) lijsten: Vec<LijstRij>,
}

/// Whether a type name belongs to the basisschema rather than to a message.
pub(crate) fn van_basisschema(naam: &str) -> bool {
    naam.starts_with("LDT_") || naam.starts_with("CDT_")
}
