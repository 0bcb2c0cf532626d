//! Indexation: tariffs of a next year from those of this one. Integers and decimals only; the same figures always give the
//! same rows.
//!
//! Half of the provisional OVA (GV21-601 to 605): `base(y+1) = base(y) × (1 + definitive(y))` and `tariff(y+1) = base(y+1) ×
//! (1 + ½ × provisional OVA(y+1))`. The provisional step is replaced a year later, not added. The base is kept unrounded,
//! tariffs are rounded to cents, and a tariff per minute follows from the tariff per hour as the standard rounds it (IV081).
//!
//! Ratio of CAO wages (ZST15-107): `tariff(y+1) = tariff(y) × index(y+1) / index(y)`.

use bericht::Datum;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::afronden::op_centen;
use crate::model::{Bereik, Contractbestand, Grondslag, Indexatie, Indexvariant, Tariefrij};

/// Figures of one indexation; shares, so 2% is 0.02.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Indexcijfers {
    /// Definitive figures of the year that ends (loon, CPI, kapitaal) and the provisional OVA of the year that begins.
    HalveOva {
        /// Definitive loon, CPI and kapitaallasten.
        definitief: [Decimal; 3],
        /// Provisional OVA.
        voorlopig: Decimal,
    },
    /// Index of the new year and of the year before.
    Verhouding {
        /// Index of the new year.
        nieuw: Decimal,
        /// Index of the year before, above zero.
        oud: Decimal,
    },
}

/// Why there is nothing to index.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum IndexFout {
    /// The contract has no section `[indexation]`.
    #[error("the contract has no indexation")]
    GeenIndexatie,
    /// The contract leaves indexation open.
    #[error("the contract leaves indexation open: {0}")]
    Open(String),
    /// The figures are of another formula.
    #[error("the figures do not go with the formula of the contract; it wants {0}")]
    AndereFormule(&'static str),
    /// No tariff holds on the day before.
    #[error("no tariff holds on {0}")]
    GeenTarief(Datum),
    /// Numbers too large, or an index of zero.
    #[error("the figures of {0} cannot be computed with")]
    Rekenen(String),
}

/// The outcome: rows, and products that were left out with the reason in Dutch.
#[derive(Debug, Clone)]
pub struct Geindexeerd {
    /// Rows of the new year.
    pub rijen: Vec<Tariefrij>,
    /// Products that were left out, and why.
    pub overgeslagen: Vec<(String, String)>,
}

/// Tariffs from a day on, out of those of the day before.
pub fn indexeer(bestand: &Contractbestand, vanaf: Datum, cijfers: &Indexcijfers) -> Result<Geindexeerd, IndexFout> {
    let indexatie = bestand.indexatie.as_ref().ok_or(IndexFout::GeenIndexatie)?;
    if let Some((wat, _)) = bestand.geblokkeerd("indexation") {
        return Err(IndexFout::Open(wat.to_owned()));
    }
    let gisteren = vanaf.pred_opt().ok_or(IndexFout::GeenTarief(vanaf))?;
    let oud: Vec<&Tariefrij> = bestand.tarieven.iter().filter(|t| t.termijn.bevat(gisteren)).collect();
    if oud.is_empty() {
        return Err(IndexFout::GeenTarief(gisteren));
    }
    let mut uit = Geindexeerd { rijen: Vec::new(), overgeslagen: Vec::new() };
    for rij in oud {
        let naam = rij.aanduiding().to_owned();
        if let Some((wat, _)) = bestand.geblokkeerd(&format!("tariff:{naam}")) {
            uit.overgeslagen.push((naam, format!("het tarief staat open: {wat}")));
            continue;
        }
        match factoren(indexatie, rij, cijfers)? {
            Some((basis, tarief)) => {
                let nieuw = geindexeerd(rij, vanaf, bestand.kop.termijn.tot, basis, tarief);
                uit.rijen.push(nieuw.ok_or(IndexFout::Rekenen(naam))?);
            }
            None => uit.overgeslagen.push((naam, "het contract zegt niet welke gewichten gelden".to_owned())),
        }
    }
    Ok(uit)
}

