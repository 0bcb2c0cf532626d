//! Files of one folder against each other.

use crate::bestand::{Bevinding, Ernst, Gebrek};
use crate::model::{Aanbiederdeelname, Contractbestand};

/// Two versions of one contract that hold for the same aanbieder on the same day, and one id under two names. The index
/// says on which file the finding stands.
pub fn samen(bestanden: &[&Contractbestand]) -> Vec<(usize, Bevinding)> {
    let mut bevindingen = Vec::new();
    for (at, later) in bestanden.iter().enumerate() {
        for eerder in bestanden.iter().take(at) {
            if eerder.kop.id == later.kop.id && botst(eerder, later) {
                bevindingen.push((at, bevinding(&later.kop.id)));
            }
        }
    }
    bevindingen
}

fn botst(a: &Contractbestand, b: &Contractbestand) -> bool {
    let gemeente = a.kop.gemeenten.iter().any(|g| b.kop.gemeenten.iter().any(|h| g.code == h.code));
    gemeente && a.kop.termijn.raakt(&b.kop.termijn) && zelfde_aanbieder(&a.kop.aanbieders, &b.kop.aanbieders)
}

fn zelfde_aanbieder(a: &[Aanbiederdeelname], b: &[Aanbiederdeelname]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|x| b.iter().any(|y| x.agb == y.agb && x.termijn.raakt(&y.termijn)))
}

fn bevinding(id: &str) -> Bevinding {
    Bevinding {
        ernst: Ernst::Fout,
        gebrek: Gebrek::Overlap,
        regel: 1,
        kolom: 1,
        tekst: format!(
            "twee versies van contract {} gelden op dezelfde dag voor dezelfde aanbieder",
            crate::bestand::kort(id)
        ),
        herstel: "laat de ene versie eindigen voor de andere begint, of verdeel de aanbieders".to_owned(),
        doel: None,
        feit: None,
    }
}
