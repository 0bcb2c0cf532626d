//! Berichtklassen: the units that get a retourcode.

/// A berichtklasse by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the variants are the class names of the standard
pub enum Klasse {
    Header,
    Client,
    Relatie,
    Contact,
    Beschikking,
    Beperking,
    BeperkingScore,
    ToegewezenProduct,
    StartProduct,
    StopProduct,
    AangevraagdProduct,
    Verzoek,
    OngewijzigdProduct,
    TeWijzigenProduct,
    NieuwProduct,
    Antwoord,
    Woonplaatsbeginsel,
    Declaratie,
    DeclaratieAntwoord,
    Prestatie,
}

impl Klasse {
    /// All classes.
    pub const ALLE: [Klasse; 20] = [
        Klasse::Header,
        Klasse::Client,
        Klasse::Relatie,
        Klasse::Contact,
        Klasse::Beschikking,
        Klasse::Beperking,
        Klasse::BeperkingScore,
        Klasse::ToegewezenProduct,
        Klasse::StartProduct,
        Klasse::StopProduct,
        Klasse::AangevraagdProduct,
        Klasse::Verzoek,
        Klasse::OngewijzigdProduct,
        Klasse::TeWijzigenProduct,
        Klasse::NieuwProduct,
        Klasse::Antwoord,
        Klasse::Woonplaatsbeginsel,
        Klasse::Declaratie,
        Klasse::DeclaratieAntwoord,
        Klasse::Prestatie,
    ];

    /// Name of the element.
    pub fn naam(self) -> &'static str {
        match self {
            Klasse::Header => "Header",
            Klasse::Client => "Client",
            Klasse::Relatie => "Relatie",
            Klasse::Contact => "Contact",
            Klasse::Beschikking => "Beschikking",
            Klasse::Beperking => "Beperking",
            Klasse::BeperkingScore => "BeperkingScore",
            Klasse::ToegewezenProduct => "ToegewezenProduct",
            Klasse::StartProduct => "StartProduct",
            Klasse::StopProduct => "StopProduct",
            Klasse::AangevraagdProduct => "AangevraagdProduct",
            Klasse::Verzoek => "Verzoek",
            Klasse::OngewijzigdProduct => "OngewijzigdProduct",
            Klasse::TeWijzigenProduct => "TeWijzigenProduct",
            Klasse::NieuwProduct => "NieuwProduct",
            Klasse::Antwoord => "Antwoord",
            Klasse::Woonplaatsbeginsel => "Woonplaatsbeginsel",
            Klasse::Declaratie => "Declaratie",
            Klasse::DeclaratieAntwoord => "DeclaratieAntwoord",
            Klasse::Prestatie => "Prestatie",
        }
    }

    /// The class of an element name.
    pub fn parse(naam: &str) -> Option<Self> {
        Self::ALLE.into_iter().find(|k| k.naam() == naam)
    }
}

/// The innermost class that a path of a finding runs through.
pub fn klasse_van_pad(path: &str) -> Option<Klasse> {
    path.rsplit('/').find_map(|step| Klasse::parse(step.split('[').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn innermost_class_of_a_path() {
        let path = "/Bericht/Declaratie/Clienten/Client[2]/Prestaties/Prestatie[3]/Eenheid";
        assert_eq!(klasse_van_pad(path), Some(Klasse::Prestatie));
        assert_eq!(klasse_van_pad("/Bericht"), None);
    }
}