/// Factor of the base and factor from base to tariff; none when the weights are not known.
fn factoren(
    indexatie: &Indexatie,
    rij: &Tariefrij,
    cijfers: &Indexcijfers,
) -> Result<Option<(Decimal, Decimal)>, IndexFout> {
    let rekenfout = || IndexFout::Rekenen(rij.aanduiding().to_owned());
    match (indexatie.variant, cijfers) {
        (Indexvariant::HalveVoorlopigeOva, Indexcijfers::HalveOva { definitief, voorlopig }) => {
            let groep = rij.indexgroep.as_ref().or(indexatie.standaardgroep.as_ref());
            let gewichten = indexatie.gewichten.iter().find(|(naam, _)| Some(naam) == groep).map(|(_, g)| g);
            let Some(gewichten) = gewichten else { return Ok(None) };
            let mut index = Decimal::ONE;
            for (gewicht, cijfer) in gewichten.iter().zip(definitief) {
                let deel = gewicht.checked_mul(*cijfer).ok_or_else(rekenfout)?;
                index = index.checked_add(deel).ok_or_else(rekenfout)?;
            }
            let half = voorlopig.checked_div(Decimal::TWO).ok_or_else(rekenfout)?;
            Ok(Some((index, Decimal::ONE.checked_add(half).ok_or_else(rekenfout)?)))
        }
        (Indexvariant::CaoLonenVerhouding, Indexcijfers::Verhouding { nieuw, oud }) => {
            Ok(Some((nieuw.checked_div(*oud).ok_or_else(rekenfout)?, Decimal::ONE)))
        }
        (Indexvariant::HalveVoorlopigeOva, _) => {
            Err(IndexFout::AndereFormule("definitive figures and a provisional OVA"))
        }
        (Indexvariant::CaoLonenVerhouding, _) => Err(IndexFout::AndereFormule("two index values")),
    }
}

/// Decimals kept of a base: enough for a century of indexations to cents, and few enough to read.
const BASISDECIMALEN: u32 = 8;

