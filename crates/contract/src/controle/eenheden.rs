//! Units that cannot occur with a categorie or an uitvoeringsvariant.

use bericht::{Domein, Eenheid};

use crate::bestand::{Gebrek, Verslag};
use crate::model::{Contractbestand, Tariefrij, Variant};

/// Categorieen of WMO020 and JZ020.
const CATEGORIEEN: [(Domein, &[&str]); 2] = [
    (
        Domein::Iwmo,
        &["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18"],
    ),
    (
        Domein::Ijw,
        &[
            "31", "32", "33", "34", "35", "36", "37", "38", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49",
            "50", "51", "52", "53", "54", "55",
        ],
    ),
];

/// Own choice, kept to what cannot be meant: a stay is no minutes, a ride is no etmaal, and so on. See docs/keuzes.md.
const ONMOGELIJK: [(&[&str], &[Eenheid], &str); 4] = [
    (&["04", "43", "44"], &[Eenheid::Minuut, Eenheid::Uur], "verblijf wordt niet in minuten of uren geleverd"),
    (&["08", "42"], &[Eenheid::Etmaal, Eenheid::Dagdeel], "vervoer wordt niet in etmalen of dagdelen geleverd"),
    (
        &["11", "12", "13", "14"],
        &[Eenheid::Minuut, Eenheid::Uur, Eenheid::Etmaal, Eenheid::Dagdeel],
        "een hulpmiddel wordt niet in tijd geleverd",
    ),
    (&["01", "07", "41"], &[Eenheid::Etmaal], "hulp bij het huishouden en dagbesteding duren geen etmaal"),
];

pub fn controleer(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    for rij in &bestand.tarieven {
        tarief(rij, meld);
    }
    for product in &bestand.producten {
        let naam = product.aanduiding();
        for eenheid in &product.eenheden {
            combinatie(product.plaats, naam, product.categorie.as_deref(), *eenheid, meld);
            variant(product.plaats, naam, product.variant, *eenheid, meld);
        }
        if product.eenheden.is_empty() && product.variant != Some(Variant::Taakgericht) {
            meld.waarschuwing(
                Gebrek::GeenEenheid,
                product.plaats,
                format!("{naam} heeft geen eenheid"),
                "voeg unit toe",
            );
            meld.over(format!("unit:{naam}"));
        }
        bestaat(product.plaats, naam, product.wet, product.categorie.as_deref(), meld);
    }
}

fn tarief(rij: &Tariefrij, meld: &mut Verslag<'_>) {
    let naam = rij.aanduiding();
    bestaat(rij.plaats, naam, rij.wet, rij.categorie.as_deref(), meld);
    if rij.grondslag.is_some() && rij.per().is_none() {
        let tekst = format!(
            "{naam} is per {}, en daarvoor heeft de standaard geen eenheid",
            rij.grondslag.map_or("", |g| g.naam())
        );
        meld.fout(Gebrek::GeenEenheid, rij.plaats, tekst, "voeg declared_unit toe: de code waarin wordt gedeclareerd");
        meld.over(format!("unit:{naam}"));
    }
    if rij.per() == Some(Eenheid::Euro) {
        let tekst = format!("{naam} is per euro; euro's (83) hebben geen tarief (CS339)");
        meld.fout(Gebrek::Eenheid, rij.plaats, tekst, "haal het tarief weg of kies een andere eenheid");
        meld.over(format!("unit:{naam}"));
    }
    let declareren = rij.declareren_in.or(rij.per());
    if let (Some(per), Some(in_eenheid)) = (rij.per(), declareren)
        && per != in_eenheid
        && (per, in_eenheid) != (Eenheid::Uur, Eenheid::Minuut)
    {
        let tekst = format!(
            "{naam} is per {} en wordt gedeclareerd in {}; alleen van uur naar minuut kan (TR341)",
            per.code(),
            in_eenheid.code()
        );
        meld.fout(Gebrek::Eenheid, rij.plaats, tekst, "maak per en declared_unit gelijk");
        meld.over(format!("unit:{naam}"));
    }
    if let Some(eenheid) = declareren {
        combinatie(rij.plaats, naam, rij.categorie.as_deref(), eenheid, meld);
        variant(rij.plaats, naam, rij.variant, eenheid, meld);
    }
}

fn combinatie(plaats: usize, naam: &str, categorie: Option<&str>, eenheid: Eenheid, meld: &mut Verslag<'_>) {
    let Some(categorie) = categorie else { return };
    let fout = ONMOGELIJK.iter().find(|(cat, eenheden, _)| cat.contains(&categorie) && eenheden.contains(&eenheid));
    if let Some((.., waarom)) = fout {
        let tekst = format!("{naam}: eenheid {} kan niet bij categorie {categorie}; {waarom}", eenheid.code());
        meld.fout(Gebrek::Eenheid, plaats, tekst, "verbeter de eenheid of de categorie");
        meld.over(format!("unit:{naam}"));
    }
}

/// OP305: 82 and 83 are outputgericht, all other units inspanningsgericht.
fn variant(plaats: usize, naam: &str, variant: Option<Variant>, eenheid: Eenheid, meld: &mut Verslag<'_>) {
    let mag = match variant {
        Some(Variant::Output) => eenheid.is_output(),
        Some(Variant::Inspanning) => !eenheid.is_output(),
        Some(Variant::Taakgericht) | None => true,
    };
    if let Some(variant) = variant.filter(|_| !mag) {
        let tekst =
            format!("{naam} heet {} en heeft eenheid {}; dat kan niet samen (OP305)", variant.naam(), eenheid.code());
        meld.fout(Gebrek::Eenheid, plaats, tekst, "output hoort bij 82 en 83, inspanning bij 01, 04, 14, 16 en 84");
        meld.over(format!("unit:{naam}"));
    }
}

fn bestaat(plaats: usize, naam: &str, wet: Option<Domein>, categorie: Option<&str>, meld: &mut Verslag<'_>) {
    let (Some(wet), Some(categorie)) = (wet, categorie) else { return };
    let lijst = CATEGORIEEN.iter().find(|(domein, _)| *domein == wet).map_or(&[][..], |(_, lijst)| lijst);
    if !lijst.contains(&categorie) {
        let tekst = format!("{naam}: categorie {} bestaat niet in deze wet", crate::bestand::kort(categorie));
        meld.fout(Gebrek::Categorie, plaats, tekst, format!("kies een van {}", lijst.join(", ")));
        meld.over(format!("category:{naam}"));
    }
}