fn geindexeerd(
    oud: &Tariefrij,
    vanaf: Datum,
    eind_contract: Option<Datum>,
    basisfactor: Decimal,
    tarieffactor: Decimal,
) -> Option<Tariefrij> {
    let basis = oud.basis.or(oud.bedrag)?.checked_mul(basisfactor)?;
    let basis = basis.round_dp_with_strategy(BASISDECIMALEN, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let tarief = basis.checked_mul(tarieffactor)?;
    let is_minuut = oud.grondslag == Some(Grondslag::Eenheid(bericht::Eenheid::Uur)) && oud.gedrukt.is_some();
    let bedrag = op_centen(tarief);
    let gedrukt = if is_minuut { Some(crate::afronden::per_minuut(bedrag)) } else { oud.gedrukt.map(|_| bedrag) };
    Some(Tariefrij {
        termijn: Bereik { van: Some(vanaf), tot: eind_van_jaar(vanaf, eind_contract) },
        bedrag: Some(bedrag),
        basis: Some(basis.normalize()),
        gedrukt,
        ..oud.clone()
    })
}

/// Tariffs are per calendar year, and never beyond the contract.
fn eind_van_jaar(vanaf: Datum, eind_contract: Option<Datum>) -> Option<Datum> {
    use chrono::Datelike;
    let jaareinde = Datum::from_ymd_opt(vanaf.year(), 12, 31);
    match (jaareinde, eind_contract) {
        (Some(jaar), Some(eind)) => Some(jaar.min(eind)),
        (jaar, eind) => jaar.or(eind),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::controleer_tekst;
    use proptest::prelude::*;

    fn d(tekst: &str) -> Decimal {
        tekst.parse().unwrap()
    }

    fn dag(tekst: &str) -> Datum {
        bericht::datum(tekst).unwrap()
    }

    fn contract(bedrag: &str) -> Contractbestand {
        let tekst = format!(
            r#"
            [contract]
            id = "p"
            wetten = ["wmo"]
            valid_from = 2021-01-01
            gemeenten = [{{ code = "0402" }}]
            [[tariffs]]
            valid_from = 2021-01-01
            valid_until = 2021-12-31
            rows = [{{ code = "02A03", cat = "02", wet = "wmo", per = "uur", amount = "{bedrag}", declared_unit = "01", index_group = "ambulant" }}]
            [indexation]
            variant = "provisional_half_ova"
            weights = {{ ambulant = {{ loon = "0.90", cpi = "0.08", kapitaal = "0.02" }} }}
            "#
        );
        controleer_tekst("p", &tekst).bestand
    }

    fn cijfers(definitief: &str, voorlopig: &str) -> Indexcijfers {
        Indexcijfers::HalveOva { definitief: [d(definitief); 3], voorlopig: d(voorlopig) }
    }

    #[test]
    fn the_example_of_gv21_604() {
        // € 100 with an OVA of 2% gives € 101; with a definitive index of 0% the base stays € 100.
        let eerste = indexeer(&contract("100"), dag("2022-01-01"), &cijfers("0", "0.02")).unwrap();
        assert_eq!((eerste.rijen[0].bedrag, eerste.rijen[0].basis), (Some(d("101")), Some(d("100"))));
        let mut bestand = contract("100");
        bestand.tarieven.extend(eerste.rijen);
        let tweede = indexeer(&bestand, dag("2023-01-01"), &cijfers("0", "0.04")).unwrap();
        assert_eq!((tweede.rijen[0].bedrag, tweede.rijen[0].basis), (Some(d("102")), Some(d("100"))));
    }

    #[test]
    fn weights_count_each_with_its_figure() {
        let cijfers = Indexcijfers::HalveOva { definitief: [d("0.03"), d("0.02"), d("0.01")], voorlopig: d("0") };
        let uit = indexeer(&contract("57.51"), dag("2022-01-01"), &cijfers).unwrap();
        // 57,51 × (1 + 0,027 + 0,0016 + 0,0002)
        assert_eq!(uit.rijen[0].basis, Some(d("59.166288")));
        assert_eq!(uit.rijen[0].bedrag, Some(d("59.17")));
        assert_eq!(uit.rijen[0].termijn.tot, Some(dag("2022-12-31")));
    }

    #[test]
    fn without_weights_a_row_is_left_out_and_said_so() {
        let mut bestand = contract("57.51");
        bestand.tarieven[0].indexgroep = None;
        let uit = indexeer(&bestand, dag("2022-01-01"), &cijfers("0.02", "0.02")).unwrap();
        assert!(uit.rijen.is_empty());
        assert_eq!(uit.overgeslagen[0].0, "02A03");
        let fout = indexeer(&bestand, dag("2022-01-01"), &Indexcijfers::Verhouding { nieuw: d("1"), oud: d("1") });
        assert!(matches!(fout, Err(IndexFout::AndereFormule(_))));
        assert_eq!(
            indexeer(&bestand, dag("2030-01-01"), &cijfers("0", "0")).unwrap_err(),
            IndexFout::GeenTarief(dag("2029-12-31"))
        );
    }

    proptest! {
        /// The same figures give the same rows, and written and read back they are the same.
        #[test]
        fn indexation_is_reproducible(cent in 1_i64..1_000_000, def in -500_i64..2000, ova in -500_i64..2000) {
            let bedrag = crate::afronden::euro(cent).to_string();
            let cijfers = Indexcijfers::HalveOva { definitief: [Decimal::new(def, 4); 3], voorlopig: Decimal::new(ova, 4) };
            let bestand = contract(&bedrag);
            let een = indexeer(&bestand, dag("2022-01-01"), &cijfers).unwrap();
            let twee = indexeer(&bestand, dag("2022-01-01"), &cijfers).unwrap();
            let termijn = een.rijen[0].termijn;
            let (een, twee) = (crate::tariefblok(&een.rijen, termijn), crate::tariefblok(&twee.rijen, termijn));
            prop_assert_eq!(&een, &twee);
            let kop = "[contract]\nid = \"p\"\nwetten = [\"wmo\"]\nvalid_from = 2021-01-01\ngemeenten = [{ code = \"0402\" }]\n";
            let terug = controleer_tekst("p", &format!("{kop}{een}"));
            prop_assert!(terug.bevindingen.iter().all(|b| b.ernst != crate::Ernst::Fout), "{:?}", terug.bevindingen);
            prop_assert_eq!(crate::tariefblok(&terug.bestand.tarieven, termijn), een);
        }
    }
}
